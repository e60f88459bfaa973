// Header: its place while the page is scrolled, by the rules of the app
// (src/features/site/header_scroll.rs), and its row of channels.

import { onScrollOrResize } from "./observers.js";

// How far a reader scrolls up before the header is back, and down before it is away, in pixels.
const RETURN_DISTANCE = 40;
const LEAVE_DISTANCE = 16;

// Calls `changed` with the place of `header` whenever it changes: "" in the page, "away" above the
// viewport, or "back" at its top.
export function observePlace(header, changed) {
  let place = "";
  // The offset from which the distances count.
  let turn = 0;

  function next(y) {
    if (y <= 0) return "";
    if (place === "" && y > header.offsetHeight) return "away";
    if (place === "away" && turn - y >= RETURN_DISTANCE) return "back";
    if (place === "back" && y - turn >= LEAVE_DISTANCE) return "away";
    return place;
  }

  return onScrollOrResize(() => {
    const y = scrollY;
    const before = place;
    place = next(y);
    if (place !== before) {
      turn = y;
      changed(place);
    } else {
      turn = place === "back" ? Math.min(turn, y) : Math.max(turn, y);
    }
  });
}

// Scrolls the row of the channels, which is wider than a phone, to the current one.
export function centerCurrent(row) {
  const current = row?.querySelector("[aria-current]");
  if (!current) return;
  const [inner, outer] = [current, row].map((element) => element.getBoundingClientRect());
  row.scrollBy(inner.left - outer.left + (inner.width - outer.width) / 2, 0);
}
