// Reading bar: the title and the progress, once the headline has left the viewport.

import { createEffect, createSignal, onCleanup, onMount } from "solid-js";
import { observeLeftAbove, onScrollOrResize, readingProgress } from "../shared/observers.js";
import * as strings from "../shared/strings.js";

export function ReadingBar(props) {
  const [isShown, setIsShown] = createSignal(false);
  const [percent, setPercent] = createSignal(0);
  onMount(() => onCleanup(observeLeftAbove(props.titleNode(), setIsShown)));
  createEffect(() => {
    if (!isShown()) return;
    const measure = () => setPercent(readingProgress(props.textNode()));
    measure();
    onCleanup(onScrollOrResize(measure));
  });
  return (
    <div class="reading-bar" classList={{ "reading-bar-shown": isShown() }}>
      <button type="button" title={strings.TO_TOP} onClick={() => scrollTo(0, 0)}>
        {strings.NOW_READING}
        <span class="reading-bar-title">{props.title}</span>
      </button>
      <progress max="100" value={percent()} aria-label={strings.PROGRESS} />
    </div>
  );
}
