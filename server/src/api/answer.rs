//! Answers in JSON, and how long they may be kept.

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
    // Weak: compression changes the bytes and not what they say.
    let Ok(etag) = HeaderValue::from_str(&format!("W/\"{tag}\"")) else {
        return ApiError::Internal(format!("{tag:?} is not a tag")).into_response();
    };
    let headers = [(header::ETAG, etag), (header::CACHE_CONTROL, REVALIDATE)];
    if is_known(asked, tag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let json = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    (headers, json, body).into_response()
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
