//! Parts of a request whose rejections are problems.

use std::borrow::Cow;
use std::str::FromStr;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use percent_encoding::percent_decode_str;
use zaidu_model::{Key, ProblemCode};

use super::error::ApiError;

/// The article that the address names. What cannot be a key names no article.
pub(crate) struct ArticleId(pub(crate) Key);

impl<S: Send + Sync> FromRequestParts<S> for ArticleId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let text = Path::<String>::from_request_parts(parts, state).await;
        let key = text.ok().and_then(|Path(text)| Key::new(text).ok());
        key.map(Self).ok_or_else(|| ProblemCode::ArticleNotFound.into())
    }
}

/// The channel that the address names, and perhaps the column below it.
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

/// The query, decoded parameter by parameter. Parameters that nobody asks for
/// are ignored; one that is asked for and doubled, or no UTF-8, is a problem.
pub(crate) struct Query(String);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        Ok(Self(parts.uri.query().unwrap_or_default().to_owned()))
    }
}

impl Query {
    /// The value of `parameter`, if it is given.
    pub(crate) fn get(&self, parameter: &'static str) -> Result<Option<String>, ApiError> {
        let wrong = |reason| ApiError::Query { parameter, reason };
        let mut values = self.0.split('&').filter_map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (text(name)? == parameter).then(|| text(value))
        });
        let value = values.next();
        if values.next().is_some() {
            return Err(wrong("given more than once"));
        }
        match value {
            None => Ok(None),
            Some(Some(value)) => Ok(Some(value.into_owned())),
            Some(None) => Err(wrong("not UTF-8")),
        }
    }

    /// The value of `parameter` as a `T`, or its default when it is not given.
    pub(crate) fn parse<T>(&self, parameter: &'static str, default: T) -> Result<T, ApiError>
    where
        T: FromStr<Err = ProblemCode>,
    {
        self.get(parameter)?.map_or(Ok(default), |value| value.parse().map_err(ApiError::Code))
    }
}

/// A part of a query as text, as forms write it; nothing when it is not UTF-8.
fn text(encoded: &str) -> Option<Cow<'_, str>> {
    match encoded.contains('+') {
        false => percent_decode_str(encoded).decode_utf8().ok(),
        true => {
            let spaced = encoded.replace('+', " ");
            let text = percent_decode_str(&spaced).decode_utf8().ok()?.into_owned();
            Some(Cow::Owned(text))
        }
    }
}

/// A body that says it is JSON, whole. The route's
/// [`DefaultBodyLimit`](axum::extract::DefaultBodyLimit) says how long it may be.
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
    fn only_parameters_that_are_asked_for_can_be_wrong() {
        assert_eq!(get("a=1&a=1", "a"), Err(ProblemCode::QueryMalformed));
        assert_eq!(get("a=%ff", "a"), Err(ProblemCode::QueryMalformed));
        assert_eq!(get("a=1&b=%ff&b=2&%ff=3", "a"), Ok(Some("1".into())));
    }
}
