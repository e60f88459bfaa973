// Sharing: the methods, what they share, the system's sheet and the clipboard.

import { articlePath } from "./format.js";
import { headline } from "./headline.js";
import * as strings from "./strings.js";

// What an article's share methods need, of an article and the site at `origin`.
export const shareData = (article, site, origin) => ({
  title: headline(article),
  url: origin + articlePath(article.id),
  excerpt: article.excerpt,
  picture: article.picture ? new URL(article.picture.url, origin).href : "",
  site: site.name,
  hasFrom: site.share?.from ?? false,
  targets: site.share?.targets,
});

// The address to share by `method`, which the newsroom may want to see in it.
export const urlFor = ({ url, hasFrom }, method) => (hasFrom ? `${url}?from=${method}` : url);

export const hasSheet = () => "share" in navigator;

// Opens the system's sheet, which the reader may close again; rejects if the browser refuses.
export async function openSheet(data) {
  try {
    await navigator.share({ title: data.title, url: urlFor(data, "sheet") });
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

// Copies the text of a field, which stays selected. Returns what came of it.
export async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return strings.COPIED;
  } catch {
    return strings.COPY_FAILED;
  }
}
