//! Why a feed was refused.

use std::fmt;

/// Why a feed was refused, and where. Shown as one line, such as
/// `items[3].date_published: missing`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportError {
    /// The field, as a path from the top of the JSON; `feed` for the whole.
    pub path: String,
    /// What is wrong with it; syntax errors say line and column. One line.
    pub reason: String,
}

/// The longest reason, in characters: a parser's message may quote the feed.
const REASON: usize = 300;

impl ImportError {
    pub(crate) fn new(path: impl Into<String>, reason: impl Into<String>) -> Self {
        // Both may quote a hostile feed, and they end up in logs and terminals.
        let line = |text: String| -> String {
            let shown = text.chars().map(|c| if c.is_control() { ' ' } else { c });
            shown.filter(|c| !crate::normalize::is_hidden(*c)).take(REASON).collect()
        };
        Self { path: line(path.into()), reason: line(reason.into()) }
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
        assert_eq!(error.reason.chars().count(), REASON);
    }
}
