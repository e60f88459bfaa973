// Article page, composed in reading order.

import { useParams } from "@solidjs/router";
import { createEffect, createResource, Show, useContext } from "solid-js";
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
import { LoadFailed } from "./ui.jsx";

export function ArticleRoute() {
  const params = useParams();
  const [page, { refetch }] = createResource(() => params.id, openPage, {
    // The page of the document is there already, on the server and when it is hydrated.
    initialValue: knownPage(params.id),
    ssrLoadFrom: knownPage(params.id) ? "initial" : "server",
  });
  return (
    <Show when={!page.error} fallback={<LoadFailed onRetry={refetch} />}>
      {/* Another article gets another state. */}
      <Show when={page()} keyed>
        {(page) => <Page {...page} />}
      </Show>
    </Show>
  );
}

function Page({ article, recommended, ranking }) {
  const site = useContext(SiteContext);
  const title = headline(article);
  let titleNode;
  let textNode;
  createEffect(() => {
    document.title = `${title} - ${site.name}`;
  });
  return (
    <Share article={article}>
      <ReadingBar title={title} titleNode={() => titleNode} textNode={() => textNode} />
      <div class="page page-with-aside">
        <div class="page-main">
          <Breadcrumb section={article.section} />
          <article>
            <Headline article={article} ref={titleNode}>
              <ShareButton />
            </Headline>
            <Body article={article} ref={textNode} />
          </article>
          <div>
            <Moods article={article} provider={site.provider} />
          </div>
          <ShareFoot />
        </div>
        <Aside site={site} ranking={ranking} />
        <div class="page-more">
          <Feed articleId={article.id} first={recommended} site={site} />
        </div>
      </div>
    </Share>
  );
}
