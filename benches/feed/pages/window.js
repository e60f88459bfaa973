// The list as one would write it by hand: sections of 20 cards that the browser
// skips, and past 100 of them only those within two screens of the screen.

import { card, run } from "./cards.js";

const SECTION = 20;
const WHOLE = 100;
const GUESS = 3000;

const pages = document.querySelector(".feed-pages");
const items = [];
/** The heights of all sections: as measured, else as they were guessed when they came. */
const heights = [];
/** The sections that stand, from number `from` on. */
let live = [];
let from = 0;
let spaces = null;
const measured = { count: 0, height: 0 };

const sum = (start, end) => {
  let height = 0;
  for (let number = start; number < end; number++) height += heights[number];
  return height;
};

const section = (number) => {
  const element = document.createElement("div");
  element.className = "list-section";
  if (heights.length > WHOLE) {
    element.style.containIntrinsicHeight = `auto ${Math.round(heights[number])}px`;
  }
  const first = number * SECTION;
  const cards = items.slice(first, first + SECTION);
  element.append(...cards.map((item, place) => card(item, first + place + 1)));
  return element;
};

const measure = () => {
  live.forEach((element, place) => {
    const { height } = element.getBoundingClientRect();
    heights[from + place] = height;
    measured.count++;
    measured.height += height;
  });
};

/** The numbers of the first section that must stand, and of the first behind it that need not. */
const near = () => {
  if (heights.length <= WHOLE) return [0, heights.length];
  const top = -pages.getBoundingClientRect().top - 2 * innerHeight;
  const bottom = top + 5 * innerHeight;
  let start = null;
  let end = 0;
  for (let y = 0; end < heights.length && y <= bottom; end++) {
    y += heights[end];
    if (y >= top) start ??= end;
  }
  end = Math.max(end, 1);
  return [Math.min(start ?? end - 1, end - 1), end];
};

const show = () => {
  const [start, end] = near();
  if (heights.length > WHOLE && !spaces) {
    spaces = [document.createElement("div"), document.createElement("div")];
    pages.prepend(spaces[0]);
    pages.append(spaces[1]);
  }
  const [above, below] = spaces ?? [null, null];
  const standing = new Map(live.map((element, place) => [from + place, element]));
  for (const [number, element] of standing) {
    if (number >= start && number < end) continue;
    element.remove();
    standing.delete(number);
  }
  // What stays goes on standing; what is new comes before or behind it.
  let [marker = below] = standing.values();
  live = [];
  for (let number = start; number < end; number++) {
    const stays = standing.get(number);
    if (stays) marker = below;
    live.push(stays ?? pages.insertBefore(section(number), marker));
  }
  from = start;
  if (spaces) {
    above.style.height = `${Math.round(sum(0, start))}px`;
    below.style.height = `${Math.round(sum(end, heights.length))}px`;
  }
};

let coming = false;
const scrolled = () => {
  if (coming || heights.length <= WHOLE) return;
  coming = true;
  requestAnimationFrame(() => {
    coming = false;
    measure();
    show();
  });
};
addEventListener("scroll", scrolled);

const add = (articles) => {
  for (const article of articles) items.push(article);
  const length = Math.ceil(items.length / SECTION);
  if (length > WHOLE) measure();
  const guess = measured.count ? measured.height / measured.count : GUESS;
  while (heights.length < length) heights.push(guess);
  show();
};

run(add, () => {
  removeEventListener("scroll", scrolled);
  items.length = heights.length = live.length = 0;
});
