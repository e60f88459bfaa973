// Server rendering of an article page.

import { renderToString } from "react-dom/server";
import { StaticRouter } from "react-router";
import { keepPage } from "../shared/api.js";
import { App } from "./app.jsx";

export function render({ path, origin, site, page }) {
  keepPage(page);
  const body = renderToString(
    <StaticRouter location={path}>
      <App origin={origin} site={site} article={page.article} />
    </StaticRouter>,
  );
  return { head: "", body };
}
