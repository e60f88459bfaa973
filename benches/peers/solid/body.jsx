// Text of an article with its fold.

import { createSignal, onCleanup, onMount, Show } from "solid-js";
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
    if (!wasOpened(props.article.id)) onCleanup(observeWidth(text, measure));
  });

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
      >
        <Blocks blocks={props.article.body} eager />
        <Show when={props.article.editor}>
          {(name) => <p class="editor">{strings.editor(name())}</p>}
        </Show>
      </div>
      <div class="fold" classList={{ "fold-shut": fold() !== null }}>
        <button type="button" class="fold-button" onClick={open}>
          {strings.readTheRest(fold()?.percent ?? 0)}
        </button>
      </div>
    </>
  );
}
