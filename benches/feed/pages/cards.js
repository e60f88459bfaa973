// The articles of src/pages/long_list.rs and the card of src/features/feed/card.rs.

/** Article `number`, counted from 0: every third has a title, every fourth a picture. */
const article = (number) => ({
  id: `made-up-${number}`,
  title: number % 3 === 0 ? `Made up, number ${number}` : null,
  excerpt: "Words that nobody wrote for anybody. ".repeat(1 + (number % 3)),
  published: 1_700_000_000 - 60 * number,
  picture: number % 4 === 0 ? "/icon.svg" : null,
});

/** The articles from number `from` to before number `to`. */
export const articles = (from, to) =>
  Array.from({ length: to - from }, (_, place) => article(from + place));

const template = document.createElement("template");
template.innerHTML =
  '<article class="card" tabindex="-1" aria-setsize="-1"><a class="card-link">' +
  '<div class="card-words"><p> </p></div></a><time> </time></article>';
const picture = document.createElement("template");
picture.innerHTML =
  '<img class="picture" alt="" width="120" height="80" loading="lazy" decoding="async">';

/** The card of an article that is number `number` of its list, counted from 1. */
export const card = ({ id, title, excerpt, published, picture: url }, number) => {
  const card = template.content.firstElementChild.cloneNode(true);
  const link = card.firstElementChild;
  const words = link.firstElementChild;
  let named = words.firstElementChild;
  named.firstChild.data = excerpt;
  if (title !== null) {
    named = document.createElement("h3");
    named.textContent = title;
    words.prepend(named);
  }
  named.id = `feed-${number}`;
  card.setAttribute("aria-labelledby", named.id);
  card.setAttribute("aria-posinset", number);
  link.setAttribute("href", `/articles/${id}`);
  if (url !== null) {
    const image = picture.content.firstElementChild.cloneNode();
    image.src = url;
    link.append(image);
  }
  // China's time, as the site shows it everywhere.
  const local = new Date((published + 8 * 3600) * 1000).toISOString();
  card.lastElementChild.setAttribute("datetime", `${local.slice(0, 19)}+08:00`);
  card.lastElementChild.firstChild.data = local.slice(0, 16).replace("T", " ");
  return card;
};

/** Makes the page's buttons call `add` with articles: as many as the address says, and
    20. Who leaves the list calls `leave`. */
export const run = (add, leave = () => {}) => {
  const wanted = Number(new URLSearchParams(location.search).get("list"));
  const status = document.querySelector("[role=status]");
  let length = 0;
  const goOn = (to) => {
    add(articles(length, to));
    length = to;
    status.textContent = `已显示 ${length} 篇`;
  };
  goOn(20);
  document.querySelector("#fill").addEventListener("click", () => goOn(wanted));
  document.querySelector(".feed-more").addEventListener("click", () => goOn(length + 20));
  window.leave = () => {
    document.querySelector(".feed-pages").replaceChildren();
    document.querySelector("main").remove();
    leave();
  };
};
