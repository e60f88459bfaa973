// Reading bar: the title and the progress, once the headline has left the viewport.

import { useEffect, useState } from "react";
import { observeLeftAbove, onScrollOrResize, readingProgress } from "../shared/observers.js";
import * as strings from "../shared/strings.js";

export function ReadingBar({ title, titleRef, textRef }) {
  const [isShown, setIsShown] = useState(false);
  const [percent, setPercent] = useState(0);
  useEffect(() => observeLeftAbove(titleRef.current, setIsShown), []);
  useEffect(() => {
    if (!isShown) return;
    // Read now: the text may leave the document before this effect ends.
    const text = textRef.current;
    const measure = () => setPercent(readingProgress(text));
    measure();
    return onScrollOrResize(measure);
  }, [isShown]);
  return (
    <div className={isShown ? "reading-bar reading-bar-shown" : "reading-bar"}>
      <button type="button" title={strings.TO_TOP} onClick={() => scrollTo(0, 0)}>
        {strings.NOW_READING}
        <span className="reading-bar-title">{title}</span>
      </button>
      <progress max="100" value={percent} aria-label={strings.PROGRESS} />
    </div>
  );
}
