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
            Inline::LineBreak | Inline::Anchor(_) => false,
        };
        match (inline, inlines.last_mut()) {
            _ if empty => {}
            (Inline::Text(text), Some(Inline::Text(before))) => before.push_str(&text),
            (Inline::Strong(inner), Some(Inline::Strong(before)))
            | (Inline::Emphasis(inner), Some(Inline::Emphasis(before))) => {
                before.extend(inner);
                merge(before);
            }
            (
                Inline::Marked { mark, text },
                Some(Inline::Marked { mark: mark_before, text: before }),
            ) if mark == *mark_before => {
                before.extend(text);
                merge(before);
            }
            (inline, _) => inlines.push(inline),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::draft::fixtures::{draft, p, text};
    use super::*;
    use zaidu_model::Block;
    use zaidu_model::block::Mark;

    #[test]
    fn adjacent_text_is_merged() {
        let nothing = Inline::Strong(vec![Inline::Emphasis(vec![text("")])]);
        let given = Block::Paragraph(vec![text("潮"), nothing, text("水"), text("")]);
        assert_eq!(merge_adjacent_text(draft([given])), draft([p("潮水")]));
        let strong = |inner| Block::Paragraph(vec![Inline::Strong(inner)]);
        let given = strong(vec![text("潮"), text("水")]);
        assert_eq!(merge_adjacent_text(draft([given])), draft([strong(vec![text("潮水")])]));
    }

    /// As they are when a link between them led nowhere.
    #[test]
    fn adjacent_elements_of_a_kind_are_one() {
        let marked = |mark, inner| Inline::Marked { mark, text: vec![inner] };
        let strong = |inner: &str| Inline::Strong(vec![text(inner)]);
        let given = Block::Paragraph(vec![
            marked(Mark::Superscript, strong("潮")),
            marked(Mark::Superscript, strong("水")),
            marked(Mark::Subscript, text("2")),
        ]);
        let merged = Block::Paragraph(vec![
            marked(Mark::Superscript, strong("潮水")),
            marked(Mark::Subscript, text("2")),
        ]);
        assert_eq!(merge_adjacent_text(draft([given])), draft([merged]));
    }
}
