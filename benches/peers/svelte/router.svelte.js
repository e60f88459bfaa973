// Client-side router: the id of the current article. Links to other pages of the site leave the app.

const articleOf = (path) => decodeURIComponent(path.split("/")[2] ?? "");

// The id of the article at `path`, then of the one that the reader has gone to.
export function createRouter(path) {
  let id = $state(articleOf(path));

  function onclick(event) {
    const isPlain =
      event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    const link = isPlain && !event.defaultPrevented && event.target.closest("a[href]");
    if (!link || link.target || link.origin !== location.origin) return;
    if (!link.pathname.startsWith("/articles/") || link.pathname === location.pathname) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    id = articleOf(link.pathname);
    scrollTo(0, 0);
  }

  function onpopstate() {
    id = articleOf(location.pathname);
  }

  return {
    get id() {
      return id;
    },
    onclick,
    onpopstate,
  };
}
