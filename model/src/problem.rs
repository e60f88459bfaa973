//! Problem details: the JSON error responses of the contract (RFC 9457).

use std::fmt;

use serde::{Deserialize, Serialize};

/// Media type of a [`Problem`].
pub const MEDIA_TYPE: &str = "application/problem+json";

/// A machine-readable error. `title` and `detail` are for developers; the app shows readers its
/// own text, chosen by `code`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Problem {
    /// The HTTP status code of the response.
    pub status: u16,
    /// The kind of problem, stable across versions.
    #[serde(default)]
    pub code: ProblemCode,
    /// Short summary, the same for every occurrence of a code.
    #[serde(default)]
    pub title: String,
    /// Details of this occurrence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $key:literal $status:literal $title:literal;)*) => {
        /// The problem codes of the contract.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
        #[serde(rename_all = "kebab-case")]
        pub enum ProblemCode {
            $($(#[$doc])* $name,)*
            /// A code that this version does not know.
            #[default]
            #[serde(other)]
            #[cfg_attr(feature = "openapi", schemars(skip))]
            Unknown,
        }

        impl ProblemCode {
            /// Every code of the contract.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The code in JSON.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)* Self::Unknown => "unknown" }
            }

            /// The HTTP status code of the problem.
            #[must_use]
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* Self::Unknown => 500 }
            }

            /// Short summary of the problem.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* Self::Unknown => "unknown problem" }
            }
        }
    };
}

codes! {
    /// No such article, or one that is not published.
    ArticleNotFound "article-not-found" 404 "no such article";
    /// An article that the newsroom has taken back.
    ArticleWithdrawn "article-withdrawn" 410 "this article was withdrawn";
    /// No such channel, or no such column in it.
    ChannelNotFound "channel-not-found" 404 "no such channel or column";
    /// No article has this tag, or is by this author.
    FacetNotFound "facet-not-found" 404 "no article has this tag or author";
    /// No such URL.
    NotFound "not-found" 404 "no such address";
    /// The endpoint does not support this method.
    MethodNotAllowed "method-not-allowed" 405 "method not allowed here";
    /// The cursor was not made by this server.
    CursorForged "cursor-forged" 400 "this cursor was not made here";
    /// The page size is not 1 to 50.
    LimitOutOfRange "limit-out-of-range" 400 "limit is out of range (1 to 50)";
    /// Not a [`Mood`](crate::Mood).
    MoodUnknown "mood-unknown" 400 "unknown mood (happy, sad, like or pass)";
    /// Not a [`Period`](crate::Period).
    PeriodUnknown "period-unknown" 400 "unknown period (day, week or month)";
    /// A query parameter is missing or malformed.
    QueryMalformed "query-malformed" 400 "malformed query";
    /// The search query has less than one ideograph or two letters.
    QueryTooShort "query-too-short" 400 "search for at least one ideograph or two letters";
    /// The request body does not match what the endpoint expects.
    BodyMalformed "body-malformed" 400 "malformed body";
    /// The request body is longer than the endpoint accepts.
    BodyTooLarge "body-too-large" 413 "body too large";
    /// The request body is not `application/json`.
    UnsupportedMediaType "unsupported-media-type" 415 "send application/json";
    /// A reaction from a browser that stores no cookie: the server could not recognise the same
    /// reader's next reaction.
    CookieRequired "cookie-required" 403 "reactions need a cookie";
    /// A state-changing request from another site (CSRF protection).
    CrossSite "cross-site" 403 "cross-site request refused";
    /// No WeChat account is configured.
    WechatNotSetUp "wechat-not-set-up" 404 "WeChat is not set up here";
    /// The URL to be signed is malformed or too long.
    AddressMalformed "address-malformed" 400 "no whole address of a page, or longer than 2048 bytes";
    /// The URL to be signed belongs to another site.
    AddressForeign "address-foreign" 400 "only addresses of this site are signed";
    /// WeChat does not issue a ticket to sign with at the moment.
    WechatUnavailable "wechat-unavailable" 503 "WeChat does not vouch for us now, try again";
    /// Rate limit: too many reactions from one reader or one IP address, or too many searches.
    TooManyRequests "too-many-requests" 429 "too many requests from here, try again later";
    /// Too many event streams are open, from one IP address or in all: ask for the events instead.
    TooManyStreams "too-many-streams" 503 "too many streams of events are open, ask instead";
    /// The response took longer than the server's timeout.
    TimedOut "timed-out" 504 "the answer took too long";
    /// The database is unavailable.
    StoreUnavailable "store-unavailable" 503 "the store is unavailable, try again";
    /// Internal server error.
    Internal "internal" 500 "internal error";
}

impl Problem {
    /// The problem `code`, without a detail.
    #[must_use]
    pub fn new(code: ProblemCode) -> Self {
        Self { status: code.status(), code, title: code.title().to_owned(), detail: None }
    }

    /// The same problem with details of this occurrence.
    #[must_use]
    pub fn with_detail(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }
}

impl From<ProblemCode> for Problem {
    fn from(code: ProblemCode) -> Self {
        Self::new(code)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.status, self.code.key(), self.title)?;
        self.detail.as_ref().map_or(Ok(()), |detail| write!(f, " ({detail})"))
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_the_json_form() {
        for code in ProblemCode::ALL {
            assert_eq!(serde_json::to_string(code).unwrap(), format!("{:?}", code.key()));
        }
    }

    #[test]
    fn unknown_codes_and_missing_fields_are_accepted() {
        let problem: Problem =
            serde_json::from_str(r#"{"status":418,"code":"teapot","title":"short"}"#).unwrap();
        assert_eq!((problem.code, problem.status), (ProblemCode::Unknown, 418));
        assert!(serde_json::from_str::<Problem>(r#"{"status":502}"#).is_ok());
    }
}
