// What stands above and below the blocks of a text, in the same element.

import { contentsOf, linesBelow } from "../shared/article.js";
import * as strings from "../shared/strings.js";
import { displayDay } from "../shared/times.js";

// Corrections, standfirst and table of contents.
export function Above({ article }) {
  const { corrections = [], standfirst, excerpt, body } = article;
  const contents = contentsOf(body);
  return (
    <>
      {corrections.length > 0 && (
        <aside class="corrections" aria-label={strings.CORRECTIONS}>
          {corrections.map(({ date, text }) => (
            <p key={date}>
              <strong>{strings.CORRECTION}</strong>
              <time datetime={date}>{displayDay(date)}</time>
              {"\u3000"}
              {text}
            </p>
          ))}
        </aside>
      )}
      {standfirst && <p class="standfirst">{excerpt}</p>}
      {contents && (
        <nav class="toc" aria-label={strings.CONTENTS}>
          <details>
            <summary>{strings.CONTENTS}</summary>
            <ol>
              {contents.map(({ anchor, text, isSub }) => (
                <li key={anchor} class={isSub ? "sub" : undefined}>
                  <a href={`#${anchor}`}>{text}</a>
                </li>
              ))}
            </ol>
          </details>
        </nav>
      )}
    </>
  );
}

// Editor, tags, previous and next article.
export function Below({ article }) {
  return (
    <>
      {article.editor && <p class="editor">{strings.editor(article.editor)}</p>}
      {linesBelow(article).map(({ label, links }) => (
        <div key={label} class="tags">
          <span>{label}</span>
          {links.map(({ name, url }) => (
            <a key={url} href={url}>
              {name}
            </a>
          ))}
        </div>
      ))}
    </>
  );
}
