//! Problems: errors as they travel (RFC 9457).

use std::fmt;

use serde::{Deserialize, Serialize};

/// The media type of a [`Problem`].
pub const MEDIA_TYPE: &str = "application/problem+json";

/// What went wrong, in a form that programs can act on. `title` and `detail`
/// speak to developers; readers get words of the app's own, chosen by `code`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The HTTP status, repeated.
    pub status: u16,
    /// Which problem, stable across versions.
    #[serde(default)]
    pub code: ProblemCode,
    /// The problem in a few words, the same each time.
    #[serde(default)]
    pub title: String,
    /// What is particular to this occurrence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $key:literal $status:literal $title:literal;)*) => {
        /// The problems that the contract knows.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum ProblemCode {
            $($(#[$doc])* $name,)*
            /// A code that this version does not know.
            #[default]
            #[serde(other)]
            Unknown,
        }

        impl ProblemCode {
            /// Every code of the contract.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The code on the wire.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)* Self::Unknown => "unknown" }
            }

            /// The HTTP status that goes with it.
            #[must_use]
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* Self::Unknown => 500 }
            }

            /// The problem in a few words.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* Self::Unknown => "unknown problem" }
            }
        }
    };
}

codes! {
    /// Unknown and unpublished articles answer alike.
    ArticleNotFound "article-not-found" 404 "no such article";
    /// No such channel, or no such column in it.
    ChannelNotFound "channel-not-found" 404 "no such channel or column";
    /// No such address.
    NotFound "not-found" 404 "no such address";
    /// The address does not take this method.
    MethodNotAllowed "method-not-allowed" 405 "method not allowed here";
    /// The server did not make this cursor.
    CursorForged "cursor-forged" 400 "this cursor was not made here";
    /// Outside 1 to 50.
    LimitOutOfRange "limit-out-of-range" 400 "limit is out of range (1 to 50)";
    /// Not one of the moods.
    MoodUnknown "mood-unknown" 400 "unknown mood (happy, sad, like or pass)";
    /// Not one of the periods.
    PeriodUnknown "period-unknown" 400 "unknown period (day, week or month)";
    /// A query that lacks or garbles a parameter.
    QueryMalformed "query-malformed" 400 "malformed query";
    /// A search for less than one ideograph or two letters.
    QueryTooShort "query-too-short" 400 "search for at least one ideograph or two letters";
    /// A body that is not what the endpoint takes.
    BodyMalformed "body-malformed" 400 "malformed body";
    /// A body longer than the endpoint takes.
    BodyTooLarge "body-too-large" 413 "body too large";
    /// A body of another type than `application/json`.
    UnsupportedMediaType "unsupported-media-type" 415 "send application/json";
    /// A reaction from a browser that keeps no cookie: it could not be told from
    /// the same reader's next one.
    CookieRequired "cookie-required" 403 "reactions need a cookie";
    /// A change asked for by another site's page.
    CrossSite "cross-site" 403 "cross-site request refused";
    /// The newsroom has no WeChat account here.
    WechatNotSetUp "wechat-not-set-up" 404 "WeChat is not set up here";
    /// An address to be signed that is none, or too long.
    AddressMalformed "address-malformed" 400 "no whole address of a page, or longer than 2048 bytes";
    /// An address to be signed that is another site's.
    AddressForeign "address-foreign" 400 "only addresses of this site are signed";
    /// WeChat gives nothing to sign with now.
    WechatUnavailable "wechat-unavailable" 503 "WeChat does not vouch for us now, try again";
    /// More reactions than one reader, or one address, may send in a while.
    TooManyRequests "too-many-requests" 429 "too many reactions from here, try again later";
    /// The answer took longer than the server allows itself.
    TimedOut "timed-out" 504 "the answer took too long";
    /// The store cannot answer now.
    StoreUnavailable "store-unavailable" 503 "the store is unavailable, try again";
    /// A fault of the server's own.
    Internal "internal" 500 "internal error";
}

impl Problem {
    /// The problem `code` without a detail.
    #[must_use]
    pub fn new(code: ProblemCode) -> Self {
        Self { status: code.status(), code, title: code.title().to_owned(), detail: None }
    }

    /// The same problem with what is particular to this occurrence.
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
    fn keys_are_the_wire_form() {
        for code in ProblemCode::ALL {
            assert_eq!(serde_json::to_string(code).unwrap(), format!("{:?}", code.key()));
        }
    }

    #[test]
    fn unknown_codes_and_bare_problems_are_read() {
        let problem: Problem =
            serde_json::from_str(r#"{"status":418,"code":"teapot","title":"short"}"#).unwrap();
        assert_eq!((problem.code, problem.status), (ProblemCode::Unknown, 418));
        assert!(serde_json::from_str::<Problem>(r#"{"status":502}"#).is_ok());
    }
}
