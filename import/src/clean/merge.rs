//! Text in pieces.

use zaidu_model::Inline;

use super::{Draft, each_text};

/// Joins plain words that stand beside each other, and drops marks over nothing.
pub(super) fn texts(draft: Draft) -> Draft {
    each_text(draft, join)
}

fn join(inlines: &mut Vec<Inline>) {
    for mut inline in std::mem::take(inlines) {
        let empty = match &mut inline {
            Inline::Text(text) | Inline::Code(text) => text.is_empty(),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link { text: inner, .. } => {
                join(inner);
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
    use super::super::test::{draft, p, text};
    use super::*;
    use zaidu_model::Block;

    #[test]
    fn words_join_where_nothing_is_between() {
        let nothing = Inline::Strong(vec![Inline::Emphasis(vec![text("")])]);
        let given = Block::Paragraph(vec![text("潮"), nothing, text("水"), text("")]);
        assert_eq!(texts(draft([given])), draft([p("潮水")]));
        let strong = |inner| Block::Paragraph(vec![Inline::Strong(inner)]);
        let given = strong(vec![text("潮"), text("水")]);
        assert_eq!(texts(draft([given])), draft([strong(vec![text("潮水")])]));
    }
}
