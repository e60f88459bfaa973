// Server rendering of an article page.

import { prerender } from "preact-iso";
import { locationStub } from "preact-iso/prerender";
import { keepPage } from "../shared/api.js";
import { App } from "./app.jsx";

export async function render({ path, origin, site, page }) {
  keepPage(page);
  locationStub(path);
  const { html } = await prerender(<App origin={origin} site={site} article={page.article} />);
  return { head: "", body: html };
}
