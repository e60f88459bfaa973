// Moods of an article: optimistic updates, rolled back when the server rejects them.

import { startTransition, useEffect, useOptimistic, useState } from "react";
import { getReaction, putReaction } from "../shared/api.js";
import { compactCount } from "../shared/format.js";
import * as icons from "../shared/icons.js";
import { choose, hasReacted, MOODS, percentage, rememberReaction } from "../shared/moods.js";
import * as strings from "../shared/strings.js";
import { MaybeLink } from "./ui.jsx";

export function Moods({ article, provider }) {
  const { id, counts } = article;
  const [confirmed, setConfirmed] = useState({ counts, mine: null });
  const [reaction, setOptimistic] = useOptimistic(confirmed, choose);
  // What came of the reader's latest choice; null before the first.
  const [outcome, setOutcome] = useState(null);

  useEffect(() => {
    // If the request fails, the counts stay and a tap still works.
    if (hasReacted()) getReaction(id).then(setConfirmed, () => {});
  }, [id]);

  function send(desired) {
    startTransition(async () => {
      setOptimistic(desired);
      try {
        const response = await putReaction(id, desired);
        rememberReaction();
        startTransition(() => {
          setConfirmed(response);
          setOutcome({ message: desired ? strings.MOOD_SAVED : strings.MOOD_WITHDRAWN });
        });
      } catch {
        startTransition(() =>
          setOutcome({ message: strings.MOOD_FAILED, retry: () => send(desired) }),
        );
      }
    });
  }

  function tap(mood) {
    setOutcome({});
    send(reaction.mine === mood ? null : mood);
  }

  return (
    <section className="moods" id="moods" aria-labelledby="moods-title">
      <h2 id="moods-title">{strings.YOUR_MOOD}</h2>
      <p className="moods-links">
        <a href="/ranking">{strings.RANKING}</a>
        {provider && (
          <span className="moods-provider">
            <MaybeLink {...provider} />
          </span>
        )}
      </p>
      <ul className="moods-list">
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
      <div className="moods-status" role="status">
        {outcome?.message && <span>{outcome.message}</span>}
        {outcome?.retry && (
          <button type="button" className="button" onClick={outcome.retry}>
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
      className={isFresh ? "mood mood-fresh" : "mood"}
      aria-pressed={reaction.mine === mood}
      onClick={onTap}
    >
      <span className="mood-picture">
        <svg
          className="mood-share"
          viewBox="0 0 1 100"
          preserveAspectRatio="none"
          aria-hidden="true"
          focusable="false"
        >
          <rect width="1" height={height} y={100 - height} />
        </svg>
        <svg className="mood-face" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
          <path d={icons.MOODS[mood]} />
        </svg>
      </span>
      <span className="mood-name">{name}</span>
      <span className="mood-count">{compactCount(reaction.counts[mood])}</span>
    </button>
  );
}
