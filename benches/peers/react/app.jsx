// The app: contexts, the shell around every page, and its routes. Links to other pages of the site
// leave the app.

import { useLayoutEffect } from "react";
import { Route, Routes } from "react-router";
import { channelPath } from "../shared/format.js";
import { SEARCH } from "../shared/icons.js";
import * as strings from "../shared/strings.js";
import { ArticleRoute } from "./article-page.jsx";
import { OriginContext, SiteContext } from "./context.js";
import { Icon, MaybeLink } from "./ui.jsx";

export function App({ origin, site }) {
  useLayoutEffect(() => {
    performance.mark("zaidu-ready");
  }, []);
  return (
    <OriginContext value={origin}>
      <SiteContext value={site}>
        <a className="skip" href="#content">
          {strings.SKIP_TO_CONTENT}
        </a>
        <Header site={site} />
        <main id="content" tabIndex={-1}>
          <Routes>
            <Route path="/articles/:id" element={<ArticleRoute />} />
          </Routes>
        </main>
        <Footer footer={site.footer} />
      </SiteContext>
    </OriginContext>
  );
}

function Header({ site }) {
  return (
    <header className="site-header">
      <a className="site-name" href="/">
        {site.logo && <img src={site.logo} alt="" width="28" height="28" />}
        <span>{site.name}</span>
      </a>
      <nav className="site-channels" aria-label={strings.CHANNELS}>
        <ul>
          {site.channels.map(({ key, name }) => (
            <li key={key}>
              <a href={channelPath(key)}>{name}</a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="site-search">
        <a href="/search">
          <span>
            <Icon path={SEARCH} />
            <span className="visually-hidden">{strings.SEARCH}</span>
          </span>
        </a>
      </div>
    </header>
  );
}

function Footer({ footer }) {
  const { copyright, icp, licence, hotline } = footer;
  return (
    <footer className="site-footer">
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
