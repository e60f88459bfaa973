// Service worker: reading without a network (docs/decisions/030). `cargo xtask dist` fills in the
// build; other builds have no worker.
//
// It keeps the files of its build, and answers of the API that are the same for everyone; never a
// page. An offline page is index.html of this build, which asks for the answers that are kept.

// The hash of this build, and its files, of which index.html names the first.
const BUILD = "";
const FILES = [];

const SHELL = "/index.html";
const APP = "zaidu-app-" + BUILD;
const DATA = "zaidu-data";
const PICTURES = "zaidu-pictures";
const OUTBOX = "zaidu-outbox";

// How long the network may take before what is kept is shown, in milliseconds; and, after a page was
// shown so, how long for its answers, and until when.
const DEADLINE = 3_000;
const SHORT_DEADLINE = 300;
const SHORT_FOR = 10_000;

// How much is kept, as answers and as bytes of pictures, counted after every eighth; the oldest go.
const LIMITS = { [DATA]: 200, [PICTURES]: 48e6 };
const KEPT_AT = "zaidu-kept";
const SIZE = "zaidu-size";

const ignore = () => {};
const open = (name) => caches.open(name);

// A kept response; none too where storage is closed or the entry is damaged.
const find = (name, key) => open(name).then((cache) => cache.match(key)).catch(ignore);

// What was taken down is not kept any longer.
const isGone = (status) => status === 404 || status === 410;
const remove = (name, key) => open(name).then((cache) => cache.delete(key));

const trim = async (name, limit) => {
  const cache = await open(name);
  for (const key of (await cache.keys()).reverse()) {
    const kept = await cache.match(key);
    limit -= kept ? kept.headers.get(SIZE) : 0;
    if (limit < 0) await cache.delete(key);
  }
};

// Replaces an entry, which is then the newest. When storage is full, half of the pictures go.
let puts = 0;
const put = async (name, key, blob, size) => {
  const headers = { "content-type": blob.type, [KEPT_AT]: Date.now(), [SIZE]: size };
  const write = () => open(name).then((cache) => cache.put(key, new Response(blob, { headers })));
  await write().catch(() => trim(PICTURES, LIMITS[PICTURES] / 2).then(write));
  if (puts++ % 8 === 0) await trim(name, LIMITS[name]);
};

const putAnswer = (url, json) => {
  JSON.parse(json);
  return put(DATA, url, new Blob([json], { type: "application/json" }), 1);
};

// Whether the address is an answer to keep: not those of readers and searches, nor the later pages
// of lists, which are without number.
const isAnswer = (url) =>
  /^[^?]+\/api\/(site|articles\/[^/?]+|feeds\/[^?]+|rankings)(\?|$)/.test(url) &&
  !/cursor=/.test(url);

// Keeps a response that is whole, for everyone, and what was asked for. That excludes errors, opaque
// responses, whose status is 0, and the sign-in page of a network.
const keep = async (url, response) => {
  const { status, headers } = response;
  const [name, kind] = isAnswer(url) ? [DATA, "application/json"] : [PICTURES, "image/"];
  if (isGone(status)) await remove(name, url);
  if (
    status === 200 &&
    !/no-store|private/.test(headers.get("cache-control")) &&
    (headers.get("content-type") || "").startsWith(kind)
  ) {
    if (name === DATA) {
      await putAnswer(url, await response.text());
    } else if (!(navigator.connection || {}).saveData) {
      const blob = await response.blob();
      await put(name, url, blob, blob.size);
    }
  }
};

// Tells a page when an answer that it shows was kept; infinity if one is missing. A page that does
// not listen yet asks for it.
const told = {};
const tell = async (id, time) => {
  (told[id] = told[id] || []).push(time);
  const client = await clients.get(id);
  if (client) client.postMessage(time);
};

// Until when deadlines are short, by the clock that does not jump.
let shortUntil = 0;

// The network's response; if there is none, or only a failure of the server, or none in time, what
// `kept` finds, else what the network says in the end. `kept` is called with null for no network.
const networkFirst = async (network, kept) => {
  const deadline = performance.now() < shortUntil ? SHORT_DEADLINE : DEADLINE;
  const late = new Promise((go) => setTimeout(go, deadline));
  const first = await Promise.race([network.catch(() => null), late]);
  return first && first.status < 500 ? first : (await kept(first)) || network;
};

const answer = (event, name) => {
  const { request, clientId } = event;
  const network = fetch(request);
  event.waitUntil(network.then((response) => keep(request.url, response.clone())).catch(ignore));
  return networkFirst(network, async (first) => {
    const kept = await find(name, request.url);
    if (name === DATA && (kept || first === null) && !request.signal.aborted) {
      tell(clientId, kept ? +kept.headers.get(KEPT_AT) : Infinity);
    }
    return kept;
  });
};

const page = (event, path) => {
  const { request, preloadResponse } = event;
  const network = (async () => (await preloadResponse) || fetch(request))();
  // What the page shows first.
  const needed =
    "/api" + (path === "/" ? "/feeds/headlines" : path.replace("/channels/", "/feeds/channels/"));
  event.waitUntil(network.then(({ status }) => isGone(status) && remove(DATA, needed)).catch(ignore));
  return networkFirst(network, async (first) => {
    if (first !== null && !(await find(DATA, needed))) return;
    shortUntil = performance.now() + SHORT_FOR;
    return find(APP, SHELL);
  });
};

// A file of this build, or of the one before: the page that asks may be older. One that the page has
// found damaged is fetched again.
const file = async (request, path) => {
  const kept = request.cache !== "reload" && (await caches.match(path).catch(ignore));
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok && FILES.includes(path)) {
    const copy = response.clone();
    open(APP).then((cache) => cache.put(path, copy)).catch(ignore);
  }
  return response;
};

// Reactions are sent one after the other, so that the last one is the last.
let turn = Promise.resolve();
const inTurn = (act) => {
  const next = turn.then(act);
  turn = next.catch(ignore);
  return next;
};

// Where the browser sends in the background, a reaction that was not taken is kept for that. The
// outbox of the page has it too, and the server takes it once.
const react = (request) =>
  inTurn(async () => {
    const { url } = request;
    const body = await request.clone().text();
    const sent = fetch(request);
    const { status } = await sent.catch(() => ({ status: 500 }));
    const note = async () => {
      if (status < 500) return remove(OUTBOX, url);
      await open(OUTBOX).then((cache) => cache.put(url, new Response(body)));
      await registration.sync.register(OUTBOX);
    };
    if (registration.sync) await note().catch(ignore);
    return sent;
  });

const sendOutbox = async () => {
  const outbox = await open(OUTBOX);
  for (const { url } of await outbox.keys()) {
    await inTurn(async () => {
      const kept = await outbox.match(url);
      if (!kept) return;
      const headers = { "content-type": "application/json" };
      const body = await kept.text();
      const { status } = await fetch(url, { method: "PUT", credentials: "include", headers, body });
      if (status === 429 || status >= 500) throw status;
      await outbox.delete(url);
    });
  }
};

// Installed with all files or not at all. index.html of another build is refused: the files are
// just being replaced, and the next visit tries again.
const install = async () => {
  try {
    const cache = await open(APP);
    const shell = await fetch(SHELL, { cache: "reload" });
    const html = await shell.text();
    if (!shell.ok || !html.includes(FILES[0])) throw SHELL;
    await cache.put(SHELL, new Response(html, shell));
    await cache.addAll(FILES);
    await skipWaiting();
  } catch (error) {
    await caches.delete(APP);
    throw error;
  }
};

// An open page may still load files of the build before.
const activate = async () => {
  const apps = (await caches.keys()).filter((name) => name.startsWith("zaidu-app-"));
  for (const name of apps.slice(0, -2)) await caches.delete(name);
  // In Firefox, whose engine alone has this class of errors, a preload that fails ends the
  // navigation, whatever the worker answers.
  const preload = !self.InternalError && registration.navigationPreload;
  if (preload) await preload.enable();
  await clients.claim();
};

// A page asks what it shows, and brings the answers that it was rendered with, of which that with an
// article lacks the text, and, a line each, addresses of what else it shows.
const message = async ({ data, source }) => {
  for (const time of told[source.id] || []) source.postMessage(time);
  const [rendered, ...paths] = data.split("\n");
  for (const [path, { Loaded }] of JSON.parse(rendered || "[]")) {
    const url = location.origin + path;
    if (Loaded && !Loaded.Article && isAnswer(url)) {
      await putAnswer(url, JSON.stringify(Object.values(Loaded)[0])).catch(ignore);
    }
  }
  for (const path of paths) {
    const { href } = new URL(path, location);
    await fetch(href, { credentials: "include" }).then((response) => keep(href, response)).catch(ignore);
  }
};

const respond = (event) => {
  const { request } = event;
  const { method, mode, destination, url } = request;
  const { origin, pathname } = new URL(url);
  const isOwn = origin === location.origin;
  let response;
  if (method === "PUT" && /^\/api\/articles\/[^/]+\/reaction$/.test(pathname)) {
    response = react(request);
  } else if (method === "GET" && isAnswer(url)) {
    response = answer(event, DATA);
  } else if (method !== "GET" || !isOwn) {
    return;
  } else if (mode === "navigate") {
    if (!/^\/((api|feeds|media|share)\/|[^/]*\.)/.test(pathname)) response = page(event, pathname);
  } else if (/-[\da-f]{8,16}[._]/.test(pathname)) {
    response = file(request, pathname);
  } else if (destination === "image") {
    response = answer(event, PICTURES);
  }
  if (response) event.respondWith(response);
};

const handle = (name, act) => addEventListener(name, (event) => event.waitUntil(act(event)));
handle("install", install);
handle("activate", activate);
handle("message", message);
handle("sync", sendOutbox);
addEventListener("fetch", respond);
