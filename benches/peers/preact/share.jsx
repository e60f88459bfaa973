// Sharing: the buttons, and the dialog that is loaded when one of them is tapped.

import { createContext } from "preact";
import { useContext, useState } from "preact/hooks";
import { articlePath, headline } from "../shared/format.js";
import { SHARE } from "../shared/icons.js";
import * as strings from "../shared/strings.js";
import { OriginContext, SiteContext } from "./context.js";
import { Icon } from "./ui.jsx";

const OpenShare = createContext(() => {});

// Provides the buttons in `children` with the dialog.
export function Share({ article, children }) {
  const origin = useContext(OriginContext);
  const site = useContext(SiteContext);
  const [isOpen, setIsOpen] = useState(false);
  const [ShareDialog, setShareDialog] = useState(null);
  const data = {
    title: headline(article),
    url: origin + articlePath(article.id),
    excerpt: article.excerpt,
    picture: article.picture ? new URL(article.picture.url, origin).href : "",
    site: site.name,
  };

  async function open() {
    setIsOpen(true);
    const module = await import("./share-dialog.jsx");
    setShareDialog(() => module.default);
  }

  return (
    <OpenShare.Provider value={open}>
      {isOpen && ShareDialog && <ShareDialog data={data} onClose={() => setIsOpen(false)} />}
      {children}
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
