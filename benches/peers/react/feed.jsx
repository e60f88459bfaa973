// Recommendations: an endless list, then a button.

import { memo, use, useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { getRecommended } from "../shared/api.js";
import * as feed from "../shared/feed.js";
import { articlePath, previewAlt } from "../shared/format.js";
import { observeNear } from "../shared/observers.js";
import * as strings from "../shared/strings.js";
import { displayTime, observeNow, relativeTime } from "../shared/times.js";
import { NowContext } from "./context.js";
import { Picture } from "./ui.jsx";

export function Feed({ articleId, first, site, next }) {
  const [list, setList] = useState(() => feed.startList(first, site, next));
  const [now, setNow] = useState(null);
  const endRef = useRef(null);

  async function load(byReader) {
    const requested = feed.requestNext(list, byReader);
    if (!requested) return;
    setList(requested);
    try {
      const page = await getRecommended(articleId, list.next);
      setList((list) => feed.append(list, page));
    } catch {
      setList((list) => ({ ...list, status: "failed" }));
    }
  }

  // Observing anew after each page notices an end that is still near.
  useEffect(() => observeNear(endRef.current, () => load(false)), [list]);
  // New cards show their time as of now.
  useEffect(() => observeNow(setNow), [list.sections]);

  const total = feed.setSize(list);
  let number = 1;
  return (
    <section className="feed" id="feed">
      <h2 id="feed-title" tabIndex={-1}>
        {strings.RECOMMENDED}
      </h2>
      <div
        className="feed-pages"
        role="feed"
        aria-labelledby="feed-title"
        aria-busy={feed.isBusy(list)}
      >
        <NowContext value={now}>
          {list.sections.map((items) => {
            const start = number;
            number += items.length;
            return <Section key={items[0].id} items={items} start={start} total={total} />;
          })}
        </NowContext>
      </div>
      <div className="feed-end" ref={endRef}>
        <p className="feed-status" role="status" tabIndex={-1}>
          {feed.statusOf(list)}
        </p>
        <MoreButton list={list} onMore={() => load(true)} />
        <div hidden={Boolean(list.next)}>
          <nav className="onward" aria-label={strings.ONWARD}>
            {feed.ONWARD.map(([href, name]) => (
              <a key={href} href={href}>
                {name}
              </a>
            ))}
          </nav>
        </div>
      </div>
    </section>
  );
}

// Without the program it is a link to the next page.
function MoreButton({ list, onMore }) {
  function load(event) {
    event.preventDefault();
    onMore();
  }
  return (
    <a
      className="button feed-more"
      role="button"
      tabIndex={0}
      href={feed.nextUrl(list)}
      rel={list.next ? "next" : undefined}
      hidden={!list.next}
      aria-disabled={list.status === "awaited"}
      onClick={load}
      onKeyDown={(event) => event.key === " " && load(event)}
    >
      {feed.buttonOf(list)}
    </a>
  );
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
          <span className="preview-meta">
            {item.channel && <span className="preview-channel">{item.channel.name}</span>}
            {item.source && <span>{item.source}</span>}
            <RelativeTime time={item.published} />
          </span>
        </div>
        {item.picture && <Picture picture={item.picture} alt={previewAlt(item)} slot="list" />}
      </Link>
    </article>
  );
}

// Absolute until the page is hydrated: a server does not know the reader's clock.
export function RelativeTime({ time }) {
  const now = use(NowContext);
  const absolute = displayTime(time);
  const shown = now ? relativeTime(time, now) : absolute;
  return (
    <time dateTime={time} title={shown === absolute ? undefined : absolute}>
      {shown}
    </time>
  );
}
