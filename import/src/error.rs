//! Import errors: the field at which a feed is invalid, and the reason.

use std::fmt;

/// Why a feed was refused, and at which field. Displayed as one line, such as
/// `items[3].date_published: missing`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportError {
    /// Path of the field from the root of the JSON; `feed` for the whole document.
    pub path: String,
    /// What is wrong with the field, on one line. Syntax errors include line and column.
    pub reason: String,
}

/// Maximum length of a reason, in characters: the message of a parser may quote the feed.
const MAX_REASON: usize = 300;

impl ImportError {
    pub(crate) fn new(path: impl Into<String>, reason: impl Into<String>) -> Self {
        // Both may quote a hostile feed, and are written to logs and terminals.
        let sanitize = |text: String| -> String {
            let shown = text.chars().map(|c| if c.is_control() { ' ' } else { c });
            shown.filter(|c| !crate::normalize::is_hidden(*c)).take(MAX_REASON).collect()
        };
        Self { path: sanitize(path.into()), reason: sanitize(reason.into()) }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)
    }
}

impl std::error::Error for ImportError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_one_short_line() {
        let error = ImportError::new("items[0]", format!("a\nb\u{202e}{}", "c".repeat(900)));
        let line = error.to_string();
        assert!(line.starts_with("items[0]: a bccc"), "{line}");
        assert_eq!(error.reason.chars().count(), MAX_REASON);
    }
}
