// Pagination of the recommendations: pure functions on one state.

import { cardArticles } from "./cards.js";
import * as strings from "./strings.js";

// Pages after the first that are loaded before the reader asks; then the list waits for the button.
const MAX_PREFETCHED_PAGES = 2;

// The article to be read next, which has a card of its own ahead of the list: the first
// recommendation that is neither on the newsroom's cards nor pinned, else the first pinned one.
export function chooseNext({ items }, site) {
  const cards = cardArticles(site);
  const others = items.filter(({ id }) => !cards.includes(id));
  return others.find(({ id }) => !site.pins?.includes(id)) ?? others[0];
}

// A list: its sections of previews, the cursor of the next page, the number of its pages, and
// whether a request is "idle", "loading", "awaited" (by the reader) or "failed".
// It leaves out the articles of the newsroom's cards and `next`, if there is one.
export function startList(page, site, next) {
  const seen = new Set([...cardArticles(site), next?.id]);
  return append(
    { sections: [], seen, next: null, pages: 0, status: "idle" },
    page,
  );
}

// The list with a page at its end, without previews that it has already.
export function append(list, page) {
  const seen = new Set(list.seen);
  const items = page.items.filter(({ id }) => !seen.has(id) && seen.add(id));
  const sections = items.length ? [...list.sections, items] : list.sections;
  return { sections, seen, next: page.next, pages: list.pages + 1, status: "idle" };
}

// The list while its next page is requested, by the reader or because its end is near; undefined if
// it may not be requested.
export function requestNext(list, byReader) {
  if (!list.next || isBusy(list)) return undefined;
  if (byReader) return { ...list, status: "awaited" };
  const mayPrefetch = list.status === "idle" && list.pages <= MAX_PREFETCHED_PAGES;
  return mayPrefetch ? { ...list, status: "loading" } : undefined;
}

export const lengthOf = ({ sections }) => sections.reduce((sum, { length }) => sum + length, 0);

export const isBusy = ({ status }) => status === "loading" || status === "awaited";

// The length of the list for assistive technology; -1 while it is not known.
export const setSize = (list) => (list.next ? -1 : lengthOf(list));

// The address of the next page, for readers without the program.
export const nextUrl = ({ next }) => next && `?cursor=${encodeURIComponent(next)}#feed`;

// What is announced: a page that is loaded ahead only once it is there.
export function statusOf(list) {
  if (list.status === "failed") return strings.LOAD_FAILED;
  if (list.status === "awaited") return strings.LOADING;
  if (!list.next) return strings.NO_MORE;
  return list.sections.length > 1 ? strings.shownCount(lengthOf(list)) : "";
}

// The label of the button.
export function buttonOf({ status }) {
  if (status === "failed") return strings.RETRY;
  return status === "loading" ? strings.LOADING : strings.LOAD_MORE;
}

// Links onward from the end of the list.
export const ONWARD = [
  ["#content", strings.TO_TOP],
  ["/", strings.LATEST],
  ["/ranking", strings.RANKING],
  ["/search", strings.SEARCH_ARTICLES],
];
