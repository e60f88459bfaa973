// Server rendering of an article page. The script in the head keeps clicks for hydration, which
// replays them.

import { generateHydrationScript, renderToString } from "solid-js/web";
import { keepPage } from "../shared/api.js";
import { App } from "./app.jsx";

export function render({ path, origin, site, page }) {
  keepPage(page);
  const body = renderToString(() => (
    <App url={path} origin={origin} site={site} article={page.article} />
  ));
  return { head: generateHydrationScript(), body };
}
