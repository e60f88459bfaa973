//! Dividers that divide nothing.

use zaidu_model::Block;

use super::{Draft, everywhere};

/// Drops dividers at the beginning, at the end, and after another one.
pub(super) fn drop(draft: Draft) -> Draft {
    let body = everywhere(draft.body, &|blocks| {
        let mut out: Vec<Block> = Vec::new();
        for block in blocks {
            let idle = matches!(out.last(), None | Some(Block::Divider));
            if !(idle && block == Block::Divider) {
                out.push(block);
            }
        }
        if out.last() == Some(&Block::Divider) {
            out.pop();
        }
        out
    });
    Draft { body, ..draft }
}

#[cfg(test)]
mod tests {
    use super::super::test::{draft, p};
    use super::*;
    use Block::Divider;

    #[test]
    fn dividers_stand_between_two_blocks() {
        let given = draft([Divider, p("潮"), Divider, Divider, p("水"), Divider, Divider]);
        assert_eq!(drop(given), draft([p("潮"), Divider, p("水")]));
        assert_eq!(drop(draft([Divider, Divider])), draft([]));
    }
}
