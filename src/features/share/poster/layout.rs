//! Where everything on a poster stands, in CSS pixels.

use super::super::qr_code::QUIET;
use super::super::targets::Shared;
use super::typeset::lines;
use crate::strings;

/// As wide as a phone's page, so that it is read without enlarging.
pub(super) const WIDTH: u32 = 360;
const MARGIN: u32 = 28;
const MEASURE: u32 = WIDTH - 2 * MARGIN;

/// How wide the code is at most, with its quiet zone.
const CODE: u32 = 140;

/// Between the code and the words beside it.
const GAP: u32 = 16;

/// The least room for those words; with less, they stand below.
const HINT: u32 = 84;

/// How something is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hand {
    Name,
    Title,
    Credit,
    Text,
    Hint,
}

impl Hand {
    /// Weight and size as CSS writes them before the family, and whether that is
    /// the serif one.
    pub(super) fn font(self) -> (&'static str, bool) {
        match self {
            Self::Name => ("700 18px ", true),
            Self::Title => ("700 26px ", true),
            Self::Credit | Self::Hint => ("14px ", false),
            Self::Text => ("16px ", false),
        }
    }

    pub(super) fn is_soft(self) -> bool {
        matches!(self, Self::Credit | Self::Hint)
    }

    /// The height of a line, and how far below its top the baseline is.
    fn line(self) -> (u32, u32) {
        match self {
            Self::Name => (24, 19),
            Self::Title => (38, 28),
            Self::Credit => (22, 16),
            Self::Text => (28, 20),
            Self::Hint => (22, 16),
        }
    }
}

/// A line of words; `y` is its baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) hand: Hand,
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) text: String,
}

/// Where everything stands. Rectangles are left, top, width and height.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) height: u32,
    pub(super) lines: Vec<Line>,
    /// The mark before the newsroom's name.
    pub(super) seal: [u32; 4],
    pub(super) rules: [[u32; 4]; 2],
    /// The code with its quiet zone.
    pub(super) code: [u32; 4],
    /// The side of one of its modules: whole, so that none is blurred.
    pub(super) module: u32,
}

/// Words that are put down one below the other.
struct Column<'a> {
    y: u32,
    lines: Vec<Line>,
    measure: &'a dyn Fn(Hand, &str) -> f64,
}

impl Column<'_> {
    /// At most `most` lines from `x` to the right margin.
    fn put(&mut self, hand: Hand, text: &str, x: u32, most: usize) {
        let measure = self.measure;
        let (height, baseline) = hand.line();
        let width = f64::from(WIDTH - MARGIN - x);
        for text in lines(text, width, most, &|text| measure(hand, text)) {
            self.lines.push(Line { hand, x, y: self.y + baseline, text });
            self.y += height;
        }
    }

    /// A hairline with room around it.
    fn rule(&mut self) -> [u32; 4] {
        self.y += 33;
        [MARGIN, self.y - 17, MEASURE, 1]
    }
}

/// The poster of `shared`, whose code has `side` modules a side.
pub(super) fn layout(shared: &Shared, side: u32, measure: &dyn Fn(Hand, &str) -> f64) -> Plan {
    let mut column = Column { y: MARGIN, lines: Vec::new(), measure };
    let seal = [MARGIN, MARGIN + 3, 6, 18];
    column.put(Hand::Name, &shared.site, MARGIN + 14, 1);
    column.y += 20;
    column.put(Hand::Title, &shared.title, MARGIN, 6);
    column.y += 6;
    column.put(Hand::Credit, &shared.credit, MARGIN, 2);
    let above = column.rule();
    column.put(Hand::Text, &shared.excerpt, MARGIN, 7);
    let below = column.rule();
    // An address that is too long has no code, and then there is nothing to scan.
    let whole = if side > 0 { side + 2 * QUIET } else { 0 };
    let module = CODE.checked_div(whole).unwrap_or_default().max(2);
    let width = whole * module;
    let code = [MARGIN, column.y, width, width];
    let end = column.y + width;
    if width > 0 {
        let is_beside = width + GAP + HINT <= MEASURE;
        let (x, down) = match is_beside {
            true => (MARGIN + width + GAP, width.saturating_sub(Hand::Hint.line().0) / 2),
            false => (MARGIN, width + GAP),
        };
        column.y += down;
        column.put(Hand::Hint, strings::POSTER_SCAN, x, 3);
    }
    Plan {
        height: column.y.max(end) + MARGIN,
        lines: column.lines,
        seal,
        rules: [above, below],
        code,
        module,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ideographs are as wide as high.
    fn measure(hand: Hand, text: &str) -> f64 {
        let size: String = hand.font().0.chars().skip_while(|c| *c == '7' || *c == '0').collect();
        let size: f64 = size.trim().trim_end_matches("px").parse().unwrap();
        size * text.chars().map(|c| if c >= '\u{2000}' { 1.0 } else { 0.5 }).sum::<f64>()
    }

    fn plan(title: &str, excerpt: &str) -> Plan {
        let shared = Shared {
            title: title.into(),
            excerpt: excerpt.into(),
            credit: "江报 2026-11-20 08:00".into(),
            site: "澜江新闻".into(),
            ..Shared::default()
        };
        layout(&shared, 33, &measure)
    }

    #[test]
    fn the_longest_address_has_its_words_below_and_none_has_none() {
        for side in [0, 21, 33, 89, 125, 177] {
            let plan = layout(&Shared::default(), side, &measure);
            let [left, top, width, height] = plan.code;
            assert_eq!(width > 0, side > 0);
            let hints: Vec<_> = plan.lines.iter().filter(|it| it.hand == Hand::Hint).collect();
            assert_eq!(hints.is_empty(), side == 0);
            for hint in hints {
                let right = f64::from(hint.x) + measure(Hand::Hint, &hint.text);
                assert!(right <= f64::from(WIDTH - MARGIN), "{side}: {hint:?}");
                assert!(hint.x >= left + width || hint.y > top + height, "{side}: {hint:?}");
                assert!(hint.y < plan.height);
            }
        }
    }

    #[test]
    fn everything_stands_inside_and_nothing_on_another() {
        let texts = ["", "春", &"春江潮水连海平。".repeat(40)];
        for (title, excerpt) in texts.iter().flat_map(|a| texts.iter().map(move |b| (a, b))) {
            let plan = plan(title, excerpt);
            let mut end = 0;
            for line in &plan.lines {
                let right = f64::from(line.x) + measure(line.hand, &line.text);
                assert!(right <= f64::from(WIDTH - MARGIN), "{line:?}");
                let (height, baseline) = line.hand.line();
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
    fn a_long_text_is_cut_and_says_so() {
        let plan = plan(&"题".repeat(200), &"文".repeat(900));
        let of = |hand| plan.lines.iter().filter(|line| line.hand == hand).collect::<Vec<_>>();
        assert_eq!((of(Hand::Title).len(), of(Hand::Text).len()), (6, 7));
        assert!(of(Hand::Title)[5].text.ends_with('…') && of(Hand::Text)[6].text.ends_with('…'));
    }
}
