//! Merges adjacent text.

use zaidu_model::Inline;

use super::draft::Draft;

/// Merges adjacent text of the same element, and removes empty inline elements.
pub(super) fn merge_adjacent_text(draft: Draft) -> Draft {
    draft.map_texts(merge)
}

fn merge(inlines: &mut Vec<Inline>) {
    for mut inline in std::mem::take(inlines) {
        let empty = match &mut inline {
            Inline::Text(text) | Inline::Code(text) => text.is_empty(),
            Inline::Strong(inner)
            | Inline::Emphasis(inner)
            | Inline::Marked { text: inner, .. }
            | Inline::Link { text: inner, .. } => {
                merge(inner);
                inner.is_empty()
            }
            Inline::LineBreak => false,
        };
        match (inline, inlines.last_mut()) {
            _ if empty => {}
            (Inline::Text(text), Some(Inline::Text(before))) => before.push_str(&text),
            (inline, _) => inlines.push(inline),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::draft::fixtures::{draft, p, text};
    use super::*;
    use zaidu_model::Block;

    #[test]
    fn adjacent_text_is_merged() {
        let nothing = Inline::Strong(vec![Inline::Emphasis(vec![text("")])]);
        let given = Block::Paragraph(vec![text("潮"), nothing, text("水"), text("")]);
        assert_eq!(merge_adjacent_text(draft([given])), draft([p("潮水")]));
        let strong = |inner| Block::Paragraph(vec![Inline::Strong(inner)]);
        let given = strong(vec![text("潮"), text("水")]);
        assert_eq!(merge_adjacent_text(draft([given])), draft([strong(vec![text("潮水")])]));
    }
}
