//! Extractors whose rejections are problem documents.

use std::borrow::Cow;
use std::str::FromStr;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use percent_encoding::percent_decode_str;
use zaidu_model::{Facet, FacetKind, Key, ProblemCode};

use crate::http::error::ApiError;

/// The article id in the path. A malformed id is rejected as an unknown article.
pub(crate) struct ArticleId(pub(crate) Key);

impl<S: Send + Sync> FromRequestParts<S> for ArticleId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let text = Path::<String>::from_request_parts(parts, state).await;
        let key = text.ok().and_then(|Path(text)| Key::new(text).ok());
        key.map(Self).ok_or_else(|| ProblemCode::ArticleNotFound.into())
    }
}

/// The keys of a channel and of an optional column in the path.
pub(crate) struct ChannelKeys(pub(crate) Key, pub(crate) Option<Key>);

impl<S: Send + Sync> FromRequestParts<S> for ChannelKeys {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let texts = Path::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        let keys = texts.ok().and_then(|Path(texts)| {
            texts.into_iter().map(|(_, text)| Key::new(text).ok()).collect::<Option<Vec<_>>>()
        });
        let mut keys = keys.unwrap_or_default().into_iter();
        match (keys.next(), keys.next()) {
            (Some(channel), column) => Ok(Self(channel, column)),
            (None, _) => Err(ProblemCode::ChannelNotFound.into()),
        }
    }
}

/// The name of a tag or author in the path; none if it is not UTF-8.
pub(crate) struct FacetName(Option<String>);

impl FacetName {
    /// The facet of this kind and name; `None` if no facet can have the name.
    pub(crate) fn facet(&self, kind: FacetKind) -> Option<Facet> {
        Facet::new(kind, self.0.as_deref()?)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for FacetName {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let text = Path::<String>::from_request_parts(parts, state).await;
        Ok(Self(text.ok().map(|Path(text)| text)))
    }
}

/// The query string, decoded parameter by parameter. Parameters that the endpoint does not read are
/// ignored; one that it reads must not occur twice and must be UTF-8.
pub(crate) struct Query(String);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        Ok(Self(parts.uri.query().unwrap_or_default().to_owned()))
    }
}

impl Query {
    /// The value of `parameter`, if present.
    pub(crate) fn get(&self, parameter: &'static str) -> Result<Option<String>, ApiError> {
        let malformed = |reason| ApiError::Query { parameter, reason };
        let mut values = self.0.split('&').filter_map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode_form(name)? == parameter).then(|| decode_form(value))
        });
        let value = values.next();
        if values.next().is_some() {
            return Err(malformed("given more than once"));
        }
        match value {
            None => Ok(None),
            Some(Some(value)) => Ok(Some(value.into_owned())),
            Some(None) => Err(malformed("not UTF-8")),
        }
    }

    /// The parsed value of `parameter`, or `default` when it is absent.
    pub(crate) fn parse<T>(&self, parameter: &'static str, default: T) -> Result<T, ApiError>
    where
        T: FromStr<Err = ProblemCode>,
    {
        self.get(parameter)?.map_or(Ok(default), |value| value.parse().map_err(ApiError::Code))
    }
}

/// Decodes a form-encoded part of the query; `None` when it is not UTF-8.
fn decode_form(encoded: &str) -> Option<Cow<'_, str>> {
    match encoded.contains('+') {
        false => percent_decode_str(encoded).decode_utf8().ok(),
        true => {
            let spaced = encoded.replace('+', " ");
            let text = percent_decode_str(&spaced).decode_utf8().ok()?.into_owned();
            Some(Cow::Owned(text))
        }
    }
}

/// A complete body with the content type `application/json`. The route's
/// [`DefaultBodyLimit`](axum::extract::DefaultBodyLimit) limits its length.
pub(crate) struct JsonBody(pub(crate) Bytes);

impl<S: Send + Sync> FromRequest<S> for JsonBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let media_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let essence = media_type.and_then(|value| value.split(';').next()).unwrap_or_default();
        if !essence.trim().eq_ignore_ascii_case("application/json") {
            return Err(ProblemCode::UnsupportedMediaType.into());
        }
        Bytes::from_request(request, state).await.map(Self).map_err(|rejection| {
            match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => ProblemCode::BodyTooLarge.into(),
                _ => ApiError::BodyCut,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(query: &str, name: &'static str) -> Result<Option<String>, ProblemCode> {
        Query(query.to_owned()).get(name).map_err(|_| ProblemCode::QueryMalformed)
    }

    #[test]
    fn parameters_are_found_by_their_decoded_names() {
        assert_eq!(get("a=1&b=%E6%BD%AE+%2B", "b"), Ok(Some("潮 +".into())));
        assert_eq!(get("%61=1", "a"), Ok(Some("1".into())));
        assert_eq!(get("a", "a"), Ok(Some(String::new())));
        assert_eq!(get("b=1&&=", "a"), Ok(None));
        assert_eq!(get("", "a"), Ok(None));
    }

    #[test]
    fn only_parameters_that_are_read_can_be_malformed() {
        assert_eq!(get("a=1&a=1", "a"), Err(ProblemCode::QueryMalformed));
        assert_eq!(get("a=%ff", "a"), Err(ProblemCode::QueryMalformed));
        assert_eq!(get("a=1&b=%ff&b=2&%ff=3", "a"), Ok(Some("1".into())));
    }
}
