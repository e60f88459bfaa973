// Aside: the newsroom's cards and a ranking.

import { articlePath, compactCount, headline } from "../shared/format.js";
import * as strings from "../shared/strings.js";
import { ContentLink, Picture } from "./ui.jsx";

export function Aside({ site, ranking }) {
  return (
    <aside className="page-aside">
      <Cards title={strings.FOCUS} cards={site.focus} />
      <Cards title={strings.SPECIAL} cards={site.special} />
      <section className="aside-ranking">
        <h2>
          <a href="/ranking">{strings.RANKING}</a>
        </h2>
        {ranking.items.length > 0 ? (
          <Ranking items={ranking.items.slice(0, 5)} />
        ) : (
          <p className="notice">{strings.NO_REACTIONS_YET}</p>
        )}
      </section>
    </aside>
  );
}

function Cards({ title, cards }) {
  if (cards.length === 0) return null;
  return (
    <section className="cards">
      <h2>{title}</h2>
      <ul>
        {cards.map((card) => (
          <li key={card.title} className="tile">
            <Tile {...card} />
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

function Ranking({ items }) {
  return (
    <ol className="ranking">
      {items.map(({ count, ...preview }) => (
        <li key={preview.id} className="ranking-line">
          <ContentLink url={articlePath(preview.id)}>{headline(preview)}</ContentLink>
          <span className="ranking-count" aria-hidden="true">
            {compactCount(count)}
          </span>
          <span className="visually-hidden">{strings.moodCount("点赞", count)}</span>
        </li>
      ))}
    </ol>
  );
}
