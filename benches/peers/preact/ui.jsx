// Small components without state: icon, picture, links, placeholders.

import { pictureClass, referrerPolicyOf, relOf, SIZES, srcsetOf } from "../shared/format.js";
import * as strings from "../shared/strings.js";

export function Icon({ path }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  );
}

export function Picture({ picture, alt, slot, isFirst = false }) {
  const srcset = srcsetOf(picture);
  const [width, height] = picture.size ?? [];
  return (
    <img
      class={pictureClass(picture, slot)}
      alt={alt}
      width={width}
      height={height}
      loading={isFirst ? undefined : "lazy"}
      fetchpriority={isFirst ? "high" : undefined}
      referrerpolicy={referrerPolicyOf(picture)}
      decoding="async"
      data-color={picture.color}
      sizes={srcset && SIZES[slot]}
      srcset={srcset}
      src={picture.url}
    />
  );
}

export function ContentLink({ url, label, children, ...attributes }) {
  return (
    <a {...attributes} rel={relOf(url)} aria-label={label} href={url}>
      {children}
    </a>
  );
}

export function MaybeLink({ name, url }) {
  return url ? <ContentLink url={url}>{name}</ContentLink> : <span>{name}</span>;
}

export function Skeleton() {
  return (
    <Placeholder>
      <div class="skeleton skeleton-text" role="status">
        <span class="visually-hidden">{strings.LOADING}</span>
        {Array.from({ length: 14 }, (_, index) => (
          <span key={index} class="skeleton-bar" />
        ))}
      </div>
    </Placeholder>
  );
}

export function LoadFailed({ onRetry }) {
  return (
    <Placeholder>
      <div class="notice" role="alert">
        <p>{strings.LOAD_FAILED}</p>
        <button type="button" class="button" onClick={onRetry}>
          {strings.RETRY}
        </button>
      </div>
    </Placeholder>
  );
}

function Placeholder({ children }) {
  return (
    <div class="page">
      <h1 class="visually-hidden">{strings.FULL_TEXT}</h1>
      {children}
    </div>
  );
}
