// Formats of counts and addresses, and attributes of pictures and links.

import * as strings from "./strings.js";

const scaled = (count, unit, name) => `${Math.floor(count / (unit / 10)) / 10}${name}`;

// A compact count: 12999 as 1.2万.
export function compactCount(count) {
  if (count < 10_000) return String(count);
  return count < 100_000_000 ? scaled(count, 10_000, "万") : scaled(count, 100_000_000, "亿");
}

// A shorter text is read at once.
const MIN_TIMED = 400;
const LENGTH_PER_MINUTE = 400;

// Minutes to read an article and its length; nothing for a short one.
export function readingTime({ length = 0 }) {
  if (length < MIN_TIMED) return undefined;
  const minutes = Math.ceil(length / LENGTH_PER_MINUTE);
  return strings.readingTime(compactCount(minutes), compactCount(length));
}

export const articlePath = (id) => `/articles/${encodeURIComponent(id)}`;

export const channelPath = (channel, column) =>
  ["", "channels", channel, column]
    .filter((key) => key !== undefined)
    .map(encodeURIComponent)
    .join("/");

// Whether a link leads to an article, which the router opens.
export const isArticle = (url) => url.startsWith("/articles/");

// The `rel` attribute of a link that leaves the site.
export const relOf = (url) => (/^[/#]/.test(url) ? undefined : "external noopener");

// The `sizes` attribute of a picture in a text, beside others in a text, in a list and on a card.
export const SIZES = {
  text: "(min-width: 44rem) 44rem, 100vw",
  row: "(min-width: 44rem) 22rem, 50vw",
  list: "(min-width: 40rem) 10.5rem, 7.5rem",
  tile: "(min-width: 64rem) 18rem, 50vw",
};

// The least width of a picture that fills the width of a text, in pixels.
const MIN_TEXT_WIDTH = 352;

// The class of a picture in a slot: a text shows all of it and does not blow it up.
export function pictureClass({ size }, slot) {
  if (slot === "text" && !(size?.[0] >= MIN_TEXT_WIDTH)) return "picture-natural";
  return size ? "picture" : "picture picture-unsized";
}

// The `referrerpolicy` attribute of a picture: hosts show a notice to readers of other sites.
export const referrerPolicyOf = ({ url }) => (url.startsWith("/") ? undefined : "no-referrer");

// The `srcset` attribute of a picture; undefined when it has one file.
export function srcsetOf({ url, size, variants }) {
  if (!variants?.length) return undefined;
  const files = variants.map(([file, width]) => `${file} ${width}w`);
  const isListed = !size || variants.some(([file]) => file === url);
  return (isListed ? files : [...files, `${url} ${size[0]}w`]).join(", ");
}

// The alternative text of a preview's picture, which does not repeat the text beside it.
export const previewAlt = ({ title, excerpt, picture }) =>
  picture.alt === excerpt || picture.alt === title ? "" : picture.alt;
