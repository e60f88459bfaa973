// Sharing: the buttons, and the dialog that is loaded when one of them is tapped.

import { createContext, createSignal, lazy, Show, Suspense, useContext } from "solid-js";
import { SHARE } from "../shared/icons.js";
import { hasSheet, openSheet, shareData } from "../shared/share.js";
import * as strings from "../shared/strings.js";
import { OriginContext, SiteContext } from "./context.js";
import { Icon } from "./ui.jsx";

const ShareDialog = lazy(() => import("./share-dialog.jsx"));
const ShareContext = createContext();

// Provides the buttons in its children with the dialog.
export function Share(props) {
  const origin = useContext(OriginContext);
  const site = useContext(SiteContext);
  const [isOpen, setIsOpen] = createSignal(false);
  const data = () => shareData(props.article, site, origin);
  return (
    <ShareContext.Provider value={{ data, open: () => setIsOpen(true) }}>
      <Show when={isOpen()}>
        <Suspense>
          <ShareDialog data={data()} onClose={() => setIsOpen(false)} />
        </Suspense>
      </Show>
      {props.children}
    </ShareContext.Provider>
  );
}

// Opens the system's sheet where there is one, else the dialog.
export function ShareButton() {
  const { data, open } = useContext(ShareContext);
  return (
    <a
      class="share-button"
      href="#share"
      onClick={(event) => {
        event.preventDefault();
        if (hasSheet()) openSheet(data()).catch(open);
        else open();
      }}
    >
      <Icon path={SHARE} />
      <span>{strings.SHARE}</span>
    </a>
  );
}

export function ShareFoot() {
  const { open } = useContext(ShareContext);
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
