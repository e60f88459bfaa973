//! Poster layout: positions of picture, text, logo and QR code, in pixels of the image.

use super::super::qr_code::QUIET_ZONE;
use super::super::targets::ShareData;
use super::super::typeset::break_lines;
use crate::strings;

/// Width of the poster: that of a phone's screen, and what 朋友圈 shows without making it smaller.
pub(super) const WIDTH: u32 = 1080;
/// Height of a poster of 3:4.
const HEIGHT: u32 = WIDTH / 3 * 4;
const MARGIN: u32 = 72;
const CONTENT_WIDTH: u32 = WIDTH - 2 * MARGIN;

/// Width of the QR code with its quiet zone, unless its modules would be too small.
const QR_WIDTH: u32 = 300;
/// Least width of a module, for cameras.
const MIN_MODULE: u32 = 4;
/// Space between the QR code and what is beside it, and least width of that.
const GAP: u32 = 48;
const MIN_FOOT_WIDTH: u32 = 340;

/// Height of the picture: at least, and at most in a long poster.
const PICTURE: (u32, u32) = (300, 1350);

/// Side of the logo, and what stands in its place: a bar of the accent colour.
const LOGO: u32 = 72;
const BAR: (u32, u32) = (16, 48);

/// The forms of a poster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// 3:4, of which 朋友圈 shows all in its grid.
    Card,
    /// As high as its text.
    Long,
}

/// Text styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextStyle {
    Name,
    Title,
    Credit,
    Text,
    Hint,
}

impl TextStyle {
    /// Weight and size in CSS syntax, to be followed by the font family, and whether that is the
    /// serif one.
    pub(super) fn font(self) -> (&'static str, bool) {
        match self {
            Self::Name => ("700 48px ", true),
            Self::Title => ("700 72px ", true),
            Self::Credit | Self::Hint => ("36px ", false),
            Self::Text => ("44px ", false),
        }
    }

    /// Whether it has the secondary text colour.
    pub(super) fn is_secondary(self) -> bool {
        matches!(self, Self::Credit | Self::Hint)
    }

    /// Line height, and the distance of the baseline from the top of the line.
    fn line_metrics(self) -> (u32, u32) {
        match self {
            Self::Name => (72, 53),
            Self::Title => (100, 74),
            Self::Credit => (56, 41),
            Self::Text => (70, 52),
            Self::Hint => (54, 40),
        }
    }
}

/// A line of text; `y` is its baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) style: TextStyle,
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) text: String,
}

/// Positions of all elements. Rectangles are left, top, width and height.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) height: u32,
    /// Height of the picture, which is as wide as the poster; 0 without one.
    pub(super) picture: u32,
    pub(super) lines: Vec<Line>,
    /// The logo, or the accent bar in its place.
    pub(super) logo: [u32; 4],
    pub(super) rule: [u32; 4],
    /// The QR code with its quiet zone.
    pub(super) code: [u32; 4],
    /// The side of one module: an integer, so that no edge is blurred.
    pub(super) module: u32,
}

/// What there is to lay out besides text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Parts {
    /// Width and height of the article's picture, in any unit.
    pub(super) picture: Option<(f64, f64)>,
    /// Whether there is a logo.
    pub(super) has_logo: bool,
    /// Modules per side of the QR code; 0 for no code.
    pub(super) side: u32,
}

type Measure<'a> = &'a dyn Fn(TextStyle, &str) -> f64;

/// The lines of `text`, at most `most`, on a width of `width`.
fn lines(measure: Measure<'_>, style: TextStyle, text: &str, width: u32, most: usize) -> Block {
    let texts = break_lines(text, f64::from(width), most, &|text| measure(style, text));
    Block { style, texts }
}

/// Lines of one style.
struct Block {
    style: TextStyle,
    texts: Vec<String>,
}

impl Block {
    fn height(&self) -> u32 {
        // At most a few lines.
        #[allow(clippy::cast_possible_truncation)]
        let count = self.texts.len() as u32;
        count * self.style.line_metrics().0
    }

    /// Appends the lines to `lines`, from `x` and `y` on. Returns where the next block begins.
    fn place(self, x: u32, mut y: u32, lines: &mut Vec<Line>) -> u32 {
        let (height, baseline) = self.style.line_metrics();
        for text in self.texts {
            lines.push(Line { style: self.style, x, y: y + baseline, text });
            y += height;
        }
        y
    }
}

/// Lays out the poster of `data`.
pub(super) fn layout(data: &ShareData, form: Form, parts: Parts, measure: Measure<'_>) -> Plan {
    let has_picture = parts.picture.is_some();
    let (most_title, most_text) = match form {
        Form::Card if has_picture => (3, 3),
        Form::Card => (5, 3),
        Form::Long => (6, 14),
    };
    let title = lines(measure, TextStyle::Title, &data.title, CONTENT_WIDTH, most_title);
    let credit = lines(measure, TextStyle::Credit, &data.credit, CONTENT_WIDTH, 1);
    let text = lines(measure, TextStyle::Text, &data.excerpt, CONTENT_WIDTH, most_text);

    // The foot: code on the right, newsroom and hint on the left; a large code is above them.
    // A URL that is too long has no code, and then there is nothing to scan.
    let modules = if parts.side > 0 { parts.side + 2 * QUIET_ZONE } else { 0 };
    let module = QR_WIDTH.checked_div(modules).unwrap_or_default().max(MIN_MODULE);
    let code_width = modules * module;
    let is_beside = code_width + GAP + MIN_FOOT_WIDTH <= CONTENT_WIDTH;
    let foot_width = match code_width {
        0 => CONTENT_WIDTH,
        _ if is_beside => CONTENT_WIDTH - code_width - GAP,
        _ => CONTENT_WIDTH,
    };
    let logo = if parts.has_logo { (LOGO, LOGO) } else { BAR };
    let indent = logo.0 + 24;
    let name = lines(measure, TextStyle::Name, &data.site, foot_width - indent, 1);
    let hint = if code_width > 0 { strings::POSTER_SCAN } else { "" };
    let hint = lines(measure, TextStyle::Hint, hint, foot_width, 3);
    let words_height = TextStyle::Name.line_metrics().0 + 24 + hint.height();
    let foot_height = if is_beside || code_width == 0 {
        code_width.max(words_height)
    } else {
        code_width + GAP + words_height
    };

    // Everything but the picture, with the spaces between.
    let words = title.height() + 16 + credit.height() + 24 + text.height();
    let rest = 60 + words + 48 + 2 + 48 + foot_height + MARGIN;
    let picture = match (parts.picture, form) {
        (None, _) => 0,
        (Some(_), Form::Card) => HEIGHT.saturating_sub(rest).max(PICTURE.0),
        (Some((width, height)), Form::Long) => {
            // Clamped, so it fits.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let natural = (f64::from(WIDTH) * height / width).clamp(0.0, 10_000.0) as u32;
            natural.clamp(PICTURE.0, PICTURE.1)
        }
    };
    let (least, top) = match form {
        Form::Card => (HEIGHT, 60),
        Form::Long => (0, if has_picture { 60 } else { MARGIN + 24 }),
    };
    let height = (picture + rest + top - 60).max(least);
    // A card without a picture has its words in the middle of what is left.
    let free = height - (picture + rest + top - 60);
    let mut placed = Vec::new();
    let mut y = title.place(MARGIN, picture + top + free / 2, &mut placed);
    y = credit.place(MARGIN, y + 16, &mut placed);
    text.place(MARGIN, y + 24, &mut placed);

    let foot = height - MARGIN - foot_height;
    let rule = [MARGIN, foot - 50, CONTENT_WIDTH, 2];
    let (code_left, words_top) = if is_beside {
        (WIDTH - MARGIN - code_width, foot + (foot_height - words_height) / 2)
    } else {
        (MARGIN, foot + foot_height - words_height)
    };
    let line = TextStyle::Name.line_metrics().0;
    let logo = [MARGIN, words_top + (line - logo.1) / 2, logo.0, logo.1];
    name.place(MARGIN + indent, words_top, &mut placed);
    hint.place(MARGIN, words_top + line + 24, &mut placed);
    Plan {
        height,
        picture,
        lines: placed,
        logo,
        rule,
        code: [code_left, foot, code_width, code_width],
        module,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ideographs are as wide as high, other characters half as wide.
    fn measure(style: TextStyle, text: &str) -> f64 {
        let size = style.font().0.trim().rsplit(' ').next().unwrap();
        let size: f64 = size.trim_end_matches("px").parse().unwrap();
        size * text.chars().map(|c| if c >= '\u{2000}' { 1.0 } else { 0.5 }).sum::<f64>()
    }

    fn data(title: &str, excerpt: &str) -> ShareData {
        ShareData {
            title: title.into(),
            excerpt: excerpt.into(),
            credit: "江报 2026-11-20 08:00".into(),
            site: "澜江新闻".into(),
            ..ShareData::default()
        }
    }

    const PICTURE_SIZE: Option<(f64, f64)> = Some((800.0, 534.0));

    fn overlaps([x, y, width, height]: [u32; 4], other: [u32; 4]) -> bool {
        x < other[0] + other[2]
            && other[0] < x + width
            && y < other[1] + other[3]
            && other[1] < y + height
    }

    #[test]
    fn everything_is_inside_and_nothing_overlaps() {
        let texts = ["", "春", &"春江潮水连海平。".repeat(40)];
        for (title, excerpt) in texts.iter().flat_map(|a| texts.iter().map(move |b| (a, b))) {
            for side in [0, 21, 33, 57, 89, 177] {
                for (form, picture, has_logo) in [
                    (Form::Card, None, true),
                    (Form::Card, PICTURE_SIZE, false),
                    (Form::Long, None, false),
                    (Form::Long, PICTURE_SIZE, true),
                ] {
                    let parts = Parts { picture, has_logo, side };
                    let plan = layout(&data(title, excerpt), form, parts, &measure);
                    let mut boxes =
                        vec![[0, 0, WIDTH, plan.picture], plan.rule, plan.code, plan.logo];
                    for line in &plan.lines {
                        let (height, baseline) = line.style.line_metrics();
                        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                        let width = measure(line.style, &line.text).ceil() as u32;
                        boxes.push([line.x, line.y - baseline, width, height]);
                    }
                    boxes.retain(|it| it[2] > 0 && it[3] > 0);
                    for (at, one) in boxes.iter().enumerate() {
                        assert!(
                            one[0] + one[2] <= WIDTH && one[1] + one[3] <= plan.height,
                            "{one:?}"
                        );
                        for other in &boxes[at + 1..] {
                            assert!(!overlaps(*one, *other), "{one:?} {other:?} in {plan:?}");
                        }
                    }
                    assert_eq!(plan.code[2], if side > 0 { (side + 8) * plan.module } else { 0 });
                }
            }
        }
    }

    #[test]
    fn a_card_is_three_by_four_whatever_it_says() {
        for (title, excerpt) in [("春", ""), ("春", "江"), (&*"题".repeat(200), &*"文".repeat(900))]
        {
            for picture in [None, PICTURE_SIZE, Some((1.0, 9.0))] {
                let parts = Parts { picture, has_logo: true, side: 33 };
                let plan = layout(&data(title, excerpt), Form::Card, parts, &measure);
                assert_eq!(plan.height, 1440);
                assert_eq!(plan.picture >= 300, picture.is_some());
            }
        }
    }

    #[test]
    fn a_long_text_is_truncated_with_an_ellipsis() {
        let data = data(&"题".repeat(200), &"文".repeat(900));
        let parts = Parts { picture: PICTURE_SIZE, has_logo: true, side: 33 };
        for (form, expected) in [(Form::Card, (3, 3)), (Form::Long, (6, 14))] {
            let plan = layout(&data, form, parts, &measure);
            let of = |style| plan.lines.iter().filter(|it| it.style == style).collect::<Vec<_>>();
            let (title, text) = (of(TextStyle::Title), of(TextStyle::Text));
            assert_eq!((title.len(), text.len()), expected);
            assert!(title.last().unwrap().text.ends_with('…'));
            assert!(text.last().unwrap().text.ends_with('…'));
        }
    }

    #[test]
    fn a_poster_without_a_code_has_no_hint() {
        for side in [0, 33] {
            let plan =
                layout(&data("春", "江"), Form::Card, Parts { side, ..Parts::default() }, &measure);
            let has_hint = plan.lines.iter().any(|line| line.style == TextStyle::Hint);
            assert_eq!(has_hint, side > 0);
        }
    }
}
