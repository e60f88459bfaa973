//! Which pages may ask for a change.

use axum::extract::FromRequestParts;
use axum::http::header::{CONTENT_TYPE, HOST, IF_NONE_MATCH, ORIGIN, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method};
use std::sync::Arc;
use std::time::Duration;
use tower_http::cors::CorsLayer;
use zaidu_model::ProblemCode;

use super::error::ApiError;
use crate::App;

/// Proof that no other site's page asks.
///
/// `Sec-Fetch-Site` is the browser's own word. `cross-site` is refused whatever
/// is configured: the reader's cookie does not travel across sites, so each
/// request would make a new reader. Where browsers do not send it, or say
/// `same-site`, the origin must be this host or a configured one. A request
/// with neither header does not come from a page.
pub(crate) struct OwnSite;

impl FromRequestParts<Arc<App>> for OwnSite {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let own = match parts.headers.get("sec-fetch-site").map(HeaderValue::as_bytes) {
            Some(b"same-origin" | b"none") => true,
            Some(b"cross-site") => false,
            _ => has_own_origin(&parts.headers, &app.allow_origins),
        };
        if own { Ok(Self) } else { Err(ProblemCode::CrossSite.into()) }
    }
}

fn has_own_origin(headers: &HeaderMap, allowed: &[HeaderValue]) -> bool {
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

/// What lets pages of `allowed` read answers, cookies included; nothing where
/// none is allowed.
pub(crate) fn cors(allowed: &[HeaderValue]) -> Option<CorsLayer> {
    let layer = CorsLayer::new()
        .allow_origin(allowed.to_vec())
        .allow_credentials(true)
        .allow_methods([Method::GET, Method::PUT])
        .allow_headers([CONTENT_TYPE, IF_NONE_MATCH])
        .expose_headers([RETRY_AFTER])
        .max_age(Duration::from_secs(600));
    (!allowed.is_empty()).then_some(layer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_compared_with_the_host() {
        let own = |origin: &'static str, host: &'static str| {
            let pairs = [(ORIGIN, origin), (HOST, host)];
            let headers = pairs.map(|(name, value)| (name, HeaderValue::from_static(value)));
            let allowed = [HeaderValue::from_static("https://app.example")];
            has_own_origin(&HeaderMap::from_iter(headers), &allowed)
        };
        assert!(own("http://a.example:8720", "a.example:8720"));
        assert!(own("https://A.example", "a.example:443"));
        assert!(own("https://app.example", "a.example"));
        for other in ["null", "https://b.example", "https://a.example:444", "a.example", ""] {
            assert!(!own(other, "a.example"), "{other}");
        }
        assert!(has_own_origin(&HeaderMap::new(), &[]));
    }
}
