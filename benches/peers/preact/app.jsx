// The app: contexts, the shell around every page, and its routes. Links to other pages of the site
// leave the app.

import { LocationProvider, Route, Router } from "preact-iso";
import { channelPath } from "../shared/format.js";
import { SEARCH } from "../shared/icons.js";
import * as strings from "../shared/strings.js";
import { ArticleRoute } from "./article-page.jsx";
import { OriginContext, SiteContext } from "./context.js";
import { Icon, MaybeLink } from "./ui.jsx";

export function App({ origin, site }) {
  return (
    <LocationProvider scope={/^\/articles\//}>
      <OriginContext.Provider value={origin}>
        <SiteContext.Provider value={site}>
          <a class="skip" href="#content">
            {strings.SKIP_TO_CONTENT}
          </a>
          <Header site={site} />
          <main id="content" tabindex="-1">
            <Router>
              <Route path="/articles/:id" component={ArticleRoute} />
            </Router>
          </main>
          <Footer footer={site.footer} />
        </SiteContext.Provider>
      </OriginContext.Provider>
    </LocationProvider>
  );
}

function Header({ site }) {
  return (
    <header class="site-header">
      <a class="site-name" href="/">
        {site.logo && <img src={site.logo} alt="" width="28" height="28" />}
        <span>{site.name}</span>
      </a>
      <nav class="site-channels" aria-label={strings.CHANNELS}>
        <ul>
          {site.channels.map(({ key, name }) => (
            <li key={key}>
              <a href={channelPath(key)}>{name}</a>
            </li>
          ))}
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

function Footer({ footer }) {
  const { copyright, icp, licence, hotline } = footer;
  return (
    <footer class="site-footer">
      {copyright && <p>{copyright}</p>}
      {icp && (
        <p>
          <MaybeLink {...icp} />
        </p>
      )}
      {licence && (
        <p>
          <MaybeLink {...licence} />
        </p>
      )}
      {hotline && <p>{hotline}</p>}
    </footer>
  );
}
