//! Blocks that show nothing.

use super::{Draft, everywhere};

/// Drops paragraphs and headings without words, lists without points, quotes of
/// nothing. What is empty because all of it was, goes too.
pub(super) fn drop(draft: Draft) -> Draft {
    let body = everywhere(draft.body, &|mut blocks| {
        blocks.retain(|block| !block.is_blank());
        blocks
    });
    Draft { body, ..draft }
}

#[cfg(test)]
mod tests {
    use super::super::test::{draft, p};
    use super::*;
    use zaidu_model::Block;

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
