// Sharing: the buttons, and the dialog that is loaded when one of them is tapped.

import { createContext, createSignal, lazy, Show, Suspense, useContext } from "solid-js";
import { articlePath, headline } from "../shared/format.js";
import { SHARE } from "../shared/icons.js";
import * as strings from "../shared/strings.js";
import { OriginContext, SiteContext } from "./context.js";
import { Icon } from "./ui.jsx";

const ShareDialog = lazy(() => import("./share-dialog.jsx"));
const OpenShare = createContext();

// Provides the buttons in its children with the dialog.
export function Share(props) {
  const origin = useContext(OriginContext);
  const site = useContext(SiteContext);
  const [isOpen, setIsOpen] = createSignal(false);
  const data = () => ({
    title: headline(props.article),
    url: origin + articlePath(props.article.id),
    excerpt: props.article.excerpt,
    picture: props.article.picture ? new URL(props.article.picture.url, origin).href : "",
    site: site.name,
  });
  return (
    <OpenShare.Provider value={() => setIsOpen(true)}>
      <Show when={isOpen()}>
        <Suspense>
          <ShareDialog data={data()} onClose={() => setIsOpen(false)} />
        </Suspense>
      </Show>
      {props.children}
    </OpenShare.Provider>
  );
}

export function ShareButton() {
  const open = useContext(OpenShare);
  return (
    <a
      class="share-button"
      href="#share"
      onClick={(event) => {
        event.preventDefault();
        open();
      }}
    >
      <Icon path={SHARE} />
      <span>{strings.SHARE}</span>
    </a>
  );
}

export function ShareFoot() {
  const open = useContext(OpenShare);
  return (
    <div class="share-foot">
      <details class="share-more" id="share">
        <summary
          class="share-button"
          onClick={(event) => {
            event.preventDefault();
            open();
          }}
        >
          <Icon path={SHARE} />
          <span>{strings.SHARE_ARTICLE}</span>
        </summary>
      </details>
    </div>
  );
}
