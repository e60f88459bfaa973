// Reading bar: the title and the progress, once the headline has left the viewport, until the text
// has left it too.

import { createEffect, createSignal, onCleanup, onMount } from "solid-js";
import {
  observeLeftAbove,
  onScrollOrResize,
  readingProgress,
  scrollToTop,
} from "../shared/observers.js";
import * as strings from "../shared/strings.js";

// `hidden` percent of the text are folded away.
export function ReadingBar(props) {
  const [hasBegun, setHasBegun] = createSignal(false);
  const [hasEnded, setHasEnded] = createSignal(false);
  const [percent, setPercent] = createSignal(0);
  const isShown = () => hasBegun() && !hasEnded();
  onMount(() => {
    onCleanup(observeLeftAbove(props.titleNode(), setHasBegun));
    onCleanup(observeLeftAbove(props.textNode(), setHasEnded));
  });
  createEffect(() => {
    if (!isShown()) return;
    const hidden = props.hidden;
    const measure = () => setPercent(readingProgress(props.textNode(), hidden));
    measure();
    onCleanup(onScrollOrResize(measure));
  });
  return (
    <div class="reading-bar" classList={{ "reading-bar-shown": isShown() }}>
      <button type="button" title={strings.TO_TOP} onClick={scrollToTop}>
        {strings.NOW_READING}
        <span class="reading-bar-title">{props.title}</span>
      </button>
      <progress max="100" value={percent()} aria-label={strings.PROGRESS} />
    </div>
  );
}
