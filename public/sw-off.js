// Service worker that ends offline reading (docs/decisions/030): it takes the place of sw.js, removes
// what that has kept, and itself. Choices of moods that are not sent yet stay with the pages.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
  const clear = async () => {
    for (const name of await caches.keys()) if (name.startsWith("zaidu-")) await caches.delete(name);
  };
  event.waitUntil(clear().finally(() => registration.unregister()));
});
