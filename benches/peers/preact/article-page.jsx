// Article page, composed in reading order.

import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { Aside } from "../parts/aside.jsx";
import { Breadcrumb } from "../parts/headline.jsx";
import { knownPage, openPage } from "../shared/api.js";
import { chooseNext } from "../shared/feed.js";
import { headline } from "../shared/headline.js";
import { Body, useFold } from "./body.jsx";
import { SiteContext } from "./context.js";
import { Feed } from "./feed.jsx";
import { Headline } from "./headline.jsx";
import { Moods } from "./moods.jsx";
import { ReadingBar } from "./reading-bar.jsx";
import { Share, ShareButton, ShareFoot } from "./share.jsx";
import { Tools } from "./tools.jsx";
import { LoadFailed, Skeleton } from "./ui.jsx";
import { UpNext } from "./up-next.jsx";

// `onSection` is told the section of the article.
export function ArticleRoute({ params: { id }, onSection }) {
  // Another article gets another state.
  return <ArticlePage key={id} id={id} onSection={onSection} />;
}

function ArticlePage({ id, onSection }) {
  const site = useContext(SiteContext);
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

  useEffect(() => {
    if (!page) return;
    document.title = `${headline(page.article)} - ${site.name}`;
    onSection(page.article.section);
  }, [page]);

  if (hasFailed) return <LoadFailed onRetry={() => setAttempt(attempt + 1)} />;
  if (!page) return <Skeleton />;
  return <Page {...page} site={site} />;
}

function Page({ site, article, recommended, ranking }) {
  const next = chooseNext(recommended, site);
  const titleRef = useRef(null);
  const textRef = useRef(null);
  const [fold, unfold, open] = useFold(article.id, textRef);
  return (
    <Share article={article}>
      <ReadingBar
        title={headline(article)}
        titleRef={titleRef}
        textRef={textRef}
        hidden={fold?.percent ?? 0}
      />
      <div class="page page-with-aside">
        <div class="page-main">
          <Tools article={article} />
          <Breadcrumb section={article.section} />
          <article>
            <Headline article={article} titleRef={titleRef}>
              <ShareButton />
            </Headline>
            <Body
              article={article}
              textRef={textRef}
              fold={fold}
              onUnfold={unfold}
              onPlace={open}
            />
          </article>
          <div>
            <Moods article={article} provider={site.provider} />
          </div>
          <div>{next && <UpNext next={next} />}</div>
          <ShareFoot />
        </div>
        <Aside site={site} ranking={ranking} articleId={article.id} />
        <div class="page-more">
          <Feed articleId={article.id} first={recommended} site={site} next={next} />
        </div>
      </div>
    </Share>
  );
}
