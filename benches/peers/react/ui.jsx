// Small components without state: icon, picture, links, placeholders.

import { Link } from "react-router";
import {
  isArticle,
  pictureClass,
  referrerPolicyOf,
  relOf,
  SIZES,
  srcsetOf,
} from "../shared/format.js";
import * as strings from "../shared/strings.js";

export function Icon({ path }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  );
}

export function Picture({ picture, alt, slot, isFirst = false }) {
  const srcset = srcsetOf(picture);
  const [width, height] = picture.size ?? [];
  return (
    <img
      className={pictureClass(picture, slot)}
      alt={alt}
      width={width}
      height={height}
      loading={isFirst ? undefined : "lazy"}
      fetchPriority={isFirst ? "high" : undefined}
      referrerPolicy={referrerPolicyOf(picture)}
      decoding="async"
      data-color={picture.color}
      sizes={srcset && SIZES[slot]}
      srcSet={srcset}
      src={picture.url}
    />
  );
}

// A link of content: the router opens articles, the browser everything else.
export function ContentLink({ url, className, label, children }) {
  if (isArticle(url)) {
    return (
      <Link className={className} aria-label={label} to={url}>
        {children}
      </Link>
    );
  }
  return (
    <a className={className} rel={relOf(url)} aria-label={label} href={url}>
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
      <div className="skeleton skeleton-text" role="status">
        <span className="visually-hidden">{strings.LOADING}</span>
        {Array.from({ length: 14 }, (_, index) => (
          <span key={index} className="skeleton-bar" />
        ))}
      </div>
    </Placeholder>
  );
}

export function LoadFailed({ onRetry }) {
  return (
    <Placeholder>
      <div className="notice" role="alert">
        <p>{strings.LOAD_FAILED}</p>
        <button type="button" className="button" onClick={onRetry}>
          {strings.RETRY}
        </button>
      </div>
    </Placeholder>
  );
}

function Placeholder({ children }) {
  return (
    <div className="page">
      <h1 className="visually-hidden">{strings.FULL_TEXT}</h1>
      {children}
    </div>
  );
}
