// Sharing: the buttons, and the dialog that is loaded when one of them is tapped.

import { createContext, lazy, Suspense, use, useState } from "react";
import { articlePath, headline } from "../shared/format.js";
import { SHARE } from "../shared/icons.js";
import * as strings from "../shared/strings.js";
import { OriginContext, SiteContext } from "./context.js";
import { Icon } from "./ui.jsx";

const ShareDialog = lazy(() => import("./share-dialog.jsx"));
const OpenShare = createContext(() => {});

// Provides the buttons in `children` with the dialog.
export function Share({ article, children }) {
  const origin = use(OriginContext);
  const site = use(SiteContext);
  const [isOpen, setIsOpen] = useState(false);
  const data = {
    title: headline(article),
    url: origin + articlePath(article.id),
    excerpt: article.excerpt,
    picture: article.picture ? new URL(article.picture.url, origin).href : "",
    site: site.name,
  };
  return (
    <OpenShare value={() => setIsOpen(true)}>
      {isOpen && (
        <Suspense>
          <ShareDialog data={data} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
      {children}
    </OpenShare>
  );
}

export function ShareButton() {
  const open = use(OpenShare);
  return (
    <a
      className="share-button"
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
  const open = use(OpenShare);
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
