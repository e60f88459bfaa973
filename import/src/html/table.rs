//! Tables: rows, header and caption.

use zaidu_model::Block;
use zaidu_model::block::Cell;

use super::block_builder::BlockBuilder;
use super::blocks::{Context, Converter};
use super::dom::NodeId;
use super::inlines::Marks;

/// A row of a table.
struct Row {
    cells: Vec<NodeId>,
    /// Whether it is a header row: in a `thead`, or of `th` cells only.
    is_header: bool,
}

impl Converter<'_> {
    /// Converts a `table`. A table of a single cell is used for layout, and is transparent.
    pub(super) fn convert_table(
        &self,
        id: NodeId,
        marks: &Marks,
        out: &mut BlockBuilder,
        context: Context,
    ) {
        let (mut rows, mut caption) = (Vec::new(), None);
        for part in &self.dom.node(id).children {
            match self.dom.name(*part) {
                "caption" => caption = caption.or(self.text_line(*part, context)),
                "tr" => rows.push(self.table_row(*part, false)),
                group @ ("thead" | "tbody" | "tfoot") => {
                    let trs = self.dom.node(*part).children.iter();
                    let trs = trs.filter(|tr| self.dom.name(**tr) == "tr");
                    rows.extend(trs.map(|tr| self.table_row(*tr, group == "thead")));
                }
                _ => {}
            }
        }
        if let [Row { cells, .. }] = &rows[..]
            && let [cell] = cells[..]
        {
            out.end_paragraph();
            self.convert_children(cell, marks, out, context);
            return out.end_paragraph();
        }
        self.push_table(rows, caption, out, context);
    }

    fn table_row(&self, id: NodeId, in_thead: bool) -> Row {
        let is_cell = |id: &NodeId| matches!(self.dom.name(*id), "td" | "th");
        let cells: Vec<NodeId> =
            self.dom.node(id).children.iter().copied().filter(is_cell).collect();
        let is_header = in_thead || cells.iter().all(|cell| self.dom.name(*cell) == "th");
        Row { cells, is_header }
    }

    fn push_table(
        &self,
        rows: Vec<Row>,
        caption: Option<String>,
        out: &mut BlockBuilder,
        context: Context,
    ) {
        // Cells hold inline content only; the media in cells follow the table.
        let mut media = Vec::new();
        let mut convert_cells = |cells: Vec<NodeId>| -> Vec<Cell> {
            let cells = cells.into_iter().map(|cell| self.inline_content(cell, context));
            cells
                .map(|cell| {
                    media.extend(cell.blocks);
                    cell.inlines
                })
                .collect()
        };
        let (mut head, mut body) = (Vec::new(), Vec::new());
        for Row { cells, is_header } in rows {
            let cells = convert_cells(cells);
            if cells.iter().all(Vec::is_empty) {
                continue;
            }
            match is_header && head.is_empty() && body.is_empty() {
                true => head = cells,
                false => body.push(cells),
            }
        }
        if !(head.is_empty() && body.is_empty()) {
            out.push_block(Block::Table { caption, head, rows: body });
        }
        out.push_blocks(media);
    }
}
