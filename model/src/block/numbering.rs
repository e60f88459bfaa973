//! Numbering of ordered lists.

use serde::{Deserialize, Serialize};

/// How the items of an ordered list are numbered: 1, 2, 3 by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Numbering {
    /// Number of the first item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    /// Whether the numbers count down.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reversed: bool,
    /// The numerals, if not Arabic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numerals: Option<Numerals>,
}

/// The numerals of an ordered list. In JSON they have the value of HTML's `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub enum Numerals {
    /// a, b, c.
    LowerLetters,
    /// A, B, C.
    UpperLetters,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
}

impl Numerals {
    /// All of them.
    pub const ALL: [Self; 4] =
        [Self::LowerLetters, Self::UpperLetters, Self::LowerRoman, Self::UpperRoman];

    /// The value of the `type` attribute of HTML.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::LowerLetters => "a",
            Self::UpperLetters => "A",
            Self::LowerRoman => "i",
            Self::UpperRoman => "I",
        }
    }

    /// `number` in these numerals; `None` where they have none.
    fn write(self, number: i64) -> Option<String> {
        let lower = match self {
            Self::LowerLetters | Self::UpperLetters => letters(number),
            Self::LowerRoman | Self::UpperRoman => roman(number),
        }?;
        let is_upper = matches!(self, Self::UpperLetters | Self::UpperRoman);
        Some(if is_upper { lower.to_ascii_uppercase() } else { lower })
    }
}

impl TryFrom<String> for Numerals {
    type Error = &'static str;

    fn try_from(key: String) -> Result<Self, Self::Error> {
        Self::ALL.into_iter().find(|each| each.key() == key).ok_or("not a, A, i or I")
    }
}

impl From<Numerals> for String {
    fn from(numerals: Numerals) -> Self {
        numerals.key().to_owned()
    }
}

impl Numbering {
    /// The number of item `index` of `count`.
    #[must_use]
    pub fn number(self, index: usize, count: usize) -> i64 {
        let integer = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let start = self.start.map_or(if self.reversed { integer(count) } else { 1 }, i64::from);
        let step = integer(index);
        if self.reversed { start - step } else { start.saturating_add(step) }
    }

    /// What stands before item `index` of `count`, in plain text.
    #[must_use]
    pub fn marker(self, index: usize, count: usize) -> String {
        let number = self.number(index, count);
        let numeral = self.numerals.and_then(|numerals| numerals.write(number));
        numeral.unwrap_or_else(|| number.to_string()) + ". "
    }
}

/// 1 is a, 26 is z, 27 is aa.
fn letters(number: i64) -> Option<String> {
    let mut rest = u32::try_from(number).ok().filter(|number| *number > 0)?;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(char::from_digit(10 + rest % 26, 36)?);
        rest /= 26;
    }
    Some(letters.into_iter().rev().collect())
}

fn roman(number: i64) -> Option<String> {
    const SIGNS: [(i64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut rest = Some(number).filter(|number| (1..4000).contains(number))?;
    let mut roman = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            roman.push_str(sign);
            rest -= value;
        }
    }
    Some(roman)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_have_the_numbers_that_browsers_show() {
        let markers = |start, reversed, numerals| {
            let numbering = Numbering { start, reversed, numerals };
            (0..3).map(|index| numbering.marker(index, 3)).collect::<String>()
        };
        assert_eq!(markers(None, false, None), "1. 2. 3. ");
        assert_eq!(markers(Some(9), false, None), "9. 10. 11. ");
        assert_eq!(markers(None, true, None), "3. 2. 1. ");
        assert_eq!(markers(Some(1), true, None), "1. 0. -1. ");
        assert_eq!(markers(Some(26), false, Some(Numerals::LowerLetters)), "z. aa. ab. ");
        assert_eq!(markers(Some(0), false, Some(Numerals::UpperLetters)), "0. A. B. ");
        assert_eq!(
            markers(Some(3998), false, Some(Numerals::UpperRoman)),
            "MMMCMXCVIII. MMMCMXCIX. 4000. "
        );
        assert_eq!(markers(Some(3), false, Some(Numerals::LowerRoman)), "iii. iv. v. ");
    }
}
