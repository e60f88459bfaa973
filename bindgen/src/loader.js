// Loads the chunks of the program. The constants are filled in for each build. Written for every
// browser that can run the program, so without optional chaining.

// The files of each chunk; those that it shares with other chunks come first.
const CHUNKS = {};

// The path of each file, from here, and its Subresource Integrity; none in development.
const FILES = {};

// How long a response may take, in milliseconds.
const DEADLINE = 20_000;

// What chunks import: the exports of the main module, from the moment it has any.
const imports = { __wasm_split: {} };
export const connect = (exports) => Object.assign(imports.__wasm_split, exports);

// A new compilation of the module in a file. A damaged response in the HTTP cache must not fail
// every visit, so a second attempt bypasses the cache.
const compile = (file) => {
  const [path, integrity = ""] = FILES[file];
  const attempt = (cache) =>
    WebAssembly.compileStreaming(
      fetch(new URL(path, import.meta.url), {
        integrity,
        cache,
        signal: AbortSignal.timeout ? AbortSignal.timeout(DEADLINE) : null,
      }),
    );
  return attempt("default").catch(() => attempt("reload"));
};

// What the page needs before it can be taken over or mounted is fetched beside the main module:
// lists, or the text of an article that the server has not rendered. A failure is that of the
// first use.
const early = new Map();
const isArticle = location.pathname.startsWith("/articles/");
const isRendered = document.querySelector("#app[data-hash]");
for (const file of CHUNKS[isArticle ? !isRendered && "text" : "lists"] || []) {
  early.set(file, compile(file));
  early.get(file).catch(() => early.delete(file));
}

// The instance of each file. One that could not be loaded is forgotten, to be tried again.
const instances = new Map();
const instantiate = (file) => {
  if (!instances.has(file)) {
    const module = early.get(file) || compile(file);
    const instance = module.then((module) => WebAssembly.instantiate(module, imports));
    instance.catch(() => instances.delete(file));
    instances.set(file, instance);
  }
  return instances.get(file);
};

// Loads a chunk, and then calls back into the program with whether that has succeeded.
const load = (chunk) => async (callback, data) => {
  const loading = Promise.all(CHUNKS[chunk].map(instantiate));
  const loaded = await loading.then(() => true, () => false);
  imports.__wasm_split.__indirect_function_table.get(callback)(data, loaded);
};
