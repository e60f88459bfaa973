//! URL building blocks: percent-encoding (RFC 3986) and query strings.
//!
//! Below [`route`](crate::route), the addresses of pages, and [`api`](crate::api), those of
//! endpoints.

use std::fmt;

use percent_encoding::{
    AsciiSet, NON_ALPHANUMERIC, PercentEncode, percent_decode_str, utf8_percent_encode,
};

use crate::Key;

/// Query parameter of a list: the [`Cursor`](crate::Cursor) at which it begins.
pub const CURSOR_PARAM: &str = "cursor";

/// Query parameter of a search: the text that the reader typed.
pub const SEARCH_PARAM: &str = "q";

/// Query parameter of a shared page: the method by which it was shared, such as `weibo`.
/// No page reads it, and canonical addresses omit it.
pub const SHARE_METHOD_PARAM: &str = "from";

/// Every character but those that RFC 3986 calls unreserved.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// `text` percent-encoded, for the value of a query parameter.
pub fn encode_component(text: &str) -> impl fmt::Display + Iterator<Item = &str> {
    utf8_percent_encode(text, RESERVED)
}

/// `key` percent-encoded, as one segment of a path.
pub(crate) fn encode_key(key: &Key) -> PercentEncode<'_> {
    utf8_percent_encode(key.as_str(), RESERVED)
}

/// Appends `text` to `out` for the `href` of a link, as a segment of a path or the value of a
/// parameter: of what is reserved only ASCII is percent-encoded. Browsers encode the rest (URL
/// standard).
pub fn push_readable(out: &mut String, text: &str) {
    for c in text.chars() {
        if c.is_ascii() {
            out.extend(encode_component(c.encode_utf8(&mut [0; 4])));
        } else {
            out.push(c);
        }
    }
}

/// A path segment, or a part of a query, decoded; `None` when the result is not UTF-8.
pub(crate) fn decode_component(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(Into::into)
}

/// The decoded value of parameter `name` in the query string `query`, the first of several;
/// `None` when the parameter is missing or not UTF-8. A `+` is a space, as in forms.
#[must_use]
pub fn query_parameter(query: &str, name: &str) -> Option<String> {
    let decode = |encoded: &str| decode_component(&encoded.replace('+', " "));
    query.split('&').find_map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(key)? == name).then(|| decode(value))
    })?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded() {
        assert_eq!(query_parameter("a=1&b=%E6%BD%AE+%2B&b=2", "b").as_deref(), Some("潮 +"));
        assert_eq!(query_parameter("a", "a").as_deref(), Some(""));
        assert_eq!(query_parameter("a=%ff&b=1", "a"), None);
        assert_eq!(query_parameter("", "a"), None);
    }
}
