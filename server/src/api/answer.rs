//! Answers in JSON, and how long they may be kept.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::error::ApiError;
use crate::digest::digest;

/// Anyone may keep it, and asks before using it again.
///
/// Not a lifetime, however short: a reader who has just reacted and looks at the
/// ranking must not be shown the one before. With the entity tag asking costs a
/// round trip and no body.
const REVALIDATE: HeaderValue = HeaderValue::from_static("public, no-cache");

/// `value`, the same for everyone, tagged by its own bytes.
pub(crate) fn public<T: Serialize>(asked: &HeaderMap, value: &T) -> Result<Response, ApiError> {
    let body = to_json(value)?;
    Ok(tagged(asked, &digest(&body), body))
}

/// `value`, the same for everyone, with the tag `tag`, which must change with
/// it. Characters of `tag` must be visible ASCII without quotes.
pub(crate) fn public_as<T: Serialize>(
    asked: &HeaderMap,
    tag: &str,
    value: &T,
) -> Result<Response, ApiError> {
    Ok(tagged(asked, tag, to_json(value)?))
}

/// Caches between us and many readers may keep it for a minute, and show it for
/// ten more while they ask for a new one; browsers ask each time.
const SHARED: HeaderValue =
    HeaderValue::from_static("public, max-age=0, s-maxage=60, stale-while-revalidate=600");

/// Only the reader's own browser may keep it.
const OWN: HeaderValue = HeaderValue::from_static("private, no-cache");

/// `body`, the same for everyone for a while, tagged by its own bytes. Its type
/// is the caller's to say.
pub(crate) fn shared(asked: &HeaderMap, body: Vec<u8>) -> Response {
    let tag = digest(&body);
    with_tag(asked, &tag, SHARED, HeaderMap::new(), body)
}

/// The header by which a browser says that its reader wants to save data.
pub(crate) const SAVE_DATA: &str = "save-data";

/// Whom a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Share {
    /// Everyone who has not reacted yet.
    Everyone,
    /// The reader whose choice it shows.
    OneReader,
}

/// A page, tagged with `tag`. `headers` go with it.
pub(crate) fn page(
    asked: &HeaderMap,
    share: Share,
    tag: &str,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let cache = match share {
        Share::Everyone => SHARED,
        Share::OneReader => OWN,
    };
    let mut response = with_tag(asked, tag, cache, headers, body);
    // A reader who has reacted gets another page from the same address, and who
    // saves data one with smaller pictures.
    for other in ["cookie", SAVE_DATA] {
        response.headers_mut().append(header::VARY, HeaderValue::from_static(other));
    }
    response
}

/// A page in the place of one that is missing now, and may be there in a minute.
pub(crate) fn passing(status: StatusCode, headers: HeaderMap, body: Bytes) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], headers, body).into_response()
}

/// `value`, for this reader and this moment only.
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

fn tagged(asked: &HeaderMap, tag: &str, body: Vec<u8>) -> Response {
    let json = HeaderValue::from_static("application/json");
    let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, json)]);
    with_tag(asked, tag, REVALIDATE, headers, body)
}

/// `body` with `headers`, or 304 without them when the client has it.
fn with_tag(
    asked: &HeaderMap,
    tag: &str,
    cache: HeaderValue,
    headers: HeaderMap,
    body: impl IntoResponse,
) -> Response {
    // Weak: compression changes the bytes and not what they say.
    let Ok(etag) = HeaderValue::from_str(&format!("W/\"{tag}\"")) else {
        return ApiError::Internal(format!("{tag:?} is not a tag")).into_response();
    };
    let known = [(header::ETAG, etag), (header::CACHE_CONTROL, cache)];
    if is_known(asked, tag) {
        return (StatusCode::NOT_MODIFIED, known).into_response();
    }
    (known, headers, body).into_response()
}

/// Whether the client has what `tag` stands for, by RFC 9110's weak comparison.
fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    let lines = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim).any(|candidate| {
        let candidate = candidate.strip_prefix("W/").unwrap_or(candidate);
        candidate == "*"
            || candidate.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) == Some(tag)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_compared_weakly() {
        let known = |line: &'static str| {
            let line = HeaderValue::from_static(line);
            is_known(&HeaderMap::from_iter([(header::IF_NONE_MATCH, line)]), "a-1")
        };
        for line in ["\"a-1\"", "W/\"a-1\"", "\"b\", W/\"a-1\"", "*"] {
            assert!(known(line), "{line}");
        }
        for line in ["", "a-1", "\"a-2\"", "w/\"a-1\"", "\""] {
            assert!(!known(line), "{line}");
        }
        assert!(!is_known(&HeaderMap::new(), "a-1"));
    }
}
