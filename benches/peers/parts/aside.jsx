// Aside: the newsroom's cards and a ranking.

import { tilesOf } from "../shared/cards.js";
import { articlePath, compactCount } from "../shared/format.js";
import { headline } from "../shared/headline.js";
import * as strings from "../shared/strings.js";
import { ContentLink, Picture } from "@peer/ui.jsx";

// No card recommends the article of the page, and the ranking does not link to it.
export function Aside({ site, ranking, articleId }) {
  return (
    <aside class="page-aside">
      <Cards title={strings.FOCUS} tiles={tilesOf(site.focus, articleId)} />
      <Cards title={strings.SPECIAL} tiles={tilesOf(site.special, articleId)} />
      <section class="aside-ranking">
        <h2>
          <a href="/ranking">{strings.RANKING}</a>
        </h2>
        {ranking.items.length > 0 ? (
          <Ranking items={ranking.items.slice(0, 5)} articleId={articleId} />
        ) : (
          <p class="notice">{strings.NO_REACTIONS_YET}</p>
        )}
      </section>
    </aside>
  );
}

function Cards({ title, tiles }) {
  if (tiles.length === 0) return null;
  return (
    <section class="cards">
      <h2>{title}</h2>
      <ul>
        {tiles.map((tile) => (
          <li key={tile.title} class={tile.isWide ? "tile tile-wide" : "tile"}>
            <Tile {...tile} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Tile({ title, url, picture }) {
  const content = (
    <>
      {picture && <Picture picture={picture} alt="" slot="tile" />}
      <span>{title}</span>
    </>
  );
  return url ? <ContentLink url={url}>{content}</ContentLink> : <div>{content}</div>;
}

function Ranking({ items, articleId }) {
  return (
    <ol class="ranking">
      {items.map(({ count, ...preview }) => (
        <li key={preview.id} class="ranking-line">
          {preview.id === articleId ? (
            <span class="ranking-name" aria-current="page">
              {headline(preview)}
            </span>
          ) : (
            <ContentLink class="ranking-name" url={articlePath(preview.id)}>
              {headline(preview)}
            </ContentLink>
          )}
          <span class="ranking-count" aria-hidden="true">
            {compactCount(count)}
          </span>
          <span class="visually-hidden">{strings.moodCount("点赞", count)}</span>
        </li>
      ))}
    </ol>
  );
}
