//! Share card: the picture of a shared page that has no picture of its own, with title, newsroom,
//! source and date. It is drawn with the system's fonts; without a Chinese one there is none. App
//! icons are drawn the same way.

mod canvas;
mod fonts;
mod icon;

use zaidu::features::share::typeset::break_lines;
use zaidu_model::{Article, Key, Site, url::encode_component};

use crate::etag::content_hash;
use canvas::Canvas;
use fonts::{Face, Fonts};
pub(crate) use icon::{Logo, draw_icon};

/// Number of the design. It is part of the version, so that a new design gets new addresses.
const DESIGN: &str = "1";

/// The colours of the light theme: the picture is seen outside the page.
const PAPER: [u8; 3] = [0xfd, 0xfc, 0xfa];
const INK: [u8; 3] = [0x1c, 0x1a, 0x17];
const SECONDARY: [u8; 3] = [0x5c, 0x56, 0x4d];
const HAIRLINE: [u8; 3] = [0xe7, 0xe2, 0xd9];
const ACCENT: [u8; 3] = [0xa3, 0x27, 0x1e];

/// The texts of a share card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ShareCard {
    /// The title of the page, or the newsroom's sentence about itself.
    pub(crate) title: String,
    /// The newsroom's name.
    pub(crate) name: String,
    /// Source and time; may be empty.
    pub(crate) credit: String,
}

/// The shapes of a share card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Shape {
    /// 1200 × 630, as Open Graph and Twitter cards are shown.
    Wide,
    /// 600 × 600, as messengers show it.
    Square,
}

impl Shape {
    const ALL: [Self; 2] = [Self::Wide, Self::Square];

    /// Width and height in pixels.
    pub(crate) fn size(self) -> (u32, u32) {
        match self {
            Self::Wide => (1200, 630),
            Self::Square => (600, 600),
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Square => "square",
        }
    }

    /// The shape with this name in an address.
    pub(crate) fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shape| shape.key() == key)
    }
}

impl ShareCard {
    /// The card of `article`.
    pub(crate) fn of_article(site: &Site, article: &Article) -> Self {
        let date = article.published.display();
        let source = article.source.as_ref().map(|source| source.name.as_str());
        let source = source.filter(|source| *source != site.name);
        let credit = [source, Some(&date)].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        Self { title: article.headline().into_owned(), name: site.name.clone(), credit }
    }

    /// The card of pages other than articles.
    pub(crate) fn of_site(site: &Site) -> Self {
        let title = Some(site.share_text()).filter(|text| !text.is_empty());
        let title = title.unwrap_or(&site.name).to_owned();
        Self { title, name: site.name.clone(), credit: String::new() }
    }

    /// A hash of everything that is drawn.
    pub(crate) fn version(&self) -> String {
        let parts = [DESIGN, &self.title, &self.name, &self.credit];
        let mut version = content_hash(parts.join("\0").as_bytes());
        version.truncate(16);
        version
    }

    /// The path of the picture; `article` is the article's id, `None` for other pages.
    pub(crate) fn path(&self, shape: Shape, article: Option<&Key>) -> String {
        let folder = format!("/share/{}/{}", shape.key(), self.version());
        match article {
            Some(id) => format!("{folder}/{}.png", encode_component(id.as_str())),
            None => format!("{folder}.png"),
        }
    }

    /// Draws the card, as a PNG; `None` without a Chinese font. It takes some ten milliseconds of
    /// processor time.
    pub(crate) fn draw(&self, shape: Shape) -> Option<Vec<u8>> {
        let fonts = Fonts::of_system()?;
        fonts.with(|serif, sans| self.draw_with(shape, serif, sans))
    }

    fn draw_with(&self, shape: Shape, serif: &Face<'_>, sans: &Face<'_>) -> Vec<u8> {
        let (width, height) = shape.size();
        // Margin, sizes of name and credit, sizes that a title may have with its number of lines.
        let (margin, name_size, credit_size, titles) = match shape {
            Shape::Wide => (80.0, 40.0, 32.0, [(92.0, 2), (76.0, 3), (64.0, 4)]),
            Shape::Square => (48.0, 30.0, 24.0, [(68.0, 3), (56.0, 4), (46.0, 5)]),
        };
        #[allow(clippy::cast_precision_loss)]
        let (right, bottom) = (width as f32 - margin, height as f32 - margin);
        let mut canvas = Canvas::new(width, height, PAPER);
        canvas.fill(ACCENT, [0.0, 0.0, right + margin, margin / 6.0]);
        let baseline = margin * 1.1 + name_size;
        let accent = [margin, baseline - name_size * 0.8, name_size / 5.0, name_size * 0.9];
        canvas.fill(ACCENT, accent);
        let indent = margin + name_size * 0.5;
        if let Some(line) = lines(&self.name, right - indent, 1, serif, name_size).first() {
            canvas.text(serif, name_size, indent, baseline, INK, line);
        }
        let has_credit = !self.credit.is_empty();
        let foot = if has_credit { bottom - credit_size * 2.2 } else { bottom };
        // The largest size in which the title fits; in the smallest it is cut.
        let space = right - margin;
        let all = |size| lines(&self.title, space, usize::MAX, serif, size).len();
        let fitting = titles.into_iter().find(|(size, most)| all(*size) <= *most);
        let (size, most) = fitting.unwrap_or(titles[2]);
        let title = lines(&self.title, space, most, serif, size);
        let line_height = size * 1.35;
        #[allow(clippy::cast_precision_loss)]
        let block = title.len() as f32 * line_height;
        let top = baseline + name_size * 0.6;
        let mut y = top + ((foot - top - block) / 2.0).max(0.0) + size;
        for line in &title {
            canvas.text(serif, size, margin, y, INK, line);
            y += line_height;
        }
        if has_credit {
            canvas.fill(HAIRLINE, [margin, bottom - credit_size * 1.8, space, 2.0]);
            if let Some(line) = lines(&self.credit, space, 1, sans, credit_size).first() {
                canvas.text(sans, credit_size, margin, bottom - credit_size * 0.2, SECONDARY, line);
            }
        }
        canvas.into_png()
    }
}

/// Whether share cards can be drawn. The first call looks for fonts, which takes up to a second;
/// if there is none, it says so in the log.
pub(crate) fn is_available() -> bool {
    Fonts::of_system().is_some()
}

/// `text` in at most `most` lines of at most `width` pixels.
fn lines(text: &str, width: f32, most: usize, face: &Face<'_>, size: f32) -> Vec<String> {
    break_lines(text, width.into(), most, &|text| face.width(size, text).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(title: &str) -> ShareCard {
        ShareCard {
            title: title.into(),
            name: "澜江新闻".into(),
            credit: "江报 · 2026-11-20 08:00".into(),
        }
    }

    /// The size of a picture, and how many of its pixels are dark.
    fn decode(png: &[u8]) -> (u32, u32, usize) {
        let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        let dark = pixels.chunks_exact(3).filter(|pixel| pixel.iter().all(|part| *part < 80));
        (info.width, info.height, dark.count())
    }

    #[test]
    fn the_texts_are_drawn_and_the_file_is_small() {
        // Without a Chinese font there is no picture, and nothing to look at.
        assert_eq!(card("潮").draw(Shape::Wide).is_some(), is_available());
        if !is_available() {
            return;
        }
        for shape in Shape::ALL {
            let draw = |title: &str| card(title).draw(shape).unwrap();
            let (width, height, name_only) = decode(&draw(""));
            assert_eq!((width, height), shape.size());
            assert!(name_only > 200, "{name_only} dark pixels for the name");
            let mut before = name_only;
            for title in ["潮", "守潮位的人", &"一张用了三十年的潮位表，".repeat(40)]
            {
                let png = draw(title);
                assert!(png.len() < 300_000, "{} bytes", png.len());
                let (.., dark) = decode(&png);
                assert!(dark > before + 400, "{title}: {dark} dark pixels after {before}");
                before = dark;
            }
        }
    }

    #[test]
    fn strange_texts_are_drawn_too() {
        if is_available() {
            for text in ["", "\u{0}\u{202e}\n", "🀄️👩‍👩‍👧", &"W".repeat(900), &"。".repeat(900)]
            {
                let card = ShareCard { title: text.into(), name: text.into(), credit: text.into() };
                let (width, ..) = decode(&card.draw(Shape::Square).unwrap());
                assert_eq!(width, 600, "{text}");
            }
        }
    }

    #[test]
    fn the_address_changes_with_every_text() {
        let path = |card: &ShareCard| card.path(Shape::Wide, Some(&Key::new("潮-1").unwrap()));
        let first = card("潮");
        let address = path(&first);
        assert!(address.starts_with("/share/wide/"), "{address}");
        assert!(address.ends_with("/%E6%BD%AE-1.png"), "{address}");
        assert_eq!(path(&first.clone()), address);
        let mut changed = [first.clone(), first.clone(), first.clone()];
        changed[0].title.push('水');
        changed[1].name.push('水');
        changed[2].credit.push('水');
        for card in changed {
            assert_ne!(path(&card), address);
        }
        assert_eq!(
            first.path(Shape::Square, None),
            format!("/share/square/{}.png", first.version())
        );
    }
}
