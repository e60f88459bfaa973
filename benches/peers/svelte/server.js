// Server rendering of an article page.

import { render as renderApp } from "svelte/server";
import { keepPage } from "../shared/api.js";
import App from "./App.svelte";

export async function render({ path, origin, site, page }) {
  keepPage(page);
  const { head, body } = await renderApp(App, {
    props: { path, origin, site, article: page.article },
  });
  return { head, body };
}
