// Recommendations: an endless list, then a button.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
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
    <section class="feed" id="feed">
      <h2 id="feed-title" tabindex="-1">
        {strings.RECOMMENDED}
      </h2>
      <div class="feed-pages" role="feed" aria-labelledby="feed-title" aria-busy={isBusy}>
        {list.sections.map((items) => {
          const start = number;
          number += items.length;
          return <Section key={items[0].id} items={items} start={start} total={total} />;
        })}
      </div>
      <div class="feed-end" ref={endRef}>
        <p role="status">{statusOf(list)}</p>
        <a
          class="button feed-more"
          role="button"
          tabindex="0"
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

function Section({ items, start, total }) {
  // The same nodes again while nothing changes: they are not compared.
  return useMemo(
    () => (
      <div class="list-section">
        {items.map((item, index) => (
          <Card key={item.id} item={item} number={start + index} total={total} />
        ))}
      </div>
    ),
    [items, start, total],
  );
}

function Card({ item, number, total }) {
  const label = `feed-${number}`;
  return (
    <article
      class="card"
      tabindex="-1"
      aria-labelledby={label}
      aria-posinset={number}
      aria-setsize={total}
    >
      <a class="card-link" href={articlePath(item.id)}>
        <div class="card-words">
          {item.title && <h3 id={label}>{item.title}</h3>}
          <p id={item.title ? undefined : label}>{item.excerpt}</p>
        </div>
        {item.picture && <Picture picture={item.picture} alt={previewAlt(item)} slot="list" />}
      </a>
      <Time time={item.published} />
    </article>
  );
}
