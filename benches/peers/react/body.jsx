// Text of an article with its fold.

import { useEffect, useRef, useState } from "react";
import {
  computeFold,
  hasScrolledTo,
  hideChildren,
  rememberOpened,
  wasOpened,
} from "../shared/fold.js";
import { observeWidth } from "../shared/observers.js";
import * as strings from "../shared/strings.js";
import { Blocks } from "./blocks.jsx";

export function Body({ article, textRef }) {
  const [fold, open] = useFold(article.id, textRef);
  return (
    <>
      <div className={fold ? "article-body article-body-folded" : "article-body"} ref={textRef}>
        <Blocks blocks={article.body} eager />
        {article.editor && <p className="editor">{strings.editor(article.editor)}</p>}
      </div>
      <div className={fold ? "fold fold-shut" : "fold"}>
        <button type="button" className="fold-button" onClick={open}>
          {strings.readTheRest(fold?.percent ?? 0)}
        </button>
      </div>
    </>
  );
}

function useFold(id, textRef) {
  const [fold, setFold] = useState(null);
  const isOpen = useRef(false);

  function open() {
    isOpen.current = true;
    hideChildren(textRef.current);
    setFold(null);
    rememberOpened(id);
  }

  useEffect(() => {
    const text = textRef.current;
    if (wasOpened(id)) return;
    const stop = observeWidth(text, () => {
      if (isOpen.current) return;
      hideChildren(text);
      const computed = computeFold(text);
      if (computed && hasScrolledTo(text, computed.from)) {
        isOpen.current = true;
        return;
      }
      hideChildren(text, computed?.from);
      setFold(computed);
    });
    text.addEventListener("beforematch", open);
    return () => {
      stop();
      text.removeEventListener("beforematch", open);
    };
  }, []);

  return [fold, open];
}
