// Reading bar: the title and the progress, once the headline has left the viewport, until the text
// has left it too.

import { useEffect, useState } from "preact/hooks";
import {
  observeLeftAbove,
  onScrollOrResize,
  readingProgress,
  scrollToTop,
} from "../shared/observers.js";
import * as strings from "../shared/strings.js";

// `hidden` percent of the text are folded away.
export function ReadingBar({ title, titleRef, textRef, hidden }) {
  const [hasBegun, setHasBegun] = useState(false);
  const [hasEnded, setHasEnded] = useState(false);
  const [percent, setPercent] = useState(0);
  const isShown = hasBegun && !hasEnded;
  useEffect(() => observeLeftAbove(titleRef.current, setHasBegun), []);
  useEffect(() => observeLeftAbove(textRef.current, setHasEnded), []);
  useEffect(() => {
    if (!isShown) return;
    // Read now: the text may leave the document before this effect ends.
    const text = textRef.current;
    const measure = () => setPercent(readingProgress(text, hidden));
    measure();
    return onScrollOrResize(measure);
  }, [isShown, hidden]);
  return (
    <div class={isShown ? "reading-bar reading-bar-shown" : "reading-bar"}>
      <button type="button" title={strings.TO_TOP} onClick={scrollToTop}>
        {strings.NOW_READING}
        <span class="reading-bar-title">{title}</span>
      </button>
      <progress max="100" value={percent} aria-label={strings.PROGRESS} />
    </div>
  );
}
