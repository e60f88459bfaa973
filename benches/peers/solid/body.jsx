// Text of an article with its fold.

import { createEffect, createSignal, onCleanup, onMount, Show } from "solid-js";
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

// `onFold` is told which percentage of the text is folded away.
export function Body(props) {
  const [fold, setFold] = createSignal(null);
  let text;
  let isOpen = false;

  function open() {
    isOpen = true;
    hideChildren(text);
    setFold(null);
    rememberOpened(props.article.id);
  }

  function unfold({ detail }) {
    const from = fold()?.from;
    open();
    // The keyboard clicks no times.
    if (from !== undefined && detail === 0) focusChild(text, from);
  }

  function measure() {
    if (isOpen) return;
    hideChildren(text);
    const computed = computeFold(text);
    if (computed && hasScrolledTo(text, computed.from)) {
      isOpen = true;
      return;
    }
    hideChildren(text, computed?.from);
    setFold(computed);
  }

  onMount(() => {
    if (!staysOpen(props.article.id)) onCleanup(observeWidth(text, measure));
  });
  createEffect(() => props.onFold(fold()?.percent ?? 0));

  return (
    <>
      <div
        class="article-body"
        classList={{ "article-body-folded": fold() !== null }}
        ref={(node) => {
          text = node;
          props.ref(node);
        }}
        on:beforematch={open}
        onClick={(event) => leadsToPlace(event) && open()}
      >
        <Above article={props.article} />
        <Blocks blocks={props.article.body} visible={VISIBLE_BLOCKS} />
        <Below article={props.article} />
      </div>
      <div class="fold" classList={{ "fold-shut": fold() !== null }}>
        <button type="button" class="fold-button" onClick={unfold}>
          {strings.readTheRest(fold()?.percent ?? 0)}
        </button>
      </div>
    </>
  );
}
