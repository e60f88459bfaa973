// Recommendations: an endless list, then a button.

import { A } from "@solidjs/router";
import { createEffect, createSignal, For, on, onCleanup, Show, useContext } from "solid-js";
import { getRecommended } from "../shared/api.js";
import * as feed from "../shared/feed.js";
import { articlePath, previewAlt } from "../shared/format.js";
import { observeNear } from "../shared/observers.js";
import * as strings from "../shared/strings.js";
import { displayTime, observeNow, relativeTime } from "../shared/times.js";
import { NowContext } from "./context.js";
import { Picture } from "./ui.jsx";

export function Feed(props) {
  const [list, setList] = createSignal(feed.startList(props.first, props.site, props.next));
  const [now, setNow] = createSignal();
  let end;

  async function load(byReader) {
    const requested = feed.requestNext(list(), byReader);
    if (!requested) return;
    setList(requested);
    try {
      const page = await getRecommended(props.articleId, requested.next);
      setList((list) => feed.append(list, page));
    } catch {
      setList((list) => ({ ...list, status: "failed" }));
    }
  }

  // Observing anew after each page notices an end that is still near.
  createEffect(() => {
    list();
    onCleanup(observeNear(end, () => load(false)));
  });
  // New cards show their time as of now.
  createEffect(
    on(
      () => list().sections,
      () => onCleanup(observeNow(setNow)),
    ),
  );

  const total = () => feed.setSize(list());
  const start = (index) => 1 + feed.lengthOf({ sections: list().sections.slice(0, index) });
  return (
    <section class="feed" id="feed">
      <h2 id="feed-title" tabindex="-1">
        {strings.RECOMMENDED}
      </h2>
      <div
        class="feed-pages"
        role="feed"
        aria-labelledby="feed-title"
        aria-busy={feed.isBusy(list())}
      >
        <NowContext.Provider value={now}>
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
        </NowContext.Provider>
      </div>
      <div class="feed-end" ref={end}>
        <p class="feed-status" role="status" tabindex="-1">
          {feed.statusOf(list())}
        </p>
        <MoreButton list={list()} onMore={() => load(true)} />
        <div hidden={Boolean(list().next)}>
          <nav class="onward" aria-label={strings.ONWARD}>
            <For each={feed.ONWARD}>{([href, name]) => <a href={href}>{name}</a>}</For>
          </nav>
        </div>
      </div>
    </section>
  );
}

// Without the program it is a link to the next page.
function MoreButton(props) {
  function load(event) {
    event.preventDefault();
    props.onMore();
  }
  return (
    <a
      class="button feed-more"
      role="button"
      tabindex="0"
      href={feed.nextUrl(props.list)}
      rel={props.list.next ? "next" : undefined}
      hidden={!props.list.next}
      aria-disabled={props.list.status === "awaited"}
      onClick={load}
      onKeyDown={(event) => event.key === " " && load(event)}
    >
      {feed.buttonOf(props.list)}
    </a>
  );
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
          <span class="preview-meta">
            <Show when={props.item.channel}>
              <span class="preview-channel">{props.item.channel.name}</span>
            </Show>
            <Show when={props.item.source}>
              <span>{props.item.source}</span>
            </Show>
            <RelativeTime time={props.item.published} />
          </span>
        </div>
        <Show when={props.item.picture}>
          <Picture picture={props.item.picture} alt={previewAlt(props.item)} slot="list" />
        </Show>
      </A>
    </article>
  );
}

// Absolute until the page is hydrated: a server does not know the reader's clock.
export function RelativeTime(props) {
  const now = useContext(NowContext);
  const absolute = () => displayTime(props.time);
  const shown = () => (now() ? relativeTime(props.time, now()) : absolute());
  return (
    <time datetime={props.time} title={shown() === absolute() ? undefined : absolute()}>
      {shown()}
    </time>
  );
}
