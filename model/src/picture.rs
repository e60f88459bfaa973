//! Pictures, in the widths in which there are files of them.

use serde::{Deserialize, Serialize};

use crate::MediaUrl;

/// A picture. Its size, where known, reserves its room before it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Where it is.
    pub url: MediaUrl,
    /// Its size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
    /// What it shows, for those who cannot see it; empty when it only decorates.
    #[serde(default)]
    pub alt: String,
    /// The same picture in other widths.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
}

/// A file of a picture, and how wide it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "(MediaUrl, u32)", into = "(MediaUrl, u32)")]
pub struct Variant {
    url: MediaUrl,
    width: u32,
}

/// Width and height in CSS pixels, each 1 to 20,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "(u32, u32)", into = "(u32, u32)")]
pub struct Size {
    width: u32,
    height: u32,
}

impl Picture {
    /// Its files with their widths, as `srcset` takes them; nothing where there is
    /// only one.
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

    /// Its narrowest file that is at least `width` pixels wide; the picture itself
    /// where there is none.
    #[must_use]
    pub fn url_at_least(&self, width: u32) -> &MediaUrl {
        let (mut least, mut url) = (self.size.map_or(u32::MAX, Size::width), &self.url);
        for variant in &self.variants {
            if (width..least).contains(&variant.width) {
                (least, url) = (variant.width, &variant.url);
            }
        }
        url
    }
}

impl Variant {
    /// The file at `url`, `width` pixels wide, 1 to 20,000. Nothing where it is not,
    /// or where the address ends in a comma, with which a list of files goes on.
    #[must_use]
    pub fn new(url: MediaUrl, width: u32) -> Option<Self> {
        let fits = (1..=Size::MAX).contains(&width) && Self::is_srcset_safe(&url);
        fits.then_some(Self { url, width })
    }

    fn is_srcset_safe(url: &MediaUrl) -> bool {
        !url.as_str().ends_with(',')
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self) -> &MediaUrl {
        &self.url
    }

    /// Pixels from left to right.
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
    /// The longest side, in CSS pixels.
    pub const MAX: u32 = 20_000;

    /// A size of `width` by `height`, or nothing where a side is out of range.
    #[must_use]
    pub fn new(width: u32, height: u32) -> Option<Self> {
        let fits = |side| (1..=Self::MAX).contains(&side);
        (fits(width) && fits(height)).then_some(Self { width, height })
    }

    /// CSS pixels from left to right.
    #[must_use]
    pub fn width(self) -> u32 {
        self.width
    }

    /// CSS pixels from top to bottom.
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
        Picture { url: url("/a.jpg"), size, alt: String::new(), variants }
    }

    #[test]
    fn sizes_out_of_range_are_refused() {
        assert!(serde_json::from_str::<Size>("[0,10]").is_err());
        assert!(serde_json::from_str::<Size>("[10,20001]").is_err());
        assert_eq!(serde_json::from_str::<Size>("[4,3]").unwrap(), Size::new(4, 3).unwrap());
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
    fn files_are_listed_once_each() {
        let size = Size::new(800, 534);
        assert_eq!(picture(size, &[]).srcset(), None);
        let both = picture(size, &[("/b.jpg", 400)]);
        assert_eq!(both.srcset().unwrap(), "/b.jpg 400w, /a.jpg 800w");
        // The size is that of its room, and the file is twice as fine.
        let named = picture(size, &[("/b.jpg", 400), ("/a.jpg", 1600)]);
        assert_eq!(named.srcset().unwrap(), "/b.jpg 400w, /a.jpg 1600w");
        assert_eq!(picture(None, &[("/b.jpg", 400)]).srcset().unwrap(), "/b.jpg 400w");
        let ending = Picture { url: url("/a,"), ..both };
        assert_eq!(ending.srcset().unwrap(), "/b.jpg 400w");
    }

    #[test]
    fn the_narrowest_that_is_wide_enough() {
        let files = [("/c.jpg", 1600), ("/b.jpg", 400), ("/d.jpg", 120)];
        let sized = picture(Size::new(800, 534), &files);
        for (width, expected) in
            [(1, "/d.jpg"), (121, "/b.jpg"), (400, "/b.jpg"), (401, "/a.jpg"), (2000, "/a.jpg")]
        {
            assert_eq!(sized.url_at_least(width), &url(expected), "{width}");
        }
        assert_eq!(picture(None, &files).url_at_least(401), &url("/c.jpg"));
        assert_eq!(picture(None, &[]).url_at_least(1), &url("/a.jpg"));
    }
}
