// Aside: the newsroom's cards and a ranking.

import { For, Show } from "solid-js";
import { articlePath, compactCount, headline } from "../shared/format.js";
import * as strings from "../shared/strings.js";
import { ContentLink, Picture } from "./ui.jsx";

export function Aside(props) {
  return (
    <aside class="page-aside">
      <Cards title={strings.FOCUS} cards={props.site.focus} />
      <Cards title={strings.SPECIAL} cards={props.site.special} />
      <section class="aside-ranking">
        <h2>
          <a href="/ranking">{strings.RANKING}</a>
        </h2>
        <Show
          when={props.ranking.items.length}
          fallback={<p class="notice">{strings.NO_REACTIONS_YET}</p>}
        >
          <Ranking items={props.ranking.items.slice(0, 5)} />
        </Show>
      </section>
    </aside>
  );
}

function Cards(props) {
  return (
    <Show when={props.cards.length}>
      <section class="cards">
        <h2>{props.title}</h2>
        <ul>
          <For each={props.cards}>
            {(card) => (
              <li class="tile">
                <Tile {...card} />
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}

function Tile(props) {
  const content = () => (
    <>
      <Show when={props.picture}>
        <Picture picture={props.picture} alt="" slot="tile" />
      </Show>
      <span>{props.title}</span>
    </>
  );
  return (
    <Show when={props.url} fallback={<div>{content()}</div>}>
      <ContentLink url={props.url}>{content()}</ContentLink>
    </Show>
  );
}

function Ranking(props) {
  return (
    <ol class="ranking">
      <For each={props.items}>
        {(item) => (
          <li class="ranking-line">
            <ContentLink url={articlePath(item.id)}>{headline(item)}</ContentLink>
            <span class="ranking-count" aria-hidden="true">
              {compactCount(item.count)}
            </span>
            <span class="visually-hidden">{strings.moodCount("点赞", item.count)}</span>
          </li>
        )}
      </For>
    </ol>
  );
}
