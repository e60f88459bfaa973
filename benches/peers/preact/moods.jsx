// Moods of an article: optimistic updates, rolled back when the server rejects them.

import { useEffect, useState } from "preact/hooks";
import { getReaction, putReaction } from "../shared/api.js";
import { compactCount } from "../shared/format.js";
import * as icons from "../shared/icons.js";
import { choose, hasReacted, MOODS, percentage, rememberReaction } from "../shared/moods.js";
import * as strings from "../shared/strings.js";
import { MaybeLink } from "./ui.jsx";

export function Moods({ article, provider }) {
  const { id, counts } = article;
  const [confirmed, setConfirmed] = useState({ counts, mine: null });
  // What this reader wants while the server has not answered; undefined for nothing.
  const [desired, setDesired] = useState();
  // What came of the reader's latest choice; null before the first.
  const [outcome, setOutcome] = useState(null);
  const reaction = desired === undefined ? confirmed : choose(confirmed, desired);

  useEffect(() => {
    // If the request fails, the counts stay and a tap still works.
    if (hasReacted()) getReaction(id).then(setConfirmed, () => {});
  }, [id]);

  async function send(mood) {
    setDesired(mood);
    try {
      setConfirmed(await putReaction(id, mood));
      rememberReaction();
      setOutcome({ message: mood ? strings.MOOD_SAVED : strings.MOOD_WITHDRAWN });
    } catch {
      setOutcome({ message: strings.MOOD_FAILED, retry: () => send(mood) });
    }
    setDesired((latest) => (latest === mood ? undefined : latest));
  }

  function tap(mood) {
    setOutcome({});
    send(reaction.mine === mood ? null : mood);
  }

  return (
    <section class="moods" id="moods" aria-labelledby="moods-title">
      <h2 id="moods-title">{strings.YOUR_MOOD}</h2>
      <p class="moods-links">
        <a href="/ranking">{strings.RANKING}</a>
        {provider && (
          <span class="moods-provider">
            <MaybeLink {...provider} />
          </span>
        )}
      </p>
      <ul class="moods-list">
        {MOODS.map(([mood, name]) => (
          <li key={mood}>
            <MoodButton
              mood={mood}
              name={name}
              reaction={reaction}
              isFresh={outcome !== null && reaction.mine === mood}
              onTap={() => tap(mood)}
            />
          </li>
        ))}
      </ul>
      <div class="moods-status" role="status">
        {outcome?.message && <span>{outcome.message}</span>}
        {outcome?.retry && (
          <button type="button" class="button" onClick={outcome.retry}>
            {strings.RETRY}
          </button>
        )}
      </div>
    </section>
  );
}

function MoodButton({ mood, name, reaction, isFresh, onTap }) {
  const height = percentage(reaction.counts, mood);
  return (
    <button
      type="button"
      class={isFresh ? "mood mood-fresh" : "mood"}
      aria-pressed={reaction.mine === mood}
      onClick={onTap}
    >
      <span class="mood-picture">
        <svg
          class="mood-share"
          viewBox="0 0 1 100"
          preserveAspectRatio="none"
          aria-hidden="true"
          focusable="false"
        >
          <rect width="1" height={height} y={100 - height} />
        </svg>
        <svg class="mood-face" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
          <path d={icons.MOODS[mood]} />
        </svg>
      </span>
      <span class="mood-name">{name}</span>
      <span class="mood-count">{compactCount(reaction.counts[mood])}</span>
    </button>
  );
}
