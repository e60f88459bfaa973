// The app: contexts, the shell around every page, and its routes. Links to other pages of the site
// leave the app.

import { useLayoutEffect, useState } from "react";
import { Route, Routes } from "react-router";
import { Footer } from "../parts/footer.jsx";
import * as strings from "../shared/strings.js";
import { ArticleRoute } from "./article-page.jsx";
import { OriginContext, SiteContext } from "./context.js";
import { Header } from "./header.jsx";

export function App({ origin, site, article }) {
  const [section, setSection] = useState(article.section);
  useLayoutEffect(() => {
    performance.mark("zaidu-ready");
  }, []);
  return (
    <OriginContext value={origin}>
      <SiteContext value={site}>
        <a className="skip" href="#content">
          {strings.SKIP_TO_CONTENT}
        </a>
        <Header site={site} channel={section?.channel.key} />
        <main id="content" tabIndex={-1}>
          <Routes>
            <Route path="/articles/:id" element={<ArticleRoute onSection={setSection} />} />
          </Routes>
        </main>
        <Footer footer={site.footer} />
      </SiteContext>
    </OriginContext>
  );
}
