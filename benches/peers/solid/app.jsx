// The app: contexts, the shell around every page, and its routes. Links to other pages of the site
// leave the app.

import { Route, Router } from "@solidjs/router";
import { createSignal, Show, Suspense } from "solid-js";
import { Footer } from "../parts/footer.jsx";
import * as strings from "../shared/strings.js";
import { ArticleRoute } from "./article-page.jsx";
import { OriginContext, SectionContext, SiteContext } from "./context.js";
import { Header } from "./header.jsx";
import { Skeleton } from "./ui.jsx";

export function App(props) {
  const [section, setSection] = createSignal(props.article.section);
  const Shell = (shell) => (
    <>
      <a class="skip" href="#content">
        {strings.SKIP_TO_CONTENT}
      </a>
      <Header site={props.site} channel={section()?.channel.key} />
      <main id="content" tabindex="-1">
        <Suspense fallback={<Skeleton />}>{shell.children}</Suspense>
      </main>
      <Footer footer={props.site.footer} />
    </>
  );
  return (
    <OriginContext.Provider value={props.origin}>
      <SiteContext.Provider value={props.site}>
        <SectionContext.Provider value={setSection}>
          <Router root={Shell} url={props.url} explicitLinks scrollRestoration>
            <Route path="/articles/:id" component={ArticleRoute} />
          </Router>
        </SectionContext.Provider>
      </SiteContext.Provider>
    </OriginContext.Provider>
  );
}
