// Recommendations: an endless list, then a button.

import { A } from "@solidjs/router";
import { createEffect, createSignal, For, onCleanup, Show } from "solid-js";
import { getRecommended } from "../shared/api.js";
import { append, cardArticles, lengthOf, mayLoad, startList } from "../shared/feed.js";
import { articlePath, previewAlt } from "../shared/format.js";
import { observeNear } from "../shared/observers.js";
import * as strings from "../shared/strings.js";
import { Time } from "./headline.jsx";
import { Picture } from "./ui.jsx";

export function Feed(props) {
  const [list, setList] = createSignal(startList(props.first, cardArticles(props.site)));
  let end;

  async function load(byReader) {
    if (!mayLoad(list(), byReader)) return;
    setList({ ...list(), status: "loading" });
    try {
      const page = await getRecommended(props.articleId, list().next);
      setList((list) => append(list, page));
    } catch {
      setList((list) => ({ ...list, status: "failed" }));
    }
  }

  // Observing anew after each page notices an end that is still near.
  createEffect(() => {
    list();
    onCleanup(observeNear(end, () => load(false)));
  });

  const isBusy = () => list().status === "loading";
  const total = () => (list().next ? -1 : lengthOf(list()));
  const start = (index) => 1 + lengthOf({ sections: list().sections.slice(0, index) });
  return (
    <section class="feed" id="feed">
      <h2 id="feed-title" tabindex="-1">
        {strings.RECOMMENDED}
      </h2>
      <div class="feed-pages" role="feed" aria-labelledby="feed-title" aria-busy={isBusy()}>
        <For each={list().sections}>
          {(items, section) => (
            <div class="list-section">
              <For each={items}>
                {(item, index) => (
                  <Card item={item} number={start(section()) + index()} total={total()} />
                )}
              </For>
            </div>
          )}
        </For>
      </div>
      <div class="feed-end" ref={end}>
        <p role="status">{statusOf(list())}</p>
        <a
          class="button feed-more"
          role="button"
          tabindex="0"
          aria-disabled={isBusy() || !list().next}
          onClick={() => load(true)}
          onKeyDown={({ key }) => (key === "Enter" || key === " ") && load(true)}
        >
          {list().status === "failed" ? strings.RETRY : strings.LOAD_MORE}
        </a>
      </div>
    </section>
  );
}

function statusOf(list) {
  if (list.status === "failed") return strings.LOAD_FAILED;
  if (!list.next) return strings.NO_MORE;
  return list.sections.length > 1 ? strings.shownCount(lengthOf(list)) : "";
}

function Card(props) {
  const label = () => `feed-${props.number}`;
  return (
    <article
      class="card"
      tabindex="-1"
      aria-labelledby={label()}
      aria-posinset={props.number}
      aria-setsize={props.total}
    >
      <A class="card-link" href={articlePath(props.item.id)}>
        <div class="card-words">
          <Show when={props.item.title}>
            <h3 id={label()}>{props.item.title}</h3>
          </Show>
          <p id={props.item.title ? undefined : label()}>{props.item.excerpt}</p>
        </div>
        <Show when={props.item.picture}>
          <Picture picture={props.item.picture} alt={previewAlt(props.item)} slot="list" />
        </Show>
      </A>
      <Time time={props.item.published} />
    </article>
  );
}
