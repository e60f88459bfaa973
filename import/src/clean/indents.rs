//! Removes indents typed as spaces. The style sheet indents paragraphs, and both would add up.

use zaidu_model::Inline;

use super::draft::Draft;
use super::trim;

/// Trims white space, ideographic and non-breaking spaces included, at both ends of paragraphs,
/// headings and cells, and at the beginning of lines after a line break.
pub(super) fn trim_indents(draft: Draft) -> Draft {
    draft.map_texts(trim_lines)
}

fn trim_lines(text: &mut Vec<Inline>) {
    trim::trim(text);
    let mut is_line_start = false;
    for inline in text {
        if let Inline::Text(words) = inline
            && is_line_start
        {
            *words = words.trim_start().to_owned();
        }
        is_line_start = match inline {
            Inline::Anchor(_) => is_line_start,
            inline => *inline == Inline::LineBreak,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::super::draft::fixtures::{draft, p, text};
    use super::*;
    use zaidu_model::Block;

    #[test]
    fn spaces_are_trimmed_at_the_ends_and_kept_inside() {
        let item = |words| vec![p(words)];
        let list = |items| Block::List { ordered: false, numbering: Default::default(), items };
        let given =
            draft([p("\u{3000}\u{3000}潮\u{3000}水\u{a0} "), list(vec![item("\u{3000}渡口")])]);
        assert_eq!(trim_indents(given), draft([p("潮\u{3000}水"), list(vec![item("渡口")])]));
    }

    #[test]
    fn indents_after_line_breaks_are_trimmed() {
        let poem =
            |second: &str| Block::Paragraph(vec![text("潮"), Inline::LineBreak, text(second)]);
        assert_eq!(trim_indents(draft([poem("\u{3000}\u{3000}水")])), draft([poem("水")]));
    }
}
