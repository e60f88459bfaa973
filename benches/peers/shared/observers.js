// Observers of intersection, width and scrolling; each returns the function that ends it.

// Calls `changed` with whether `element` is above the viewport.
export function observeLeftAbove(element, changed) {
  const observer = new IntersectionObserver((entries) => {
    const entry = entries.at(-1);
    changed(!entry.isIntersecting && entry.boundingClientRect.bottom <= 0);
  });
  observer.observe(element);
  return () => observer.disconnect();
}

// Calls `entered` when `element` comes within two viewport heights below the viewport.
export function observeNear(element, entered) {
  const observer = new IntersectionObserver(
    (entries) => entries.at(-1).isIntersecting && entered(),
    { rootMargin: "0px 0px 200%" },
  );
  observer.observe(element);
  return () => observer.disconnect();
}

// Calls `changed` now and whenever the width of `element` changes; a frame later, because a change
// of its height in the callback would be a loop.
export function observeWidth(element, changed) {
  let width;
  let frame;
  const observer = new ResizeObserver(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      const current = element.getBoundingClientRect().width;
      if (current !== width) changed();
      width = current;
    });
  });
  observer.observe(element);
  return () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
  };
}

// Calls `callback` on scrolling and resizing, at most once a frame.
export function onScrollOrResize(callback) {
  let frame = 0;
  const schedule = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      callback();
    });
  };
  addEventListener("scroll", schedule, { passive: true });
  addEventListener("resize", schedule);
  return () => {
    removeEventListener("scroll", schedule);
    removeEventListener("resize", schedule);
    cancelAnimationFrame(frame);
  };
}

// The share of `text` that has been read, in percent: what has passed the lower edge of the viewport,
// without the `hidden` percent that are folded away.
export function readingProgress(text, hidden) {
  const { top, height } = text.getBoundingClientRect();
  const percent = ((innerHeight - top) / Math.max(1, height)) * 100;
  const read = Math.floor(Math.min(100, Math.max(0, percent)));
  return Math.floor((read * (100 - hidden)) / 100);
}

// Scrolls to the top; smoothly unless the reader prefers reduced motion.
export function scrollToTop() {
  const isReduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
  scrollTo({ top: 0, behavior: isReduced ? "auto" : "smooth" });
}
