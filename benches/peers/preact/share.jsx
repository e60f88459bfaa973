// Sharing: the buttons, and the dialog that is loaded when one of them is tapped.

import { createContext } from "preact";
import { useContext, useState } from "preact/hooks";
import { SHARE } from "../shared/icons.js";
import { hasSheet, openSheet, shareData } from "../shared/share.js";
import * as strings from "../shared/strings.js";
import { OriginContext, SiteContext } from "./context.js";
import { Icon } from "./ui.jsx";

const ShareContext = createContext(null);

// Provides the buttons in `children` with the dialog.
export function Share({ article, children }) {
  const origin = useContext(OriginContext);
  const site = useContext(SiteContext);
  const [ShareDialog, setShareDialog] = useState(null);
  const [isOpen, setIsOpen] = useState(false);
  const data = shareData(article, site, origin);

  async function open() {
    setIsOpen(true);
    const module = await import("./share-dialog.jsx");
    setShareDialog(() => module.default);
  }

  return (
    <ShareContext.Provider value={{ data, open }}>
      {isOpen && ShareDialog && <ShareDialog data={data} onClose={() => setIsOpen(false)} />}
      {children}
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
        if (hasSheet()) openSheet(data).catch(open);
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
