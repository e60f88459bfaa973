// Hand-written virtual list: sections of 20 cards with `content-visibility`; above 100 sections,
// only those within two viewport heights of the viewport are mounted.

import { card, run } from "./cards.js";

const SECTION = 20;
/** Up to this number of sections, all of them are mounted. */
const VIRTUALISE_ABOVE = 100;
/** Estimated section height in pixels before any is measured. */
const ESTIMATED_HEIGHT = 3000;

const pages = document.querySelector(".feed-pages");
const items = [];
/** Heights of all sections: measured, or estimated when the section was added. */
const heights = [];
/** Mounted sections, starting with number `first`. */
let mounted = [];
let first = 0;
/** Spacer elements above and below the mounted sections. */
let spacers = null;
const measured = { count: 0, height: 0 };

const totalHeight = (start, end) => {
  let height = 0;
  for (let number = start; number < end; number++) height += heights[number];
  return height;
};

const createSection = (number) => {
  const element = document.createElement("div");
  element.className = "list-section";
  if (heights.length > VIRTUALISE_ABOVE) {
    element.style.containIntrinsicHeight = `auto ${Math.round(heights[number])}px`;
  }
  const start = number * SECTION;
  const cards = items.slice(start, start + SECTION);
  element.append(...cards.map((item, index) => card(item, start + index + 1)));
  return element;
};

const measure = () => {
  mounted.forEach((element, index) => {
    const { height } = element.getBoundingClientRect();
    heights[first + index] = height;
    measured.count++;
    measured.height += height;
  });
};

/** The range of sections near the viewport: first number, and number after the last. */
const visibleRange = () => {
  if (heights.length <= VIRTUALISE_ABOVE) return [0, heights.length];
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

const render = () => {
  const [start, end] = visibleRange();
  if (heights.length > VIRTUALISE_ABOVE && !spacers) {
    spacers = [document.createElement("div"), document.createElement("div")];
    pages.prepend(spacers[0]);
    pages.append(spacers[1]);
  }
  const [above, below] = spacers ?? [null, null];
  const current = new Map(mounted.map((element, index) => [first + index, element]));
  for (const [number, element] of current) {
    if (number >= start && number < end) continue;
    element.remove();
    current.delete(number);
  }
  // Sections that stay mounted are not moved; new ones are inserted before or after them.
  let [marker = below] = current.values();
  mounted = [];
  for (let number = start; number < end; number++) {
    const existing = current.get(number);
    if (existing) marker = below;
    mounted.push(existing ?? pages.insertBefore(createSection(number), marker));
  }
  first = start;
  if (spacers) {
    above.style.height = `${Math.round(totalHeight(0, start))}px`;
    below.style.height = `${Math.round(totalHeight(end, heights.length))}px`;
  }
};

let isScheduled = false;
const onScroll = () => {
  if (isScheduled || heights.length <= VIRTUALISE_ABOVE) return;
  isScheduled = true;
  requestAnimationFrame(() => {
    isScheduled = false;
    measure();
    render();
  });
};
addEventListener("scroll", onScroll);

const add = (articles) => {
  for (const article of articles) items.push(article);
  const length = Math.ceil(items.length / SECTION);
  if (length > VIRTUALISE_ABOVE) measure();
  const estimate = measured.count ? measured.height / measured.count : ESTIMATED_HEIGHT;
  while (heights.length < length) heights.push(estimate);
  render();
};

run(add, () => {
  removeEventListener("scroll", onScroll);
  items.length = heights.length = mounted.length = 0;
});
