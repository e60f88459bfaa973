// Builds each peer with Vite, as its users do, into dist/ and server/ beside this file: the program
// for browsers, minified, split and compressed, and its server renderer for Node.js.

import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { build } from "vite";
import solid from "vite-plugin-solid";

// Warnings that change nothing: another article makes every component of Svelte anew, so that it may
// read once what never changes; directives are for servers that render React's server components.
const EXPECTED = ["state_referenced_locally", "MODULE_LEVEL_DIRECTIVE"];
const onwarn = (warning, handle) => EXPECTED.includes(warning.code) || handle(warning);

// The app's style sheets, seen from target/peers/app; those of its chunks come with those of a peer.
const STYLE = fileURLToPath(new URL("../../../style", import.meta.url));

// The parts of the page that never change once they are shown (parts/) are written once, as JSX, for
// React, Preact and Solid, and compiled by each of their compilers like its own components; these are
// the words in which their users write differently. Their other components are "@peer".
const PARTS_IN = {
  react: [[/ class=/g, " className="], [/ datetime=/g, " dateTime="]],
  solid: [[/ key=\{[^}]*\}/g, ""]],
};

const parts = (name) => ({
  name: "parts",
  enforce: "pre",
  transform: (code, file) =>
    /\/parts\/[^/]*\.jsx$/.test(file) && PARTS_IN[name]
      ? PARTS_IN[name].reduce((text, [from, to]) => text.replace(from, to), code)
      : undefined,
});

const PEERS = {
  react: { entry: "client.jsx", server: "server.jsx", importSource: "react" },
  preact: { entry: "client.jsx", server: "server.jsx", importSource: "preact" },
  solid: { entry: "client.jsx", server: "server.jsx", plugin: () => solid({ ssr: true }) },
  svelte: {
    entry: "client.js",
    server: "server.js",
    plugin: () => svelte({ configFile: false, onwarn }),
  },
};

function configOf(name, { importSource, plugin }) {
  return {
    configFile: false,
    logLevel: "warn",
    plugins: plugin ? [parts(name), plugin()] : [parts(name)],
    resolve: { alias: { "@style": STYLE, "@peer": fileURLToPath(new URL(name, import.meta.url)) } },
    oxc: importSource ? { jsx: { runtime: "automatic", importSource } } : undefined,
  };
}

async function buildClient(name, peer) {
  const outDir = `dist/${name}`;
  await build({
    ...configOf(name, peer),
    base: `/peers/${name}/`,
    build: {
      outDir,
      assetsDir: "",
      target: "es2022",
      manifest: "manifest.json",
      // Every browser of the benchmark preloads modules by itself.
      modulePreload: { polyfill: false },
      rolldownOptions: { input: `${name}/${peer.entry}`, onwarn },
    },
  });
  const files = (await readdir(outDir)).filter((file) => /\.(js|css)$/.test(file));
  await Promise.all(files.map((file) => compress(`${outDir}/${file}`)));
}

async function compress(file) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  await writeFile(`${file}.br`, brotliCompressSync(await readFile(file), { params }));
}

const buildServer = (name, peer) =>
  build({
    ...configOf(name, peer),
    build: {
      outDir: `server/${name}`,
      ssr: `${name}/${peer.server}`,
      rolldownOptions: { output: { entryFileNames: "server.js" }, onwarn },
    },
  });

await Promise.all(["dist", "server"].map((folder) => rm(folder, { recursive: true, force: true })));
for (const [name, peer] of Object.entries(PEERS)) {
  await buildClient(name, peer);
  await buildServer(name, peer);
}
