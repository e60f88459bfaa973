// Fold of a long text: where it is cut and which share of it is hidden, by the rules of the app
// (src/features/article/fold.rs).

// The fold of `text`, an element whose children are its blocks: the index of the first hidden
// block and the hidden share in percent; null for a short text.
export function computeFold(text) {
  const viewport = innerHeight;
  const top = text.getBoundingClientRect().top;
  const children = [...text.children];
  const ends = children.map((child) => child.getBoundingClientRect().bottom - top);
  const total = ends.at(-1) ?? 0;
  if (total <= viewport * 1.5) return null;
  let last = ends.findIndex((end) => end >= viewport);
  while (last >= 0 && /^H[234]$/.test(children[last].tagName)) last -= 1;
  if (last < 0) return null;
  const hidden = (total - ends[last]) / total;
  if (hidden < 0.15) return null;
  return { from: last + 1, percent: Math.min(99, Math.max(1, Math.round(hidden * 100))) };
}

// Whether the reader has scrolled the page to block `index` of `text` or beyond.
export const hasScrolledTo = (text, index) =>
  scrollY > 0 && text.children[index].getBoundingClientRect().top < innerHeight;

// Hides the children of `text` from index `from` on; shows all for none. Find-in-page still finds
// them.
export function hideChildren(text, from = Infinity) {
  [...text.children].forEach((child, index) => {
    if (index >= from) child.setAttribute("hidden", "until-found");
    else child.removeAttribute("hidden");
  });
}

const openKey = (id) => `peer-open:${id}`;

export function wasOpened(id) {
  try {
    return sessionStorage.getItem(openKey(id)) !== null;
  } catch {
    return false;
  }
}

export function rememberOpened(id) {
  try {
    sessionStorage.setItem(openKey(id), "1");
  } catch {
    // Without storage the text is folded again at the next visit.
  }
}
