//! Removes blocks without visible content.

use super::draft::Draft;

use zaidu_model::Block;
use zaidu_model::block::{Cell, plain_text};

/// Removes blocks that are blank, such as paragraphs without text, and then the lists and quotes
/// that are left empty; and rows of tables without text.
pub(super) fn remove_empty_blocks(draft: Draft) -> Draft {
    draft.map_blocks(|mut blocks| {
        for block in &mut blocks {
            if let Block::Table { head, rows, .. } = block {
                rows.retain(|row| !is_blank(row));
                if is_blank(head) {
                    head.clear();
                }
            }
        }
        blocks.retain(|block| !block.is_blank());
        blocks
    })
}

fn is_blank(row: &[Cell]) -> bool {
    row.iter().all(|cell| plain_text(cell).trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::draft::fixtures::{draft, p};
    use super::*;
    use zaidu_model::Inline;

    #[test]
    fn blank_blocks_are_removed_also_inside_others() {
        let list = |items| Block::List { ordered: true, numbering: Default::default(), items };
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

    #[test]
    fn blank_rows_are_removed_and_tables_of_them() {
        let cell = |words: &str| vec![Inline::Text(words.into())];
        let table = |head, rows| Block::Table { caption: None, head, rows };
        let row = vec![cell("1路"), cell("")];
        let given = draft([
            table(vec![cell("\u{3000}")], vec![vec![cell(" "), vec![]], row.clone()]),
            table(vec![vec![]], vec![vec![cell("\u{a0}")]]),
        ]);
        assert_eq!(remove_empty_blocks(given), draft([table(vec![], vec![row])]));
    }
}
