//! Marks of inline text that change what it says or how it is read.

use serde::{Deserialize, Serialize};

/// What a piece of text is marked as, beside importance and emphasis. In JSON it has the name of its
/// HTML element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum Mark {
    /// No longer valid: struck out.
    #[serde(rename = "del")]
    Deleted,
    /// Added later.
    #[serde(rename = "ins")]
    Inserted,
    /// Underlined, as a name or a blank to fill in.
    #[serde(rename = "u")]
    Underline,
    /// Highlighted.
    #[serde(rename = "mark")]
    Highlight,
    /// A side remark in small print.
    #[serde(rename = "small")]
    Small,
    /// Raised, as in 10⁸.
    #[serde(rename = "sup")]
    Superscript,
    /// Lowered, as in CO₂.
    #[serde(rename = "sub")]
    Subscript,
}

impl Mark {
    /// Every mark, from the outermost to the innermost where text has several.
    pub const ALL: [Self; 7] = [
        Self::Deleted,
        Self::Inserted,
        Self::Underline,
        Self::Highlight,
        Self::Small,
        Self::Superscript,
        Self::Subscript,
    ];

    /// The HTML element of the mark.
    #[must_use]
    pub fn element(self) -> &'static str {
        match self {
            Self::Deleted => "del",
            Self::Inserted => "ins",
            Self::Underline => "u",
            Self::Highlight => "mark",
            Self::Small => "small",
            Self::Superscript => "sup",
            Self::Subscript => "sub",
        }
    }

    /// The mark of the HTML element `name`.
    #[must_use]
    pub fn of_element(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.element() == name)
    }

    /// The plain form of `text` with this mark, which means the same: raised and lowered digits and
    /// signs are characters of their own, other raised text follows a caret, and what has been
    /// struck out is left out.
    pub(super) fn plain(self, text: &str, out: &mut String) {
        const PLAIN: &str = "0123456789+-=()";
        let shifted = match self {
            Self::Deleted => return,
            Self::Superscript => "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾",
            Self::Subscript => "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎",
            Self::Inserted | Self::Underline | Self::Highlight | Self::Small => {
                return out.push_str(text);
            }
        };
        let start = out.len();
        for c in text.chars() {
            let c = if c == '−' { '-' } else { c };
            match PLAIN.find(c).and_then(|at| shifted.chars().nth(at)) {
                Some(shifted) => out.push(shifted),
                None => {
                    out.truncate(start);
                    // A note in brackets needs no caret.
                    if self == Self::Superscript && text.starts_with(|c: char| c.is_alphanumeric())
                    {
                        out.push('^');
                    }
                    return out.push_str(text);
                }
            }
        }
    }
}
