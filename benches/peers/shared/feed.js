// Pagination of the recommendations: pure functions on one state.

// Pages after the first that are loaded before the reader asks; then the list waits for the button.
const MAX_PREFETCHED_PAGES = 2;

// A list: its sections of previews, the cursor of the next page, the number of its pages, and
// whether a request is "idle", "loading" or "failed".
export function startList(page, excluded) {
  return append(
    { sections: [], seen: new Set(excluded), next: null, pages: 0, status: "idle" },
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

export const lengthOf = ({ sections }) => sections.reduce((sum, { length }) => sum + length, 0);

// Whether the next page may be requested, by the reader or because the end of the list is near.
export function mayLoad({ next, pages, status }, byReader) {
  if (!next || status === "loading") return false;
  return byReader || (status === "idle" && pages <= MAX_PREFETCHED_PAGES);
}

// The articles of the newsroom's cards, which are not recommended again.
export const cardArticles = ({ focus, special }) =>
  [...focus, ...special]
    .map(({ url }) => url?.match(/^\/articles\/([^?#]+)/)?.[1])
    .filter(Boolean)
    .map(decodeURIComponent);
