// Breadcrumb and head of an article.

import { channelPath, displayTime, headline } from "../shared/format.js";
import * as strings from "../shared/strings.js";
import { MaybeLink } from "./ui.jsx";

export function Breadcrumb({ section }) {
  const { channel, column } = section ?? {};
  const links = [
    ["/", strings.HOME],
    channel && [channelPath(channel.key), channel.name],
    column && [channelPath(channel.key, column.key), column.name],
  ];
  return (
    <nav class="breadcrumb" aria-label={strings.BREADCRUMB}>
      <ol>
        {links.filter(Boolean).map(([href, name]) => (
          <li key={href}>
            <a href={href}>{name}</a>
            <span class="breadcrumb-mark" aria-hidden="true">
              {"> "}
            </span>
          </li>
        ))}
        <li aria-current="page">{strings.FULL_TEXT}</li>
      </ol>
    </nav>
  );
}

export function Headline({ article, titleRef, children }) {
  const { source, published, updated, authors } = article;
  return (
    <header class="article-head">
      <h1 ref={titleRef}>{headline(article)}</h1>
      <div class="meta">
        <div class="meta-words">
          {source && (
            <span class="meta-source">
              {strings.SOURCE}
              <MaybeLink {...source} />
            </span>
          )}
          <Time time={published} />
          {updated && (
            <span class="meta-updated">
              {strings.UPDATED} <Time time={updated} />
            </span>
          )}
          {authors?.length > 0 && (
            <span class="meta-author">
              {strings.AUTHOR}
              {authors.join(" ")}
            </span>
          )}
        </div>
        {children}
      </div>
    </header>
  );
}

export function Time({ time }) {
  return <time datetime={time}>{displayTime(time)}</time>;
}
