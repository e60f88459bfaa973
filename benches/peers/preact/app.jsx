// The app: contexts, the shell around every page, and its routes. Links to other pages of the site
// leave the app.

import { useState } from "preact/hooks";
import { LocationProvider, Route, Router } from "preact-iso";
import { Footer } from "../parts/footer.jsx";
import * as strings from "../shared/strings.js";
import { ArticleRoute } from "./article-page.jsx";
import { OriginContext, SiteContext } from "./context.js";
import { Header } from "./header.jsx";

export function App({ origin, site, article }) {
  const [section, setSection] = useState(article.section);
  return (
    <LocationProvider scope={/^\/articles\//}>
      <OriginContext.Provider value={origin}>
        <SiteContext.Provider value={site}>
          <a class="skip" href="#content">
            {strings.SKIP_TO_CONTENT}
          </a>
          <Header site={site} channel={section?.channel.key} />
          <main id="content" tabindex="-1">
            <Router>
              <Route path="/articles/:id" component={ArticleRoute} onSection={setSection} />
            </Router>
          </main>
          <Footer footer={site.footer} />
        </SiteContext.Provider>
      </OriginContext.Provider>
    </LocationProvider>
  );
}
