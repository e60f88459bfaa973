// Article page, composed in reading order.

import { useParams } from "@solidjs/router";
import { createEffect, createResource, createSignal, Show, useContext } from "solid-js";
import { Aside } from "../parts/aside.jsx";
import { Breadcrumb } from "../parts/headline.jsx";
import { knownPage, openPage } from "../shared/api.js";
import { chooseNext } from "../shared/feed.js";
import { headline } from "../shared/headline.js";
import { Body } from "./body.jsx";
import { SectionContext, SiteContext } from "./context.js";
import { Feed } from "./feed.jsx";
import { Headline } from "./headline.jsx";
import { Moods } from "./moods.jsx";
import { ReadingBar } from "./reading-bar.jsx";
import { Share, ShareButton, ShareFoot } from "./share.jsx";
import { Tools } from "./tools.jsx";
import { LoadFailed } from "./ui.jsx";
import { UpNext } from "./up-next.jsx";

export function ArticleRoute() {
  const params = useParams();
  // The router leaves it as it is in the address.
  const id = () => decodeURIComponent(params.id);
  const known = knownPage(id());
  const [page, { refetch }] = createResource(id, openPage, {
    // The page of the document is there already, on the server and when it is hydrated.
    initialValue: known,
    ssrLoadFrom: known ? "initial" : "server",
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
  const setSection = useContext(SectionContext);
  const title = headline(article);
  const next = chooseNext(recommended, site);
  // The percentage of the text that is folded away.
  const [hidden, setHidden] = createSignal(0);
  let titleNode;
  let textNode;
  createEffect(() => {
    document.title = `${title} - ${site.name}`;
    setSection(article.section);
  });
  return (
    <Share article={article}>
      <ReadingBar
        title={title}
        titleNode={() => titleNode}
        textNode={() => textNode}
        hidden={hidden()}
      />
      <div class="page page-with-aside">
        <div class="page-main">
          <Tools article={article} />
          <Breadcrumb section={article.section} />
          <article>
            <Headline article={article} ref={titleNode}>
              <ShareButton />
            </Headline>
            <Body article={article} ref={textNode} onFold={setHidden} />
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
