// Renders an article page with a peer's server renderer: `node render.mjs react`, with the page's
// data as JSON on standard input. Prints the elements of the head and the content of the body.

import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";

const name = process.argv[2];
const data = JSON.parse(await text(process.stdin));
const { render } = await import(`./server/${name}/server.js`);
const { head, body } = await render(data);

const manifest = JSON.parse(await readFile(`dist/${name}/manifest.json`, "utf8"));
const url = ({ file }) => `/peers/${name}/${file}`;
const entry = Object.values(manifest).find(({ isEntry }) => isEntry);

// The chunks that are needed together with `chunk`, which the page requests ahead.
function staticImports({ imports = [] }) {
  return imports.flatMap((key) => [manifest[key], ...staticImports(manifest[key])]);
}
const preloads = [...new Set(staticImports(entry).map(url))];

// Nothing in the data may end the script element.
const json = JSON.stringify(data).replaceAll("<", "\\u003c");
console.log(
  JSON.stringify({
    head: [
      ...preloads.map((href) => `<link rel="modulepreload" href="${href}">`),
      `<script type="module" src="${url(entry)}"></script>`,
      head,
    ].join(""),
    body: `<div id="root">${body}</div><script type="application/json" id="data">${json}</script>`,
  }),
);
