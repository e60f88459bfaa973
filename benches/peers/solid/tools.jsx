// Tools above an article: reading aloud, by code that is loaded when it is first used, and settings.

import { createSignal, onMount } from "solid-js";
import { bodyText } from "../shared/article.js";
import * as strings from "../shared/strings.js";

export function Tools(props) {
  // Not before there is a program.
  const [isReady, setIsReady] = createSignal(false);
  onMount(() => setIsReady(true));
  async function speak() {
    const { toggleSpeech } = await import("../shared/speech.js");
    toggleSpeech(bodyText(props.article));
  }
  return (
    <div class="article-tools">
      <button type="button" class="speech-button" disabled={!isReady()} onClick={speak}>
        {strings.SPEECH}
      </button>
      <a class="site-tool" href="/settings" aria-label={strings.SETTINGS_LABEL}>
        {strings.SETTINGS_MARK}
      </a>
    </div>
  );
}
