// Baseline without virtualisation: all cards stay in one container.

import { card, run } from "./cards.js";

const pages = document.querySelector(".feed-pages");
let length = 0;

run((articles) => {
  const fresh = document.createDocumentFragment();
  for (const article of articles) fresh.append(card(article, ++length));
  pages.append(fresh);
});
