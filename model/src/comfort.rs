//! Reading comfort: what a reader has chosen of text size, line height, typeface and colour scheme,
//! and 关怀模式. One short text holds it, in a cookie and in an attribute of the page.

use std::fmt::{self, Write};

use crate::url::query_parameter;

/// The cookie with a [`Comfort`]. The inline script of `index.html` reads it before the first paint.
pub const COOKIE: &str = "zaidu-comfort";

/// The query parameter that turns 关怀模式 on or off, on any page.
pub const CARE_PARAM: &str = "care";

/// Something that a reader can choose. The options of each are numbered from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// Text size, in five steps.
    Size,
    /// Line height: tight, normal, loose.
    Line,
    /// Typeface of articles: sans or serif.
    Typeface,
    /// Colour scheme: that of the system, light, dark or sepia.
    Scheme,
    /// 关怀模式, the mode for elderly readers: off or on.
    Care,
}

impl Setting {
    /// Every setting.
    pub const ALL: [Self; 5] = [Self::Size, Self::Line, Self::Typeface, Self::Scheme, Self::Care];

    /// Its name in forms.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Line => "line",
            Self::Typeface => "face",
            Self::Scheme => "theme",
            Self::Care => "care",
        }
    }

    /// Its letter in the text of a [`Comfort`]: the first one of its name.
    fn letter(self) -> char {
        char::from(self.name().as_bytes()[0])
    }

    /// The number of its options, at most 9.
    #[must_use]
    pub fn options(self) -> u8 {
        match self {
            Self::Size => 5,
            Self::Line => 3,
            Self::Scheme => 4,
            Self::Typeface | Self::Care => 2,
        }
    }

    /// The option of readers who have not chosen.
    #[must_use]
    pub fn default(self) -> u8 {
        match self {
            Self::Size | Self::Line => 2,
            Self::Typeface | Self::Scheme | Self::Care => 1,
        }
    }
}

/// The options that a reader has chosen.
///
/// Its text has a letter and a digit for each setting that is not at its default, such as `s4t3`;
/// it is empty for a reader who has chosen nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Comfort([u8; Setting::ALL.len()]);

impl Default for Comfort {
    fn default() -> Self {
        Self(Setting::ALL.map(Setting::default))
    }
}

impl Comfort {
    /// The comfort in `text`, which anybody may have written: what is no option of a setting is
    /// ignored.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut comfort = Self::default();
        let mut chars = text.chars();
        while let (Some(letter), Some(digit)) = (chars.next(), chars.next()) {
            let setting = Setting::ALL.into_iter().find(|setting| setting.letter() == letter);
            if let (Some(setting), Some(option)) = (setting, digit.to_digit(10)) {
                comfort.set(setting, option as u8);
            }
        }
        comfort
    }

    /// The comfort in the cookie headers or `document.cookie` in `cookies`.
    #[must_use]
    pub fn from_cookies(cookies: &str) -> Self {
        let value = cookies
            .split(';')
            .find_map(|cookie| cookie.trim().strip_prefix(COOKIE)?.strip_prefix('='));
        Self::parse(value.unwrap_or_default())
    }

    /// The comfort in the body of a form; what it lacks is at its default.
    #[must_use]
    pub fn from_form(body: &str) -> Self {
        let mut comfort = Self::default();
        for setting in Setting::ALL {
            let option = query_parameter(body, setting.name()).and_then(|value| value.parse().ok());
            comfort.set(setting, option.unwrap_or_default());
        }
        comfort
    }

    /// The chosen option of `setting`.
    #[must_use]
    pub fn get(self, setting: Setting) -> u8 {
        self.0[setting as usize]
    }

    /// Chooses an option; one that does not exist is ignored.
    pub fn set(&mut self, setting: Setting, option: u8) {
        if (1..=setting.options()).contains(&option) {
            self.0[setting as usize] = option;
        }
    }

    /// The background of the chosen colour scheme, as a CSS colour, for the browser's own bars; `None`
    /// for that of the system. It is `--paper` of the scheme.
    #[must_use]
    pub fn theme_color(self) -> Option<&'static str> {
        match self.get(Setting::Scheme) {
            2 => Some("#fdfcfa"),
            3 => Some("#141311"),
            4 => Some("#f6eedd"),
            _ => None,
        }
    }

    /// The same with 关怀模式 as the value of [`CARE_PARAM`] says: on unless it is `off`.
    #[must_use]
    pub fn with_care(mut self, value: &str) -> Self {
        self.set(Setting::Care, if value == "off" { 1 } else { 2 });
        self
    }
}

impl fmt::Display for Comfort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let chosen = |setting: &Setting| self.get(*setting) != setting.default();
        Setting::ALL.into_iter().filter(chosen).try_for_each(|setting| {
            f.write_char(setting.letter())?;
            f.write_char(char::from(b'0' + self.get(setting)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_comfort_is_a_short_text_without_defaults() {
        assert_eq!(Comfort::default().to_string(), "");
        let mut comfort = Comfort::default();
        comfort.set(Setting::Size, 5);
        comfort.set(Setting::Scheme, 3);
        assert_eq!(comfort.to_string(), "s5t3");
        assert_eq!(comfort.with_care("on").to_string(), "s5t3c2");
        assert_eq!(comfort.with_care("on").with_care("off"), comfort);
    }

    #[test]
    fn letters_are_unique_and_never_digits() {
        let letters = Setting::ALL.map(Setting::letter);
        for (at, letter) in letters.iter().enumerate() {
            assert!(letter.is_ascii_lowercase() && !letters[..at].contains(letter));
        }
    }

    #[test]
    fn what_is_no_option_is_ignored() {
        for text in ["", "s", "s0", "s6", "x1", "潮汐", "s2l2f1t1c1", "\"><script>", "s٣"] {
            assert_eq!(Comfort::parse(text), Comfort::default(), "{text}");
        }
        assert_eq!(Comfort::parse("x9s4t").to_string(), "s4");
        assert_eq!(Comfort::parse("s9s4").to_string(), "s4");
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        for (cookies, found) in [
            ("zaidu-comfort=s4", "s4"),
            ("a=b; zaidu-comfort=t2;c=d", "t2"),
            ("x-zaidu-comfort=s4; zaidu-comforts=s4; b=zaidu-comfort=s4", ""),
            ("", ""),
        ] {
            assert_eq!(Comfort::from_cookies(cookies).to_string(), found, "{cookies}");
        }
    }

    #[test]
    fn a_form_sets_everything() {
        let comfort = Comfort::from_form("size=4&line=3&face=2&theme=4&care=2");
        assert_eq!(comfort.to_string(), "s4l3f2t4c2");
        assert_eq!(Comfort::from_form("size=99&line=x&x=1").to_string(), "");
    }

    #[test]
    fn theme_colours_are_those_of_the_style_sheet_and_the_inline_script() {
        let sheet = include_str!("../../style/comfort.css");
        let script = include_str!("../../index.html");
        for option in 2..=Setting::Scheme.options() {
            let mut comfort = Comfort::default();
            comfort.set(Setting::Scheme, option);
            let color = comfort.theme_color().unwrap();
            let (_, rule) = sheet.split_once(&format!("[data-comfort*=\"{comfort}\"]")).unwrap();
            let (rule, _) = rule.split_once('}').unwrap();
            assert!(rule.contains(&format!("--paper: {color};")), "{comfort}");
            assert!(script.contains(&format!("{comfort}: \"{color}\"")), "{comfort}");
        }
        assert_eq!(Comfort::default().theme_color(), None);
    }

    proptest! {
        #[test]
        fn round_trips(options in proptest::array::uniform5(1_u8..6)) {
            let mut comfort = Comfort::default();
            for (setting, option) in Setting::ALL.into_iter().zip(options) {
                comfort.set(setting, option);
            }
            prop_assert_eq!(Comfort::parse(&comfort.to_string()), comfort);
        }
    }
}
