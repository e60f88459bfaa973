//! Blocks that show nothing.

use zaidu_model::Block;
use zaidu_model::block::plain_text;

use super::{Draft, everywhere};

/// Drops paragraphs and headings without words, lists without points, quotes of
/// nothing. What is empty because all of it was, goes too.
pub(super) fn drop(draft: Draft) -> Draft {
    let body = everywhere(draft.body, &|blocks| blocks.into_iter().filter_map(kept).collect());
    Draft { body, ..draft }
}

fn kept(block: Block) -> Option<Block> {
    let kept = match block {
        Block::List { ordered, mut items } => {
            items.retain(|item| !item.is_empty());
            Block::List { ordered, items }
        }
        other => other,
    };
    let shows = match &kept {
        Block::Paragraph(text) | Block::Heading { text, .. } => !plain_text(text).trim().is_empty(),
        Block::Quote { body, cite } => !body.is_empty() || cite.is_some(),
        Block::List { items, .. } => !items.is_empty(),
        Block::Table { head, rows, .. } => !head.is_empty() || !rows.is_empty(),
        Block::Code { text, .. } => !text.trim().is_empty(),
        Block::Image { .. } | Block::Video { .. } | Block::Audio { .. } | Block::Divider => true,
    };
    shows.then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::super::test::{draft, p};
    use super::*;

    #[test]
    fn nothing_is_not_shown() {
        let list = |items| Block::List { ordered: true, items };
        let quote = |body| Block::Quote { body, cite: None };
        let given = draft([
            p("\u{3000}"),
            p("潮水"),
            Block::Paragraph(vec![]),
            list(vec![vec![p("")], vec![quote(vec![p(" ")])]]),
            list(vec![vec![], vec![p("渡口")]]),
        ]);
        assert_eq!(drop(given), draft([p("潮水"), list(vec![vec![p("渡口")]])]));
    }
}
