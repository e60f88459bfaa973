//! Responsive pictures: size, alternative text, and files of several widths (`srcset`).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::MediaUrl;

/// A picture. Its size, where known, reserves its space before the file has loaded, so that the
/// layout does not shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Picture {
    /// The default file.
    pub url: MediaUrl,
    /// Width and height, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
    /// Alternative text; empty when the picture is decorative.
    #[serde(default)]
    pub alt: String,
    /// The same picture in other widths.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
    /// What its place is filled with until it has loaded, if it is known and nothing of the
    /// picture is transparent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<DominantColor>,
}

/// The colour that most of a picture has: red, green and blue in sixteen steps each, as `#rgb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct DominantColor([u8; 3]);

/// A file of a picture, with its width.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(try_from = "(MediaUrl, u32)", into = "(MediaUrl, u32)")]
pub struct Variant {
    url: MediaUrl,
    width: u32,
}

/// Width and height in CSS pixels, each 1 to 20,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(try_from = "(u32, u32)", into = "(u32, u32)")]
pub struct Size {
    width: u32,
    height: u32,
}

impl Picture {
    /// Value of the `srcset` attribute, with width descriptors; `None` when there are no
    /// variants.
    #[must_use]
    pub fn srcset(&self) -> Option<String> {
        let mut all = String::new();
        let mut add = |url: &MediaUrl, width: u32| {
            if !all.is_empty() {
                all.push_str(", ");
            }
            all.push_str(url.as_str());
            all.push(' ');
            all.push_str(&width.to_string());
            all.push('w');
        };
        let mut own = self.size.filter(|_| Variant::is_srcset_safe(&self.url));
        for Variant { url, width } in &self.variants {
            add(url, *width);
            own = own.filter(|_| *url != self.url);
        }
        if let Some(size) = own {
            add(&self.url, size.width);
        }
        (!self.variants.is_empty()).then_some(all)
    }

    /// URL of the narrowest file that is at least `width` pixels wide; the default file if there
    /// is none. The default file is as wide as a variant with its URL says, or else as `size`.
    #[must_use]
    pub fn url_at_least(&self, width: u32) -> &MediaUrl {
        let own = self.variants.iter().find(|variant| variant.url == self.url);
        let own = own.map_or(self.size.map_or(u32::MAX, Size::width), Variant::width);
        let (mut least, mut url) = (own, &self.url);
        for variant in &self.variants {
            if (width..least).contains(&variant.width) {
                (least, url) = (variant.width, &variant.url);
            }
        }
        url
    }
}

impl DominantColor {
    /// Any colour, in place of one that cannot be read.
    pub(crate) const PLACEHOLDER: Self = Self([0; 3]);

    /// The step nearest to `red`, `green` and `blue`, each of 255.
    #[must_use]
    pub fn nearest(rgb: [u8; 3]) -> Self {
        // 255 are fifteen steps of 17.
        Self(rgb.map(|part| part / 17 + u8::from(part % 17 > 8)))
    }

    /// The colour that `#rgb` names.
    ///
    /// # Errors
    /// When `text` has another form; three lower-case hexadecimal digits follow the sign.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let parts = match *text.as_bytes() {
            [b'#', red, green, blue] => digit(red).zip(digit(green)).zip(digit(blue)),
            _ => None,
        };
        parts.map(|((red, green), blue)| Self([red, green, blue])).ok_or("not a colour (#rgb)")
    }
}

impl fmt::Display for DominantColor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:x}{green:x}{blue:x}")
    }
}

impl TryFrom<String> for DominantColor {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, &'static str> {
        Self::parse(&text)
    }
}

impl From<DominantColor> for String {
    fn from(color: DominantColor) -> Self {
        color.to_string()
    }
}

impl Variant {
    /// The file at `url`, `width` pixels wide. `None` when the width is not 1 to 20,000, or when
    /// the URL ends with a comma, which `srcset` would read as a separator.
    #[must_use]
    pub fn new(url: MediaUrl, width: u32) -> Option<Self> {
        let fits = (1..=Size::MAX).contains(&width) && Self::is_srcset_safe(&url);
        fits.then_some(Self { url, width })
    }

    /// Any variant, in place of one that cannot be read.
    pub(crate) fn placeholder() -> Self {
        Self { url: MediaUrl::placeholder(), width: 1 }
    }

    fn is_srcset_safe(url: &MediaUrl) -> bool {
        !url.as_str().ends_with(',')
    }

    /// URL of the file.
    #[must_use]
    pub fn url(&self) -> &MediaUrl {
        &self.url
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }
}

impl TryFrom<(MediaUrl, u32)> for Variant {
    type Error = &'static str;

    fn try_from((url, width): (MediaUrl, u32)) -> Result<Self, Self::Error> {
        Self::new(url, width).ok_or("not a variant (1 to 20000 pixels, no comma at the end)")
    }
}

impl From<Variant> for (MediaUrl, u32) {
    fn from(variant: Variant) -> Self {
        (variant.url, variant.width)
    }
}

impl Size {
    /// Maximum length of a side, in CSS pixels.
    pub const MAX: u32 = 20_000;

    /// Any size, in place of one that cannot be read.
    pub(crate) const PLACEHOLDER: Self = Self { width: 1, height: 1 };

    /// A size of `width` by `height`; `None` when a side is not 1 to 20,000.
    #[must_use]
    pub fn new(width: u32, height: u32) -> Option<Self> {
        let fits = |side| (1..=Self::MAX).contains(&side);
        (fits(width) && fits(height)).then_some(Self { width, height })
    }

    /// Width in CSS pixels.
    #[must_use]
    pub fn width(self) -> u32 {
        self.width
    }

    /// Height in CSS pixels.
    #[must_use]
    pub fn height(self) -> u32 {
        self.height
    }
}

impl TryFrom<(u32, u32)> for Size {
    type Error = String;

    fn try_from((width, height): (u32, u32)) -> Result<Self, String> {
        Self::new(width, height).ok_or_else(|| {
            format!("{width} by {height} is not a size (each side 1 to {} pixels)", Self::MAX)
        })
    }
}

impl From<Size> for (u32, u32) {
    fn from(size: Size) -> Self {
        (size.width, size.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> MediaUrl {
        MediaUrl::new(text).unwrap()
    }

    fn picture(size: Option<Size>, variants: &[(&str, u32)]) -> Picture {
        let variant = |(address, width): &(&str, u32)| Variant::new(url(address), *width).unwrap();
        let variants = variants.iter().map(variant).collect();
        Picture { url: url("/a.jpg"), size, alt: String::new(), variants, color: None }
    }

    #[test]
    fn sizes_out_of_range_are_refused() {
        assert!(serde_json::from_str::<Size>("[0,10]").is_err());
        assert!(serde_json::from_str::<Size>("[10,20001]").is_err());
        assert_eq!(serde_json::from_str::<Size>("[4,3]").unwrap(), Size::new(4, 3).unwrap());
    }

    #[test]
    fn a_colour_is_three_digits() {
        for (rgb, text) in [([0, 255, 17], "\"#0f1\""), ([8, 9, 246], "\"#01e\"")] {
            let color = DominantColor::nearest(rgb);
            assert_eq!(serde_json::to_string(&color).unwrap(), text);
            assert_eq!(serde_json::from_str::<DominantColor>(text).unwrap(), color);
        }
        for bad in ["", "#", "#12", "#1234", "123", "#12g", "#FFF", "red", "#1潮"] {
            assert!(DominantColor::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn variants_are_checked() {
        let read = |json| serde_json::from_str::<Variant>(json);
        assert_eq!(read(r#"["/a.jpg",480]"#).unwrap(), Variant::new(url("/a.jpg"), 480).unwrap());
        for bad in [r#"["/a.jpg",0]"#, r#"["/a.jpg",20001]"#, r#"["/a,",9]"#, r#"["data:,",9]"#] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn srcset_lists_each_file_once() {
        let size = Size::new(800, 534);
        assert_eq!(picture(size, &[]).srcset(), None);
        let both = picture(size, &[("/b.jpg", 400)]);
        assert_eq!(both.srcset().unwrap(), "/b.jpg 400w, /a.jpg 800w");
        // `size` is the layout size; the file has twice its resolution.
        let named = picture(size, &[("/b.jpg", 400), ("/a.jpg", 1600)]);
        assert_eq!(named.srcset().unwrap(), "/b.jpg 400w, /a.jpg 1600w");
        assert_eq!(picture(None, &[("/b.jpg", 400)]).srcset().unwrap(), "/b.jpg 400w");
        let ending = Picture { url: url("/a,"), ..both };
        assert_eq!(ending.srcset().unwrap(), "/b.jpg 400w");
    }

    #[test]
    fn url_at_least_is_the_narrowest_file_that_is_wide_enough() {
        let files = [("/c.jpg", 1600), ("/b.jpg", 400), ("/d.jpg", 120)];
        let sized = picture(Size::new(800, 534), &files);
        for (width, expected) in
            [(1, "/d.jpg"), (121, "/b.jpg"), (400, "/b.jpg"), (401, "/a.jpg"), (2000, "/a.jpg")]
        {
            assert_eq!(sized.url_at_least(width), &url(expected), "{width}");
        }
        assert_eq!(picture(None, &files).url_at_least(401), &url("/c.jpg"));
        assert_eq!(picture(None, &[]).url_at_least(1), &url("/a.jpg"));
        // It is laid out with 300 pixels, and its file has 1600.
        let small = picture(Size::new(300, 200), &[("/b.jpg", 400), ("/a.jpg", 1600)]);
        assert_eq!(small.url_at_least(360), &url("/b.jpg"));
    }
}
