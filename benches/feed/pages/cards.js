// Test articles and card markup, the same as in src/pages/long_list.rs and src/features/feed/card.rs.

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
  Array.from({ length: to - from }, (_, index) => article(from + index));

const cardTemplate = document.createElement("template");
cardTemplate.innerHTML =
  '<article class="card" tabindex="-1" aria-setsize="-1"><a class="card-link">' +
  '<div class="card-words"><p> </p></div></a><time> </time></article>';
const pictureTemplate = document.createElement("template");
pictureTemplate.innerHTML =
  '<img class="picture" alt="" width="120" height="80" loading="lazy" decoding="async">';

/** Creates the card of an article; `number` is its position in the list, counted from 1. */
export const card = ({ id, title, excerpt, published, picture: url }, number) => {
  const card = cardTemplate.content.firstElementChild.cloneNode(true);
  const link = card.firstElementChild;
  const text = link.firstElementChild;
  let label = text.firstElementChild;
  label.firstChild.data = excerpt;
  if (title !== null) {
    label = document.createElement("h3");
    label.textContent = title;
    text.prepend(label);
  }
  label.id = `feed-${number}`;
  card.setAttribute("aria-labelledby", label.id);
  card.setAttribute("aria-posinset", number);
  link.setAttribute("href", `/articles/${id}`);
  if (url !== null) {
    const image = pictureTemplate.content.firstElementChild.cloneNode();
    image.src = url;
    link.append(image);
  }
  // China Standard Time, as everywhere on the site.
  const local = new Date((published + 8 * 3600) * 1000).toISOString();
  card.lastElementChild.setAttribute("datetime", `${local.slice(0, 19)}+08:00`);
  card.lastElementChild.firstChild.data = local.slice(0, 16).replace("T", " ");
  return card;
};

/** Connects the page's buttons to `add`, which appends articles: one button fills the list to
    the length in the URL, the other appends 20. `window.leave` removes the list and calls
    `leave`. */
export const run = (add, leave = () => {}) => {
  const target = Number(new URLSearchParams(location.search).get("list"));
  const status = document.querySelector("[role=status]");
  let length = 0;
  const fillTo = (to) => {
    add(articles(length, to));
    length = to;
    status.textContent = `已加载${length}篇`;
  };
  fillTo(20);
  document.querySelector("#fill").addEventListener("click", () => fillTo(target));
  document.querySelector(".feed-more").addEventListener("click", () => fillTo(length + 20));
  window.leave = () => {
    document.querySelector(".feed-pages").replaceChildren();
    document.querySelector("main").remove();
    leave();
  };
};
