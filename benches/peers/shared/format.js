// Formats of times, counts and headlines, and attributes of pictures and links.

// "2026-11-18T09:12:00+08:00" as "2026-11-18 09:12": the contract's times are China time.
export const displayTime = (time) => `${time.slice(0, 10)} ${time.slice(11, 16)}`;

const scaled = (count, unit, name) => `${Math.floor(count / (unit / 10)) / 10}${name}`;

// A compact count: 12999 as 1.2万.
export function compactCount(count) {
  if (count < 10_000) return String(count);
  return count < 100_000_000 ? scaled(count, 10_000, "万") : scaled(count, 100_000_000, "亿");
}

// The title of an article or a preview, else the beginning of its excerpt.
export function headline({ title, excerpt }) {
  if (title) return title;
  const sentence = [...excerpt.split(/[。！？；!?;]/)[0]];
  return sentence.length > 28 ? `${sentence.slice(0, 28).join("")}……` : sentence.join("");
}

export const articlePath = (id) => `/articles/${encodeURIComponent(id)}`;

export const channelPath = (channel, column) =>
  ["/channels", channel, column].filter(Boolean).join("/");

// Whether a link leads to an article, which the router opens.
export const isArticle = (url) => url.startsWith("/articles/");

// The `rel` attribute of a link that leaves the site.
export const relOf = (url) => (url.startsWith("/") ? undefined : "external noopener");

// The `sizes` attribute of a picture in a text, in a list and on a card.
export const SIZES = {
  text: "(min-width: 44rem) 44rem, 100vw",
  list: "(min-width: 40rem) 10.5rem, 7.5rem",
  tile: "(min-width: 64rem) 18rem, 50vw",
};

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
