// Small components without state: icon, picture, links, placeholders.

import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import {
  isArticle,
  pictureClass,
  referrerPolicyOf,
  relOf,
  SIZES,
  srcsetOf,
} from "../shared/format.js";
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
      class={pictureClass(props.picture, props.slot)}
      alt={props.alt}
      width={props.picture.size?.[0]}
      height={props.picture.size?.[1]}
      loading={props.isFirst ? undefined : "lazy"}
      fetchpriority={props.isFirst ? "high" : undefined}
      referrerpolicy={referrerPolicyOf(props.picture)}
      decoding="async"
      data-color={props.picture.color}
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
        <a class={props.class} rel={relOf(props.url)} aria-label={props.label} href={props.url}>
          {props.children}
        </a>
      }
    >
      <A class={props.class} aria-label={props.label} href={props.url}>
        {props.children}
      </A>
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
    <Placeholder>
      <div class="skeleton skeleton-text" role="status">
        <span class="visually-hidden">{strings.LOADING}</span>
        <For each={Array(14).fill()}>{() => <span class="skeleton-bar" />}</For>
      </div>
    </Placeholder>
  );
}

export function LoadFailed(props) {
  return (
    <Placeholder>
      <div class="notice" role="alert">
        <p>{strings.LOAD_FAILED}</p>
        <button type="button" class="button" onClick={() => props.onRetry()}>
          {strings.RETRY}
        </button>
      </div>
    </Placeholder>
  );
}

function Placeholder(props) {
  return (
    <div class="page">
      <h1 class="visually-hidden">{strings.FULL_TEXT}</h1>
      {props.children}
    </div>
  );
}
