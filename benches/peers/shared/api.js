// Client of the JSON contract (model/src/api.rs).

async function request(url, options) {
  const response = await fetch(url, options);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}

const articleUrl = (id) => `/api/articles/${encodeURIComponent(id)}`;

const getArticle = (id) => request(articleUrl(id));
export const getReaction = (id) => request(`${articleUrl(id)}/reaction`);
const getRanking = () => request("/api/rankings?mood=like&period=week");

export function getRecommended(id, cursor) {
  const query = new URLSearchParams({ article: id });
  if (cursor) query.set("cursor", cursor);
  return request(`/api/feeds/recommended?${query}`);
}

export const putReaction = (id, mood) =>
  request(`${articleUrl(id)}/reaction`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ mood }),
  });

// What the page of an article shows, apart from the site's settings.
async function getArticlePage(id) {
  const [article, recommended, ranking] = await Promise.all([
    getArticle(id),
    getRecommended(id),
    getRanking(),
  ]);
  return { article, recommended, ranking };
}

const pages = new Map();

// The page of an article that was opened before, so that Back shows it at once.
export const knownPage = (id) => pages.get(id);

// The page of an article, requested at its first opening.
export async function openPage(id) {
  if (!pages.has(id)) pages.set(id, await getArticlePage(id));
  return pages.get(id);
}

// Keeps the page that came with the document.
export const keepPage = (page) => pages.set(page.article.id, page);
