// Builds each peer with Vite, as its users do, into dist/ and server/ beside this file: the program
// for browsers, minified, split and compressed, and its server renderer for Node.js.

import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { brotliCompressSync, constants } from "node:zlib";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { build } from "vite";
import solid from "vite-plugin-solid";

// Warnings that change nothing: another article makes every component of Svelte anew, so that it may
// read once what never changes; directives are for servers that render React's server components.
const EXPECTED = ["state_referenced_locally", "MODULE_LEVEL_DIRECTIVE"];
const onwarn = (warning, handle) => EXPECTED.includes(warning.code) || handle(warning);

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

function configOf({ importSource, plugin }) {
  return {
    configFile: false,
    logLevel: "warn",
    plugins: plugin ? [plugin()] : [],
    oxc: importSource ? { jsx: { runtime: "automatic", importSource } } : undefined,
  };
}

async function buildClient(name, peer) {
  const outDir = `dist/${name}`;
  await build({
    ...configOf(peer),
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
  const scripts = (await readdir(outDir)).filter((file) => file.endsWith(".js"));
  await Promise.all(scripts.map((file) => compress(`${outDir}/${file}`)));
}

async function compress(file) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  await writeFile(`${file}.br`, brotliCompressSync(await readFile(file), { params }));
}

const buildServer = (name, peer) =>
  build({
    ...configOf(peer),
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
