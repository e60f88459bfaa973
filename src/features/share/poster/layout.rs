//! Poster layout: positions of text, rules and QR code, in CSS pixels.

use super::super::qr_code::QUIET_ZONE;
use super::super::targets::ShareData;
use super::typeset::break_lines;
use crate::strings;

/// Width of the poster: that of a phone's viewport, so that it is legible without zooming.
pub(super) const WIDTH: u32 = 360;
const MARGIN: u32 = 28;
const CONTENT_WIDTH: u32 = WIDTH - 2 * MARGIN;

/// Maximum width of the QR code, with its quiet zone.
const MAX_QR_WIDTH: u32 = 140;

/// Space between the QR code and the hint beside it.
const GAP: u32 = 16;

/// Minimum width of that hint; with less, it is placed below.
const MIN_HINT_WIDTH: u32 = 84;

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
            Self::Name => ("700 18px ", true),
            Self::Title => ("700 26px ", true),
            Self::Credit | Self::Hint => ("14px ", false),
            Self::Text => ("16px ", false),
        }
    }

    /// Whether it has the secondary text colour.
    pub(super) fn is_secondary(self) -> bool {
        matches!(self, Self::Credit | Self::Hint)
    }

    /// Line height, and the distance of the baseline from the top of the line.
    fn line_metrics(self) -> (u32, u32) {
        match self {
            Self::Name => (24, 19),
            Self::Title => (38, 28),
            Self::Credit => (22, 16),
            Self::Text => (28, 20),
            Self::Hint => (22, 16),
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
    pub(super) lines: Vec<Line>,
    /// The accent bar before the newsroom's name.
    pub(super) accent: [u32; 4],
    pub(super) rules: [[u32; 4]; 2],
    /// The QR code with its quiet zone.
    pub(super) code: [u32; 4],
    /// The side of one module: an integer, so that no edge is blurred.
    pub(super) module: u32,
}

/// Cursor that places lines below each other.
struct Column<'a> {
    y: u32,
    lines: Vec<Line>,
    measure: &'a dyn Fn(TextStyle, &str) -> f64,
}

impl Column<'_> {
    /// Places `text` in at most `max_lines` lines, from `x` to the right margin.
    fn add_text(&mut self, style: TextStyle, text: &str, x: u32, max_lines: usize) {
        let measure = self.measure;
        let (height, baseline) = style.line_metrics();
        let width = f64::from(WIDTH - MARGIN - x);
        for text in break_lines(text, width, max_lines, &|text| measure(style, text)) {
            self.lines.push(Line { style, x, y: self.y + baseline, text });
            self.y += height;
        }
    }

    /// Places a hairline with space around it.
    fn add_rule(&mut self) -> [u32; 4] {
        self.y += 33;
        [MARGIN, self.y - 17, CONTENT_WIDTH, 1]
    }
}

/// Lays out the poster of `data`, whose QR code has `side` modules per side; 0 for no code.
pub(super) fn layout(
    data: &ShareData,
    side: u32,
    measure: &dyn Fn(TextStyle, &str) -> f64,
) -> Plan {
    let mut column = Column { y: MARGIN, lines: Vec::new(), measure };
    let accent = [MARGIN, MARGIN + 3, 6, 18];
    column.add_text(TextStyle::Name, &data.site, MARGIN + 14, 1);
    column.y += 20;
    column.add_text(TextStyle::Title, &data.title, MARGIN, 6);
    column.y += 6;
    column.add_text(TextStyle::Credit, &data.credit, MARGIN, 2);
    let above = column.add_rule();
    column.add_text(TextStyle::Text, &data.excerpt, MARGIN, 7);
    let below = column.add_rule();
    // A URL that is too long has no code, and then there is nothing to scan.
    let modules = if side > 0 { side + 2 * QUIET_ZONE } else { 0 };
    let module = MAX_QR_WIDTH.checked_div(modules).unwrap_or_default().max(2);
    let width = modules * module;
    let code = [MARGIN, column.y, width, width];
    let end = column.y + width;
    if width > 0 {
        let is_beside = width + GAP + MIN_HINT_WIDTH <= CONTENT_WIDTH;
        let (x, offset) = match is_beside {
            true => {
                (MARGIN + width + GAP, width.saturating_sub(TextStyle::Hint.line_metrics().0) / 2)
            }
            false => (MARGIN, width + GAP),
        };
        column.y += offset;
        column.add_text(TextStyle::Hint, strings::POSTER_SCAN, x, 3);
    }
    Plan {
        height: column.y.max(end) + MARGIN,
        lines: column.lines,
        accent,
        rules: [above, below],
        code,
        module,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ideographs are as wide as high, other characters half as wide.
    fn measure(style: TextStyle, text: &str) -> f64 {
        let size: String = style.font().0.chars().skip_while(|c| *c == '7' || *c == '0').collect();
        let size: f64 = size.trim().trim_end_matches("px").parse().unwrap();
        size * text.chars().map(|c| if c >= '\u{2000}' { 1.0 } else { 0.5 }).sum::<f64>()
    }

    fn plan(title: &str, excerpt: &str) -> Plan {
        let shared = ShareData {
            title: title.into(),
            excerpt: excerpt.into(),
            credit: "江报 2026-11-20 08:00".into(),
            site: "澜江新闻".into(),
            ..ShareData::default()
        };
        layout(&shared, 33, &measure)
    }

    #[test]
    fn a_large_code_has_its_hint_below_and_no_code_has_no_hint() {
        for side in [0, 21, 33, 89, 125, 177] {
            let plan = layout(&ShareData::default(), side, &measure);
            let [left, top, width, height] = plan.code;
            assert_eq!(width > 0, side > 0);
            let hints: Vec<_> =
                plan.lines.iter().filter(|it| it.style == TextStyle::Hint).collect();
            assert_eq!(hints.is_empty(), side == 0);
            for hint in hints {
                let right = f64::from(hint.x) + measure(TextStyle::Hint, &hint.text);
                assert!(right <= f64::from(WIDTH - MARGIN), "{side}: {hint:?}");
                assert!(hint.x >= left + width || hint.y > top + height, "{side}: {hint:?}");
                assert!(hint.y < plan.height);
            }
        }
    }

    #[test]
    fn everything_is_inside_and_nothing_overlaps() {
        let texts = ["", "春", &"春江潮水连海平。".repeat(40)];
        for (title, excerpt) in texts.iter().flat_map(|a| texts.iter().map(move |b| (a, b))) {
            let plan = plan(title, excerpt);
            let mut end = 0;
            for line in &plan.lines {
                let right = f64::from(line.x) + measure(line.style, &line.text);
                assert!(right <= f64::from(WIDTH - MARGIN), "{line:?}");
                let (height, baseline) = line.style.line_metrics();
                assert!(line.y - baseline >= end, "{line:?}");
                end = line.y - baseline + height;
            }
            assert!(end <= plan.height);
            let [_, top, side, _] = plan.code;
            assert!(top + side + MARGIN <= plan.height);
            assert_eq!(side, 41 * plan.module);
            assert!(plan.rules[0][1] < plan.rules[1][1] && plan.rules[1][1] < top);
        }
    }

    #[test]
    fn a_long_text_is_truncated_with_an_ellipsis() {
        let plan = plan(&"题".repeat(200), &"文".repeat(900));
        let of = |style| plan.lines.iter().filter(|line| line.style == style).collect::<Vec<_>>();
        assert_eq!((of(TextStyle::Title).len(), of(TextStyle::Text).len()), (6, 7));
        assert!(
            of(TextStyle::Title)[5].text.ends_with('…')
                && of(TextStyle::Text)[6].text.ends_with('…')
        );
    }
}
