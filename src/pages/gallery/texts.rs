//! Texts of the gallery: every kind of block and of inline content, from a file of the sample.

use leptos::prelude::*;
use zaidu_model::Block;
use zaidu_model::json::from_str;

use super::example;
use crate::features::article;

/// Names of states with the text of each.
const KINDS: &str = include_str!("../../../sample/kinds.json");

fn kinds() -> Vec<(String, Vec<Block>)> {
    // A test reads it too.
    from_str(KINDS).unwrap_or_default()
}

pub(super) fn texts() -> impl IntoView {
    kinds().into_iter().map(|(name, body)| example(name, article::text(body))).collect_view()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use zaidu_model::Inline;
    use zaidu_model::block::Mark;

    /// The name of the kind of `block`. A new kind does not compile here; then it gets a state in
    /// the file, or the test below fails.
    fn block_kind(block: &Block) -> usize {
        match block {
            Block::Paragraph(_) => 0,
            Block::Heading { .. } => 1,
            Block::Image { .. } => 2,
            Block::Foreign { .. } => 3,
            Block::Quote { .. } => 4,
            Block::Details { .. } => 5,
            Block::List { .. } => 6,
            Block::Table { .. } => 7,
            Block::Code { .. } => 8,
            Block::Video { .. } => 9,
            Block::Audio { .. } => 10,
            Block::Divider => 11,
        }
    }

    fn inline_kind(inline: &Inline) -> usize {
        match inline {
            Inline::Text(_) => 0,
            Inline::Strong(_) => 1,
            Inline::Emphasis(_) => 2,
            Inline::Marked { .. } => 3,
            Inline::Link { .. } => 4,
            Inline::Anchor(_) => 5,
            Inline::Code(_) => 6,
            Inline::LineBreak => 7,
        }
    }

    #[test]
    fn every_kind_of_block_and_of_inline_content_has_a_state() {
        let mut bodies: Vec<Vec<Block>> = from_str::<Vec<(String, Vec<Block>)>>(KINDS)
            .unwrap()
            .into_iter()
            .map(|it| it.1)
            .collect();
        let (mut blocks, mut inlines, mut marks) =
            (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        while let Some(body) = bodies.pop() {
            for mut block in body {
                blocks.insert(block_kind(&block));
                bodies.extend(block.children().into_iter().map(<[Block]>::to_vec));
                for inline in block.texts_mut().into_iter().flatten() {
                    inlines.insert(inline_kind(inline));
                    if let Inline::Marked { mark, .. } = inline {
                        marks.insert(*mark);
                    }
                }
            }
        }
        assert!(blocks.into_iter().eq(0..=11));
        assert!(inlines.into_iter().eq(0..=7));
        assert!(marks.into_iter().eq(Mark::ALL));
    }
}
