// Breadcrumb and head of an article.

import { For, Show } from "solid-js";
import { channelPath, displayTime, headline } from "../shared/format.js";
import * as strings from "../shared/strings.js";
import { MaybeLink } from "./ui.jsx";

export function Breadcrumb(props) {
  const links = () => {
    const { channel, column } = props.section ?? {};
    return [
      ["/", strings.HOME],
      channel && [channelPath(channel.key), channel.name],
      column && [channelPath(channel.key, column.key), column.name],
    ].filter(Boolean);
  };
  return (
    <nav class="breadcrumb" aria-label={strings.BREADCRUMB}>
      <ol>
        <For each={links()}>
          {([href, name]) => (
            <li>
              <a href={href}>{name}</a>
              <span class="breadcrumb-mark" aria-hidden="true">
                {"> "}
              </span>
            </li>
          )}
        </For>
        <li aria-current="page">{strings.FULL_TEXT}</li>
      </ol>
    </nav>
  );
}

export function Headline(props) {
  return (
    <header class="article-head">
      <h1 ref={props.ref}>{headline(props.article)}</h1>
      <div class="meta">
        <div class="meta-words">
          <Show when={props.article.source}>
            <span class="meta-source">
              {strings.SOURCE}
              <MaybeLink {...props.article.source} />
            </span>
          </Show>
          <Time time={props.article.published} />
          <Show when={props.article.updated}>
            <span class="meta-updated">
              {strings.UPDATED} <Time time={props.article.updated} />
            </span>
          </Show>
          <Show when={props.article.authors?.length}>
            <span class="meta-author">
              {strings.AUTHOR}
              {props.article.authors.join(" ")}
            </span>
          </Show>
        </div>
        {props.children}
      </div>
    </header>
  );
}

export function Time(props) {
  return <time datetime={props.time}>{displayTime(props.time)}</time>;
}
