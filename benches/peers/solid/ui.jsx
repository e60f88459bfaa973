// Small components without state: icon, picture, links, placeholders.

import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import { isArticle, relOf, SIZES, srcsetOf } from "../shared/format.js";
import * as strings from "../shared/strings.js";

export function Icon(props) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={props.path} />
    </svg>
  );
}

export function Picture(props) {
  const srcset = () => srcsetOf(props.picture);
  return (
    <img
      class={props.picture.size ? "picture" : "picture picture-unsized"}
      alt={props.alt}
      width={props.picture.size?.[0]}
      height={props.picture.size?.[1]}
      loading={props.eager ? undefined : "lazy"}
      decoding="async"
      sizes={srcset() && SIZES[props.slot]}
      srcset={srcset()}
      src={props.picture.url}
    />
  );
}

// A link of content: the router opens articles, the browser everything else.
export function ContentLink(props) {
  return (
    <Show
      when={isArticle(props.url)}
      fallback={
        <a rel={relOf(props.url)} href={props.url}>
          {props.children}
        </a>
      }
    >
      <A href={props.url}>{props.children}</A>
    </Show>
  );
}

export function MaybeLink(props) {
  return (
    <Show when={props.url} fallback={<span>{props.name}</span>}>
      <ContentLink url={props.url}>{props.name}</ContentLink>
    </Show>
  );
}

export function Skeleton() {
  return (
    <div class="page">
      <h1 class="visually-hidden">{strings.FULL_TEXT}</h1>
      <div class="skeleton skeleton-text" role="status">
        <span class="visually-hidden">{strings.LOADING}</span>
        <For each={Array(14).fill()}>{() => <span class="skeleton-bar" />}</For>
      </div>
    </div>
  );
}

export function LoadFailed(props) {
  return (
    <div class="page notice" role="alert">
      <p>{strings.LOAD_FAILED}</p>
      <button type="button" class="button" onClick={props.onRetry}>
        {strings.RETRY}
      </button>
    </div>
  );
}
