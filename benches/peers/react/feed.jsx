// Recommendations: an endless list, then a button.

import { memo, useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { getRecommended } from "../shared/api.js";
import { append, cardArticles, lengthOf, mayLoad, startList } from "../shared/feed.js";
import { articlePath, previewAlt } from "../shared/format.js";
import { observeNear } from "../shared/observers.js";
import * as strings from "../shared/strings.js";
import { Time } from "./headline.jsx";
import { Picture } from "./ui.jsx";

export function Feed({ articleId, first, site }) {
  const [list, setList] = useState(() => startList(first, cardArticles(site)));
  const endRef = useRef(null);

  async function load(byReader) {
    if (!mayLoad(list, byReader)) return;
    setList({ ...list, status: "loading" });
    try {
      const page = await getRecommended(articleId, list.next);
      setList((list) => append(list, page));
    } catch {
      setList((list) => ({ ...list, status: "failed" }));
    }
  }

  // Observing anew after each page notices an end that is still near.
  useEffect(() => observeNear(endRef.current, () => load(false)), [list]);

  const isBusy = list.status === "loading";
  const total = list.next ? -1 : lengthOf(list);
  let number = 1;
  return (
    <section className="feed" id="feed">
      <h2 id="feed-title" tabIndex={-1}>
        {strings.RECOMMENDED}
      </h2>
      <div className="feed-pages" role="feed" aria-labelledby="feed-title" aria-busy={isBusy}>
        {list.sections.map((items) => {
          const start = number;
          number += items.length;
          return <Section key={items[0].id} items={items} start={start} total={total} />;
        })}
      </div>
      <div className="feed-end" ref={endRef}>
        <p role="status">{statusOf(list)}</p>
        <a
          className="button feed-more"
          role="button"
          tabIndex={0}
          aria-disabled={isBusy || !list.next}
          onClick={() => load(true)}
          onKeyDown={({ key }) => (key === "Enter" || key === " ") && load(true)}
        >
          {list.status === "failed" ? strings.RETRY : strings.LOAD_MORE}
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

const Section = memo(function Section({ items, start, total }) {
  return (
    <div className="list-section">
      {items.map((item, index) => (
        <Card key={item.id} item={item} number={start + index} total={total} />
      ))}
    </div>
  );
});

function Card({ item, number, total }) {
  const label = `feed-${number}`;
  return (
    <article
      className="card"
      tabIndex={-1}
      aria-labelledby={label}
      aria-posinset={number}
      aria-setsize={total}
    >
      <Link className="card-link" to={articlePath(item.id)}>
        <div className="card-words">
          {item.title && <h3 id={label}>{item.title}</h3>}
          <p id={item.title ? undefined : label}>{item.excerpt}</p>
        </div>
        {item.picture && <Picture picture={item.picture} alt={previewAlt(item)} slot="list" />}
      </Link>
      <Time time={item.published} />
    </article>
  );
}
