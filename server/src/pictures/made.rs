//! A picture that was made: its size and its files, and how an article's picture gets them.

use serde::{Deserialize, Serialize};
use zaidu_model::{DominantColor, MediaUrl, Picture, Size, Variant};

/// The path below which pictures are served.
pub(crate) const PATH: &str = "/pictures/";

/// What is known of a picture that was made. The files are named by the content of the original.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Made {
    /// Width and height of the widest file.
    pub(super) size: Size,
    /// Name of the widest file in a format that everything shows. A local picture that moves stays
    /// where it is, and has none.
    pub(super) file: Option<String>,
    /// Names and widths of the files in several widths.
    pub(super) variants: Vec<(String, u32)>,
    /// The colour that most of it has; `None` of what moves or is transparent.
    pub(super) color: Option<DominantColor>,
}

impl Made {
    /// The names of all files.
    pub(super) fn files(&self) -> impl Iterator<Item = &str> {
        let variants = self.variants.iter().map(|(name, _)| name.as_str());
        self.file.as_deref().into_iter().chain(variants)
    }

    /// Gives `picture` its size and its files.
    pub(super) fn apply(&self, picture: &mut Picture) {
        let told = picture.size;
        picture.size = Some(match told {
            // A feed may lay a picture out smaller, or tell the size of what lies on its side.
            Some(told) => with_ratio_of(told, self.size),
            None => self.size,
        });
        if let Some(url) = self.file.as_deref().and_then(url) {
            picture.url = url;
        }
        picture.color = self.color;
        let variants = self.variants.iter();
        picture.variants =
            variants.filter_map(|(name, width)| Variant::new(url(name)?, *width)).collect();
        // The size no longer tells how wide the file is.
        if picture.size != Some(self.size) && !picture.variants.is_empty() {
            picture.variants.extend(Variant::new(picture.url.clone(), self.size.width()));
        }
    }
}

/// `size` with the proportions of `real`, by its width, unless they are equal but for rounding.
fn with_ratio_of(size: Size, real: Size) -> Size {
    let (width, height) = (f64::from(size.width()), f64::from(size.height()));
    let exact = width * f64::from(real.height()) / f64::from(real.width());
    if (exact - height).abs() <= 1.0 {
        return size;
    }
    let height = exact.round().clamp(1.0, f64::from(Size::MAX));
    // In range after the clamp.
    Size::new(size.width(), height as u32).unwrap_or(real)
}

fn url(name: &str) -> Option<MediaUrl> {
    MediaUrl::new([PATH, name].concat()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(width: u32, height: u32) -> Size {
        Size::new(width, height).unwrap()
    }

    fn applied(told: Option<Size>) -> Picture {
        let made = Made {
            size: size(1600, 1200),
            file: Some("a.jpg".into()),
            variants: vec![("a-320.webp".into(), 320), ("a-1600.webp".into(), 1600)],
            color: DominantColor::parse("#48c").ok(),
        };
        let mut picture = Picture {
            url: MediaUrl::new("/media/a.jpg").unwrap(),
            size: told,
            alt: "江".into(),
            variants: vec![],
            color: None,
        };
        made.apply(&mut picture);
        picture
    }

    #[test]
    fn a_picture_gets_its_size_and_its_files() {
        let picture = applied(None);
        assert_eq!((picture.size, &*picture.alt), (Some(size(1600, 1200)), "江"));
        assert_eq!(picture.color.unwrap().to_string(), "#48c");
        // Of two files of one width browsers take the first.
        let files = "/pictures/a-320.webp 320w, /pictures/a-1600.webp 1600w, /pictures/a.jpg 1600w";
        assert_eq!(picture.srcset().unwrap(), files);
        assert_eq!(picture.url_at_least(360).as_str(), "/pictures/a.jpg");
    }

    #[test]
    fn a_size_of_the_feed_stays_with_the_proportions_of_the_picture() {
        assert_eq!(applied(Some(size(300, 225))).size, Some(size(300, 225)));
        assert_eq!(applied(Some(size(333, 250))).size, Some(size(333, 250)), "rounded");
        assert_eq!(applied(Some(size(300, 400))).size, Some(size(300, 225)), "on its side");
        let small = applied(Some(size(300, 225)));
        // The files are as wide as they are, whatever the layout.
        assert!(small.srcset().unwrap().ends_with(", /pictures/a.jpg 1600w"));
        assert_eq!(small.url_at_least(300).as_str(), "/pictures/a-320.webp");
    }

    #[test]
    fn a_local_picture_that_moves_stays_where_it_is() {
        let made = Made { size: size(9, 6), file: None, variants: vec![], color: None };
        let url = MediaUrl::new("/media/a.gif").unwrap();
        let mut picture =
            Picture { url, size: None, alt: String::new(), variants: vec![], color: None };
        made.apply(&mut picture);
        assert_eq!((picture.url.as_str(), picture.size), ("/media/a.gif", Some(size(9, 6))));
        assert_eq!(picture.srcset(), None);
    }
}
