// Browser entry point: hydrates the page that the server rendered.

import { hydrateRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { keepPage } from "../shared/api.js";
import { App } from "./app.jsx";

performance.mark("zaidu-start");
const { origin, site, page } = JSON.parse(document.getElementById("data").textContent);
keepPage(page);
hydrateRoot(
  document.getElementById("root"),
  <BrowserRouter>
    <App origin={origin} site={site} article={page.article} />
  </BrowserRouter>,
);
