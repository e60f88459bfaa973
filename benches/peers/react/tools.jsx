// Tools above an article: reading aloud, by code that is loaded when it is first used, and settings.

import { useEffect, useState } from "react";
import { bodyText } from "../shared/article.js";
import * as strings from "../shared/strings.js";

export function Tools({ article }) {
  // Not before there is a program.
  const [isReady, setIsReady] = useState(false);
  useEffect(() => setIsReady(true), []);
  async function speak() {
    const { toggleSpeech } = await import("../shared/speech.js");
    toggleSpeech(bodyText(article));
  }
  return (
    <div className="article-tools">
      <button type="button" className="speech-button" disabled={!isReady} onClick={speak}>
        {strings.SPEECH}
      </button>
      <a className="site-tool" href="/settings" aria-label={strings.SETTINGS_LABEL}>
        {strings.SETTINGS_MARK}
      </a>
    </div>
  );
}
