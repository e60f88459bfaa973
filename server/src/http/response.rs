//! Cacheable responses: `Cache-Control`, weak ETags and conditional requests (304).

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::error::ApiError;
use crate::etag::content_hash;

/// Caches may store the response and must revalidate it before each use.
///
/// There is no max-age, however short: a reader who has just reacted must see the new ranking. With
/// the ETag, revalidation costs a round trip without a body.
pub(crate) const REVALIDATE: HeaderValue = HeaderValue::from_static("public, no-cache");

/// A JSON response that is the same for everyone, with a hash of its body as the ETag.
pub(crate) fn public<T: Serialize>(request: &HeaderMap, value: &T) -> Result<Response, ApiError> {
    let body = to_json(value)?;
    Ok(json_with_etag(request, &content_hash(&body), body))
}

/// A JSON response that is the same for everyone, with the ETag `etag`, which must change whenever
/// `value` does and consist of visible ASCII characters without quotes.
pub(crate) fn public_with_etag<T: Serialize>(
    request: &HeaderMap,
    etag: &str,
    value: &T,
) -> Result<Response, ApiError> {
    Ok(json_with_etag(request, etag, to_json(value)?))
}

/// Shared caches may serve the response for a minute; browsers revalidate each time. Not
/// `stale-while-revalidate`: Firefox would show a reader the page of ten minutes ago, also of an
/// article that was withdrawn since (decision 011).
pub(crate) const SHARED: HeaderValue = HeaderValue::from_static("max-age=0, s-maxage=60");

/// Pages of other origins may show the response (CORP): feed readers show the pictures that feeds
/// name, and so do sites on which readers share an article.
pub(crate) const SHOWN_ANYWHERE: (HeaderName, HeaderValue) = (
    HeaderName::from_static("cross-origin-resource-policy"),
    HeaderValue::from_static("cross-origin"),
);

/// Only the reader's own browser may store the response.
const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-cache");

/// A response that shared caches may store, with a hash of its body as the ETag. The caller sets the
/// content type.
pub(crate) fn shared(request: &HeaderMap, body: Vec<u8>) -> Response {
    let etag = content_hash(&body);
    conditional(request, &etag, SHARED, HeaderMap::new(), body)
}

/// The client hint for reduced data usage.
pub(crate) const SAVE_DATA: &str = "save-data";

/// The readers for whom a page is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// All readers without a cookie, who have not reacted yet.
    Everyone,
    /// The reader whose reaction or reading comfort the page shows.
    OneReader,
}

/// The response with a page, its ETag and further `headers`.
pub(crate) fn page(
    request: &HeaderMap,
    audience: Audience,
    etag: &str,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let cache = match audience {
        Audience::Everyone => SHARED,
        Audience::OneReader => PRIVATE,
    };
    let mut response = conditional(request, etag, cache, headers, body);
    // The same address has another page for a reader who has reacted or chosen a comfort, and one
    // with smaller pictures for `Save-Data`.
    let vary = HeaderValue::from_static("accept-encoding, cookie, save-data");
    response.headers_mut().insert(header::VARY, vary);
    response
}

/// An error page, which caches must not store: the error may be temporary.
pub(crate) fn error_page(status: StatusCode, headers: HeaderMap, body: Bytes) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], headers, body).into_response()
}

/// A JSON response for this reader only, which caches must not store.
pub(crate) fn private<T: Serialize>(value: &T) -> Result<Response, ApiError> {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, to_json(value)?).into_response())
}

fn to_json<T: Serialize>(value: &T) -> Result<Vec<u8>, ApiError> {
    serde_json::to_vec(value).map_err(|error| ApiError::Internal(error.to_string()))
}

fn json_with_etag(request: &HeaderMap, etag: &str, body: Vec<u8>) -> Response {
    let json = HeaderValue::from_static("application/json");
    let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, json)]);
    conditional(request, etag, REVALIDATE, headers, body)
}

/// A response with `body` and `headers`, or 304 without them when the client has this version.
pub(crate) fn conditional(
    request: &HeaderMap,
    etag: &str,
    cache: HeaderValue,
    headers: HeaderMap,
    body: impl IntoResponse,
) -> Response {
    if matches_etag(request, etag) {
        return not_modified(etag, cache);
    }
    match validators(etag, cache) {
        Ok(validators) => (validators, headers, body).into_response(),
        Err(error) => error.into_response(),
    }
}

/// 304 if the client has the version `etag` of a JSON response.
pub(crate) fn if_known(request: &HeaderMap, etag: &str) -> Option<Response> {
    matches_etag(request, etag).then(|| not_modified(etag, REVALIDATE))
}

/// 304 for the version `etag`.
pub(crate) fn not_modified(etag: &str, cache: HeaderValue) -> Response {
    match validators(etag, cache) {
        Ok(validators) => (StatusCode::NOT_MODIFIED, validators).into_response(),
        Err(error) => error.into_response(),
    }
}

/// The headers that a response and its 304 have in common.
fn validators(etag: &str, cache: HeaderValue) -> Result<[(HeaderName, HeaderValue); 2], ApiError> {
    // Weak, because compression changes the bytes and not the content.
    let value = HeaderValue::from_str(&format!("W/\"{etag}\""));
    let value = value.map_err(|_| ApiError::Internal(format!("{etag:?} is not a tag")))?;
    Ok([(header::ETAG, value), (header::CACHE_CONTROL, cache)])
}

/// Whether `If-None-Match` contains `etag`, by the weak comparison of RFC 9110.
fn matches_etag(request: &HeaderMap, etag: &str) -> bool {
    let lines = request.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim).any(|candidate| {
        let candidate = candidate.strip_prefix("W/").unwrap_or(candidate);
        candidate == "*"
            || candidate.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) == Some(etag)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn etags_are_compared_weakly() {
        let known = |line: &'static str| {
            let line = HeaderValue::from_static(line);
            matches_etag(&HeaderMap::from_iter([(header::IF_NONE_MATCH, line)]), "a-1")
        };
        for line in ["\"a-1\"", "W/\"a-1\"", "\"b\", W/\"a-1\"", "*"] {
            assert!(known(line), "{line}");
        }
        for line in ["", "a-1", "\"a-2\"", "w/\"a-1\"", "\""] {
            assert!(!known(line), "{line}");
        }
        assert!(!matches_etag(&HeaderMap::new(), "a-1"));
    }
}
