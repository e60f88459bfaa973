// Moods of an article: optimistic updates, rolled back when the server rejects them.

import { createSignal, For, onMount, Show } from "solid-js";
import { getReaction, putReaction } from "../shared/api.js";
import { compactCount } from "../shared/format.js";
import * as icons from "../shared/icons.js";
import { choose, hasReacted, MOODS, percentage, rememberReaction } from "../shared/moods.js";
import * as strings from "../shared/strings.js";
import { MaybeLink } from "./ui.jsx";

export function Moods(props) {
  const [confirmed, setConfirmed] = createSignal({ counts: props.article.counts, mine: null });
  // What this reader wants while the server has not answered; undefined for nothing.
  const [desired, setDesired] = createSignal();
  // What came of the reader's latest choice; null before the first.
  const [outcome, setOutcome] = createSignal(null);
  const reaction = () => (desired() === undefined ? confirmed() : choose(confirmed(), desired()));

  onMount(() => {
    // If the request fails, the counts stay and a tap still works.
    if (hasReacted()) getReaction(props.article.id).then(setConfirmed, () => {});
  });

  async function send(mood) {
    setDesired(mood);
    try {
      setConfirmed(await putReaction(props.article.id, mood));
      rememberReaction();
      setOutcome({ message: mood ? strings.MOOD_SAVED : strings.MOOD_WITHDRAWN });
    } catch {
      setOutcome({ message: strings.MOOD_FAILED, retry: () => send(mood) });
    }
    setDesired((latest) => (latest === mood ? undefined : latest));
  }

  function tap(mood) {
    setOutcome({});
    send(reaction().mine === mood ? null : mood);
  }

  return (
    <section class="moods" id="moods" aria-labelledby="moods-title">
      <h2 id="moods-title">{strings.YOUR_MOOD}</h2>
      <p class="moods-links">
        <a href="/ranking">{strings.RANKING}</a>
        <Show when={props.provider}>
          <span class="moods-provider">
            <MaybeLink {...props.provider} />
          </span>
        </Show>
      </p>
      <ul class="moods-list">
        <For each={MOODS}>
          {([mood, name]) => (
            <li>
              <MoodButton
                mood={mood}
                name={name}
                reaction={reaction()}
                isFresh={outcome() !== null && reaction().mine === mood}
                onTap={() => tap(mood)}
              />
            </li>
          )}
        </For>
      </ul>
      <div class="moods-status" role="status">
        <Show when={outcome()?.message}>
          <span>{outcome().message}</span>
        </Show>
        <Show when={outcome()?.retry}>
          <button type="button" class="button" onClick={() => outcome().retry()}>
            {strings.RETRY}
          </button>
        </Show>
      </div>
    </section>
  );
}

function MoodButton(props) {
  const height = () => percentage(props.reaction.counts, props.mood);
  return (
    <button
      type="button"
      class="mood"
      classList={{ "mood-fresh": props.isFresh }}
      aria-pressed={props.reaction.mine === props.mood}
      onClick={() => props.onTap()}
    >
      <span class="mood-picture">
        <svg
          class="mood-share"
          viewBox="0 0 1 100"
          preserveAspectRatio="none"
          aria-hidden="true"
          focusable="false"
        >
          <rect width="1" height={height()} y={100 - height()} />
        </svg>
        <svg class="mood-face" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
          <path d={icons.MOODS[props.mood]} />
        </svg>
      </span>
      <span class="mood-name">{props.name}</span>
      <span class="mood-count">{compactCount(props.reaction.counts[props.mood])}</span>
    </button>
  );
}
