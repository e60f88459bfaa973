// The app: contexts, the shell around every page, and its routes. Links to other pages of the site
// leave the app.

import { Route, Router } from "@solidjs/router";
import { For, Show, Suspense } from "solid-js";
import { channelPath } from "../shared/format.js";
import { SEARCH } from "../shared/icons.js";
import * as strings from "../shared/strings.js";
import { ArticleRoute } from "./article-page.jsx";
import { OriginContext, SiteContext } from "./context.js";
import { Icon, MaybeLink, Skeleton } from "./ui.jsx";

export function App(props) {
  const Shell = (shell) => (
    <>
      <a class="skip" href="#content">
        {strings.SKIP_TO_CONTENT}
      </a>
      <Header site={props.site} />
      <main id="content" tabindex="-1">
        <Suspense fallback={<Skeleton />}>{shell.children}</Suspense>
      </main>
      <Footer footer={props.site.footer} />
    </>
  );
  return (
    <OriginContext.Provider value={props.origin}>
      <SiteContext.Provider value={props.site}>
        <Router root={Shell} url={props.url} explicitLinks scrollRestoration>
          <Route path="/articles/:id" component={ArticleRoute} />
        </Router>
      </SiteContext.Provider>
    </OriginContext.Provider>
  );
}

function Header(props) {
  return (
    <header class="site-header">
      <a class="site-name" href="/">
        <Show when={props.site.logo}>
          {(logo) => <img src={logo()} alt="" width="28" height="28" />}
        </Show>
        <span>{props.site.name}</span>
      </a>
      <nav class="site-channels" aria-label={strings.CHANNELS}>
        <ul>
          <For each={props.site.channels}>
            {({ key, name }) => (
              <li>
                <a href={channelPath(key)}>{name}</a>
              </li>
            )}
          </For>
        </ul>
      </nav>
      <div class="site-search">
        <a href="/search">
          <span>
            <Icon path={SEARCH} />
            <span class="visually-hidden">{strings.SEARCH}</span>
          </span>
        </a>
      </div>
    </header>
  );
}

function Footer(props) {
  const Credit = (line) => (
    <Show when={line.credit}>
      <p>
        <MaybeLink {...line.credit} />
      </p>
    </Show>
  );
  return (
    <footer class="site-footer">
      <Show when={props.footer.copyright}>
        <p>{props.footer.copyright}</p>
      </Show>
      <Credit credit={props.footer.icp} />
      <Credit credit={props.footer.licence} />
      <Show when={props.footer.hotline}>
        <p>{props.footer.hotline}</p>
      </Show>
    </footer>
  );
}
