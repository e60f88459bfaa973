// Browser entry point: hydrates the page that the server rendered.

import { hydrate } from "svelte";
import { keepPage } from "../shared/api.js";
import App from "./App.svelte";

performance.mark("zaidu-start");
const { origin, site, page } = JSON.parse(document.getElementById("data").textContent);
keepPage(page);
hydrate(App, {
  target: document.getElementById("root"),
  props: { path: location.pathname, origin, site, article: page.article },
});
performance.mark("zaidu-ready");
