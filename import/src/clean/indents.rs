//! Indents typed as characters. The page sets its own; both would double.

use zaidu_model::Inline;

use super::{Draft, each_text, trim};

/// Trims ideographic, non-breaking and other spaces at both ends of paragraphs,
/// headings and cells, and the indents after their line breaks.
pub(super) fn trim(draft: Draft) -> Draft {
    each_text(draft, lines)
}

fn lines(text: &mut Vec<Inline>) {
    trim::trim(text);
    let mut new_line = false;
    for inline in text {
        if let Inline::Text(words) = inline
            && new_line
        {
            *words = words.trim_start().to_owned();
        }
        new_line = *inline == Inline::LineBreak;
    }
}

#[cfg(test)]
mod tests {
    use super::super::test::{draft, p, text};
    use super::*;
    use zaidu_model::Block;

    #[test]
    fn spaces_of_every_width_go_at_the_ends_and_stay_inside() {
        let item = |words| vec![p(words)];
        let list = |items| Block::List { ordered: false, items };
        let given =
            draft([p("\u{3000}\u{3000}潮\u{3000}水\u{a0} "), list(vec![item("\u{3000}渡口")])]);
        assert_eq!(trim(given), draft([p("潮\u{3000}水"), list(vec![item("渡口")])]));
    }

    #[test]
    fn lines_lose_their_indents_too() {
        let poem =
            |second: &str| Block::Paragraph(vec![text("潮"), Inline::LineBreak, text(second)]);
        assert_eq!(trim(draft([poem("\u{3000}\u{3000}水")])), draft([poem("水")]));
    }
}
