// Breadcrumb, title and meta line of an article.

import { MaybeLink } from "@peer/ui.jsx";
import { authorLinks } from "../shared/article.js";
import { channelPath, readingTime } from "../shared/format.js";
import { clauses, headline } from "../shared/headline.js";
import * as strings from "../shared/strings.js";
import { displayTime } from "../shared/times.js";

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

// The title of an article, in its language if that is not the page's.
export function Title({ article }) {
  const pieces = <Clauses pieces={clauses(headline(article))} />;
  return article.language ? <span lang={article.language}>{pieces}</span> : pieces;
}

// Lines break between the pieces first.
function Clauses({ pieces }) {
  return pieces.map((piece, index) =>
    typeof piece === "string" ? (
      piece
    ) : (
      <span key={index}>
        <Clauses pieces={piece} />
      </span>
    ),
  );
}

export function Meta({ article }) {
  const { source, published, updated } = article;
  const authors = authorLinks(article);
  const length = readingTime(article);
  return (
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
      {authors.length > 0 && (
        <span class="meta-author">
          {strings.AUTHOR}
          {authors.flatMap(({ name, url }) => [
            <a key={name} href={url}>
              {name}
            </a>,
            " ",
          ])}
        </span>
      )}
      {length && <span class="meta-length">{length}</span>}
    </div>
  );
}

function Time({ time }) {
  return <time datetime={time}>{displayTime(time)}</time>;
}
