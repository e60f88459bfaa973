// Sharing: the buttons, and the dialog that is loaded when one of them is tapped.

import { createContext, lazy, Suspense, use, useState } from "react";
import { SHARE } from "../shared/icons.js";
import { hasSheet, openSheet, shareData } from "../shared/share.js";
import * as strings from "../shared/strings.js";
import { OriginContext, SiteContext } from "./context.js";
import { Icon } from "./ui.jsx";

const ShareDialog = lazy(() => import("./share-dialog.jsx"));
const ShareContext = createContext(null);

// Provides the buttons in `children` with the dialog.
export function Share({ article, children }) {
  const origin = use(OriginContext);
  const site = use(SiteContext);
  const [isOpen, setIsOpen] = useState(false);
  const data = shareData(article, site, origin);
  return (
    <ShareContext value={{ data, open: () => setIsOpen(true) }}>
      {isOpen && (
        <Suspense>
          <ShareDialog data={data} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
      {children}
    </ShareContext>
  );
}

// Opens the system's sheet where there is one, else the dialog.
export function ShareButton() {
  const { data, open } = use(ShareContext);
  return (
    <a
      className="share-button"
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
  const { open } = use(ShareContext);
  return (
    <div className="share-foot">
      <details className="share-more" id="share">
        <summary
          className="share-button"
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
