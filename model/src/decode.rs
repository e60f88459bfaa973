//! JSON deserialisation whose errors name the path of the field that failed.

use std::fmt;

use serde::de::DeserializeOwned;

/// Why bytes could not be deserialised, and at which field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    /// Path of the field, such as `items[3].body[0].image.url`; `.` for the whole document.
    pub path: String,
    /// What is wrong with it.
    pub reason: String,
}

/// Deserialises `bytes` as a `T`.
///
/// # Errors
/// [`DecodeError`] holds the path of the first field that does not match. Nesting beyond
/// 128 levels is refused, so that hostile input cannot exhaust the stack.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| DecodeError {
        path: error.path().to_string(),
        reason: error.inner().to_string(),
    })?;
    json.end().map_err(|error| DecodeError { path: ".".into(), reason: error.to_string() })?;
    Ok(value)
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)
    }
}

impl std::error::Error for DecodeError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Article;

    fn path_of(body: &str) -> String {
        let json = format!(r#"{{"id":"a","published":"2026-11-20T08:00:00Z","body":{body}}}"#);
        decode::<Article>(json.as_bytes()).unwrap_err().path
    }

    #[test]
    fn errors_name_the_field() {
        let link = r#"[{"paragraph":[{"text":"a"},{"link":{"url":"javascript:x","text":[]}}]}]"#;
        assert_eq!(path_of(link), "body[0].paragraph[1].link.url");
        let image = r#"["divider",{"image":{"picture":{"url":"/a.jpg","size":[0,1]}}}]"#;
        assert_eq!(path_of(image), "body[1].image.picture.size");
        assert_eq!(path_of(r#"[{"marquee":[]}]"#), "body[0]");
        let error = decode::<Article>(br#"{"id":"a/b"}"#).unwrap_err();
        assert_eq!(error.path, "id");
    }

    #[test]
    fn depth_and_trailing_text_are_refused() {
        let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        assert!(decode::<serde_json::Value>(deep.as_bytes()).is_err());
        assert!(decode::<u8>(b"1 2").is_err());
    }
}
