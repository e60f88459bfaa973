// Article page, composed in reading order.

import { use, useEffect, useRef, useState } from "react";
import { useNavigationType, useParams } from "react-router";
import { knownPage, openPage } from "../shared/api.js";
import { headline } from "../shared/format.js";
import { Aside } from "./aside.jsx";
import { Body } from "./body.jsx";
import { SiteContext } from "./context.js";
import { Feed } from "./feed.jsx";
import { Breadcrumb, Headline } from "./headline.jsx";
import { Moods } from "./moods.jsx";
import { ReadingBar } from "./reading-bar.jsx";
import { Share, ShareButton, ShareFoot } from "./share.jsx";
import { LoadFailed, Skeleton } from "./ui.jsx";

export function ArticleRoute() {
  const { id } = useParams();
  const navigationType = useNavigationType();
  useEffect(() => {
    // After Back, the browser restores the scroll position.
    if (navigationType === "PUSH") scrollTo(0, 0);
  }, [id]);
  // Another article gets another state.
  return <ArticlePage key={id} id={id} />;
}

function ArticlePage({ id }) {
  const site = use(SiteContext);
  const [page, setPage] = useState(() => knownPage(id));
  const [hasFailed, setHasFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    if (page) return;
    let isCurrent = true;
    setHasFailed(false);
    openPage(id).then(
      (page) => isCurrent && setPage(page),
      () => isCurrent && setHasFailed(true),
    );
    return () => {
      isCurrent = false;
    };
  }, [attempt]);

  const title = page && headline(page.article);
  useEffect(() => {
    if (title) document.title = `${title} - ${site.name}`;
  }, [title]);

  if (hasFailed) return <LoadFailed onRetry={() => setAttempt(attempt + 1)} />;
  if (!page) return <Skeleton />;
  return <Page {...page} title={title} site={site} />;
}

function Page({ site, article, title, recommended, ranking }) {
  const titleRef = useRef(null);
  const textRef = useRef(null);
  return (
    <Share article={article}>
      <ReadingBar title={title} titleRef={titleRef} textRef={textRef} />
      <div className="page page-with-aside">
        <div className="page-main">
          <Breadcrumb section={article.section} />
          <article>
            <Headline article={article} titleRef={titleRef}>
              <ShareButton />
            </Headline>
            <Body article={article} textRef={textRef} />
          </article>
          <div>
            <Moods article={article} provider={site.provider} />
          </div>
          <ShareFoot />
        </div>
        <Aside site={site} ranking={ranking} />
        <div className="page-more">
          <Feed articleId={article.id} first={recommended} site={site} />
        </div>
      </div>
    </Share>
  );
}
