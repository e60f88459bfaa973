//! Removes dividers that do not separate two blocks.

use zaidu_model::Block;

use super::draft::Draft;

/// Removes dividers at the beginning, at the end, and after another divider.
pub(super) fn remove_redundant_dividers(draft: Draft) -> Draft {
    draft.map_blocks(|blocks| {
        let mut out: Vec<Block> = Vec::new();
        for block in blocks {
            let is_redundant = matches!(out.last(), None | Some(Block::Divider));
            if !(is_redundant && block == Block::Divider) {
                out.push(block);
            }
        }
        if out.last() == Some(&Block::Divider) {
            out.pop();
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::super::draft::fixtures::{draft, p};
    use super::*;
    use Block::Divider;

    #[test]
    fn dividers_only_separate_blocks() {
        let given = draft([Divider, p("潮"), Divider, Divider, p("水"), Divider, Divider]);
        assert_eq!(remove_redundant_dividers(given), draft([p("潮"), Divider, p("水")]));
        assert_eq!(remove_redundant_dividers(draft([Divider, Divider])), draft([]));
    }
}
