//! Removes blocks without visible content.

use super::draft::Draft;

/// Removes blocks that are blank, such as paragraphs without text, and then the lists and quotes
/// that are left empty.
pub(super) fn remove_empty_blocks(draft: Draft) -> Draft {
    draft.map_blocks(|mut blocks| {
        blocks.retain(|block| !block.is_blank());
        blocks
    })
}

#[cfg(test)]
mod tests {
    use super::super::draft::fixtures::{draft, p};
    use super::*;
    use zaidu_model::Block;

    #[test]
    fn blank_blocks_are_removed_also_inside_others() {
        let list = |items| Block::List { ordered: true, items };
        let quote = |body| Block::Quote { body, cite: None };
        let given = draft([
            p("\u{3000}"),
            p("潮水"),
            Block::Paragraph(vec![]),
            list(vec![vec![p("")], vec![quote(vec![p(" ")])]]),
            list(vec![vec![], vec![p("渡口")]]),
        ]);
        assert_eq!(remove_empty_blocks(given), draft([p("潮水"), list(vec![vec![p("渡口")]])]));
    }
}
