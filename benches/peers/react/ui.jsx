// Small components without state: icon, picture, links, placeholders.

import { Link } from "react-router";
import { isArticle, relOf, SIZES, srcsetOf } from "../shared/format.js";
import * as strings from "../shared/strings.js";

export function Icon({ path }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  );
}

export function Picture({ picture, alt, slot, eager = false }) {
  const srcset = srcsetOf(picture);
  const [width, height] = picture.size ?? [];
  return (
    <img
      className={picture.size ? "picture" : "picture picture-unsized"}
      alt={alt}
      width={width}
      height={height}
      loading={eager ? undefined : "lazy"}
      decoding="async"
      sizes={srcset && SIZES[slot]}
      srcSet={srcset}
      src={picture.url}
    />
  );
}

// A link of content: the router opens articles, the browser everything else.
export function ContentLink({ url, children }) {
  if (isArticle(url)) return <Link to={url}>{children}</Link>;
  return (
    <a rel={relOf(url)} href={url}>
      {children}
    </a>
  );
}

export function MaybeLink({ name, url }) {
  return url ? <ContentLink url={url}>{name}</ContentLink> : <span>{name}</span>;
}

export function Skeleton() {
  return (
    <div className="page">
      <h1 className="visually-hidden">{strings.FULL_TEXT}</h1>
      <div className="skeleton skeleton-text" role="status">
        <span className="visually-hidden">{strings.LOADING}</span>
        {Array.from({ length: 14 }, (_, index) => (
          <span key={index} className="skeleton-bar" />
        ))}
      </div>
    </div>
  );
}

export function LoadFailed({ onRetry }) {
  return (
    <div className="page notice" role="alert">
      <p>{strings.LOAD_FAILED}</p>
      <button type="button" className="button" onClick={onRetry}>
        {strings.RETRY}
      </button>
    </div>
  );
}
