// What an article has around its blocks, as lists of labels and links that every peer shows: authors,
// table of contents, tags, previous and next article. The rules are those of the app
// (src/features/article/content.rs, model/src/block/outline.rs).

import { headingAnchors, plainText } from "./blocks.js";
import { articlePath } from "./format.js";
import * as strings from "./strings.js";

// A shorter text has no table of contents.
const MIN_CONTENTS = 3;

// Han stays readable in addresses.
const facetLink = (kind, name) => ({
  name,
  url: `/${kind}/${name.replace(/[\s%/?#\\]/g, encodeURIComponent)}`,
});

export const authorLinks = ({ authors = [] }) => authors.map((name) => facetLink("authors", name));

// The headings with their anchors, and whether each is below the highest level; undefined for few.
export function contentsOf(body) {
  const headings = body.filter(({ heading }) => heading).map(({ heading }) => heading);
  if (headings.length < MIN_CONTENTS) return undefined;
  const anchors = headingAnchors(body);
  const highest = Math.min(...headings.map(({ level }) => level));
  return headings.map(({ level, text }, index) => ({
    anchor: anchors[index],
    text: plainText(text),
    isSub: level > highest,
  }));
}

// The lines below a text, each a label and links.
export function linesBelow({ tags = [], adjacent = {} }) {
  const lines = [[strings.TAGS, tags.map((tag) => facetLink("tags", tag))]];
  const { previous, next } = adjacent;
  for (const [label, article] of [
    [strings.PREVIOUS_ARTICLE, previous],
    [strings.NEXT_ARTICLE, next],
  ]) {
    lines.push([label, article ? [{ name: article.title, url: articlePath(article.id) }] : []]);
  }
  return lines.filter(([, links]) => links.length).map(([label, links]) => ({ label, links }));
}

// The paragraphs and headings of an article as one text, to be read aloud.
export const bodyText = ({ body }) =>
  body
    .map(({ paragraph, heading }) => plainText(paragraph ?? heading?.text ?? []))
    .filter(Boolean)
    .join("\n");
