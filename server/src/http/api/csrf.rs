//! CSRF protection: only pages of this site may send requests that change something.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::{COOKIE, HOST, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use zaidu_model::ProblemCode;

use crate::http::error::ApiError;
use crate::state::AppState;

/// Extractor that rejects requests from pages of other sites.
///
/// Browsers set `Sec-Fetch-Site`, and pages cannot change it. `cross-site` is rejected whatever is
/// configured: browsers do not send the reader's cookie across sites, so each request would create
/// a new reader. With a cookie from a configured origin it is none: Firefox calls a request of the
/// same site so after a redirect, which a first vote has. Without that header, or with `same-site`,
/// `Origin` must be this host or a configured origin. A request with neither header does not come
/// from a page.
pub(crate) struct CsrfGuard;

impl<S> FromRequestParts<S> for CsrfGuard
where
    S: Send + Sync,
    Arc<AppState>: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let app = Arc::<AppState>::from_ref(state);
        let is_own = match parts.headers.get("sec-fetch-site").map(HeaderValue::as_bytes) {
            Some(b"same-origin" | b"none") => true,
            Some(b"cross-site") => {
                let origin = parts.headers.get(ORIGIN);
                let is_configured = origin.is_some_and(|it| app.allow_origins.contains(it));
                is_configured && parts.headers.contains_key(COOKIE)
            }
            _ => is_own_origin(&parts.headers, &app.allow_origins),
        };
        if is_own { Ok(Self) } else { Err(ProblemCode::CrossSite.into()) }
    }
}

fn is_own_origin(headers: &HeaderMap, allowed: &[HeaderValue]) -> bool {
    let Some(origin) = headers.get(ORIGIN) else { return true };
    if allowed.contains(origin) {
        return true;
    }
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    match (origin.to_str().ok().and_then(|origin| origin.split_once("://")), host) {
        (Some((scheme, authority)), Some(host)) => {
            let port = if scheme == "https" { ":443" } else { ":80" };
            let bare = |text: &str| text.strip_suffix(port).unwrap_or(text).to_ascii_lowercase();
            bare(authority) == bare(host)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_compared_with_the_host() {
        let is_own = |origin: &'static str, host: &'static str| {
            let pairs = [(ORIGIN, origin), (HOST, host)];
            let headers = pairs.map(|(name, value)| (name, HeaderValue::from_static(value)));
            let allowed = [HeaderValue::from_static("https://app.example")];
            is_own_origin(&HeaderMap::from_iter(headers), &allowed)
        };
        assert!(is_own("http://a.example:8720", "a.example:8720"));
        assert!(is_own("https://A.example", "a.example:443"));
        assert!(is_own("https://app.example", "a.example"));
        for other in ["null", "https://b.example", "https://a.example:444", "a.example", ""] {
            assert!(!is_own(other, "a.example"), "{other}");
        }
        assert!(is_own_origin(&HeaderMap::new(), &[]));
    }
}
