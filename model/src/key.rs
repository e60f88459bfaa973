//! Keys: stable identifiers of articles, channels and columns, used as URL path segments.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A stable identifier in URLs: an article's id, or the key of a channel or column.
///
/// It has 1 to 128 characters, none of which is a control character, white space or one of
/// `/ \ ? # %`, and it is neither `.` nor `..`; a key is therefore always exactly one path
/// segment. Chinese is allowed: [`crate::route`] and [`crate::api`] percent-encode it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(extend("minLength" = 1, "maxLength" = Self::MAX))
)]
#[serde(try_from = "String", into = "String")]
pub struct Key(String);

/// Why a text is not a [`Key`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyError(String);

impl Key {
    /// Maximum length, in characters.
    pub const MAX: usize = 128;

    /// Checks `text` against the rule of the type.
    ///
    /// # Errors
    /// [`KeyError`] holds the text when it breaks the rule.
    pub fn new(text: impl Into<String>) -> Result<Self, KeyError> {
        let text = text.into();
        let allowed = |c: char| {
            !(c.is_control() || c.is_whitespace() || matches!(c, '/' | '\\' | '?' | '#' | '%'))
        };
        let length = text.chars().count();
        if (1..=Self::MAX).contains(&length)
            && text.chars().all(allowed)
            && text != "."
            && text != ".."
        {
            Ok(Self(text))
        } else {
            Err(KeyError(text))
        }
    }

    /// Any key, in place of one that cannot be read.
    pub(crate) fn placeholder() -> Self {
        Self("-".to_owned())
    }

    /// The key as text, not percent-encoded.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Key {
    type Error = KeyError;

    fn try_from(text: String) -> Result<Self, KeyError> {
        Self::new(text)
    }
}

impl From<Key> for String {
    fn from(key: Key) -> Self {
        key.0
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a key (1 to 128 characters, no space or / \\ ? # %)", self.0)
    }
}

impl std::error::Error for KeyError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_what_fits_one_path_segment() {
        for good in ["a", "brief-001", "党建频道", "2026.11", &"x".repeat(128)] {
            assert_eq!(Key::new(good).unwrap().as_str(), good);
        }
    }

    #[test]
    fn refuses_what_would_change_the_path() {
        for bad in ["", ".", "..", "a/b", "a\\b", "a?b", "a#b", "%2e", "a b", "a\0", "全 角"] {
            assert!(Key::new(bad).is_err(), "{bad:?}");
        }
        assert!(Key::new("x".repeat(129)).is_err());
    }
}
