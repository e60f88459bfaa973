// Fold of a long text on a phone: where it is cut and which share of it is hidden, by the rules of
// the app (src/features/article/fold.rs).

const SCREENS = "(max-width: 39.99rem) and (min-height: 35rem)";
const MIN_TEXT_VIEWPORTS = 3;
const MIN_HIDDEN_SHARE = 0.15;

// The fold of `text`, an element whose children are its blocks: the index of the first hidden
// block and the hidden share in percent; null for a short text.
export function computeFold(text) {
  if (!matchMedia(SCREENS).matches) return null;
  const viewport = innerHeight;
  const top = text.getBoundingClientRect().top;
  const children = [...text.children];
  const ends = children.map((child) => child.getBoundingClientRect().bottom - top);
  const total = ends.at(-1) ?? 0;
  if (total <= viewport * MIN_TEXT_VIEWPORTS) return null;
  let last = ends.findIndex((end) => end >= viewport);
  while (last >= 0 && /^H[234]$/.test(children[last].tagName)) last -= 1;
  if (last < 0) return null;
  const hidden = (total - ends[last]) / total;
  if (hidden < MIN_HIDDEN_SHARE) return null;
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

// Moves the focus of a keyboard to child `index` of `text`, where the hidden part began.
export function focusChild(text, index) {
  text.children[index].tabIndex = -1;
  text.children[index].focus();
}

// Whether a click in a text follows a link to a place in it, which may be folded away.
export const leadsToPlace = ({ target }) => target.closest("a[href^='#']") !== null;

const openKey = (id) => `peer-open:${id}`;

// Whether the text stays open: the reader has opened it before, or the address names a part of it
// that this browser could not reveal.
export function staysOpen(id) {
  if (location.hash && !("onbeforematch" in document)) return true;
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
