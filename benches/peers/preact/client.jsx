// Browser entry point: hydrates the page that the server rendered.

import { hydrate } from "preact-iso";
import { keepPage } from "../shared/api.js";
import { App } from "./app.jsx";

performance.mark("zaidu-start");
const { origin, site, page } = JSON.parse(document.getElementById("data").textContent);
keepPage(page);
hydrate(
  <App origin={origin} site={site} article={page.article} />,
  document.getElementById("root"),
);
performance.mark("zaidu-ready");
