// Text of an article with its fold.

import { useEffect, useRef, useState } from "preact/hooks";
import { Above, Below } from "../parts/body.jsx";
import { VISIBLE_BLOCKS } from "../shared/blocks.js";
import {
  computeFold,
  focusChild,
  hasScrolledTo,
  hideChildren,
  leadsToPlace,
  rememberOpened,
  staysOpen,
} from "../shared/fold.js";
import { observeWidth } from "../shared/observers.js";
import * as strings from "../shared/strings.js";
import { Blocks } from "./blocks.jsx";

export function Body({ article, textRef, fold, onUnfold, onPlace }) {
  return (
    <>
      <div
        class={fold ? "article-body article-body-folded" : "article-body"}
        ref={textRef}
        onClick={(event) => leadsToPlace(event) && onPlace()}
      >
        <Above article={article} />
        <Blocks blocks={article.body} visible={VISIBLE_BLOCKS} />
        <Below article={article} />
      </div>
      <div class={fold ? "fold fold-shut" : "fold"}>
        <button type="button" class="fold-button" onClick={onUnfold}>
          {strings.readTheRest(fold?.percent ?? 0)}
        </button>
      </div>
    </>
  );
}

// The fold of the text, null while it is open, the handler of the button that opens it, and the
// function that opens it.
export function useFold(id, textRef) {
  const [fold, setFold] = useState(null);
  const isOpen = useRef(false);

  function open() {
    isOpen.current = true;
    hideChildren(textRef.current);
    setFold(null);
    rememberOpened(id);
  }

  function unfold({ detail }) {
    open();
    // The keyboard clicks no times.
    if (fold && detail === 0) focusChild(textRef.current, fold.from);
  }

  useEffect(() => {
    const text = textRef.current;
    if (staysOpen(id)) return;
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

  return [fold, unfold, open];
}
