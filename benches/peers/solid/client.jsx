// Browser entry point: hydrates the page that the server rendered.

import { hydrate } from "solid-js/web";
import { keepPage } from "../shared/api.js";
import { App } from "./app.jsx";

performance.mark("zaidu-start");
const data = JSON.parse(document.getElementById("data").textContent);
keepPage(data.page);
hydrate(() => <App origin={data.origin} site={data.site} />, document.getElementById("root"));
performance.mark("zaidu-ready");
