//! Tables.

use zaidu_model::Block;
use zaidu_model::block::Cell;

use super::blocks::{At, Flow, Walk};
use super::dom::Id;
use super::inlines::Marks;

/// A row while the table is read.
struct Row {
    cells: Vec<Id>,
    /// In a `thead`, or of `th` only.
    head: bool,
}

impl Walk<'_> {
    /// A table. One of a single cell only arranges the page: it is transparent.
    pub(super) fn table(&self, id: Id, marks: &Marks, flow: &mut Flow, at: At) {
        let (mut rows, mut caption) = (Vec::new(), None);
        for part in &self.tree.node(id).children {
            match self.tree.name(*part) {
                "caption" => caption = caption.or(self.line(*part, at)),
                "tr" => rows.push(self.row(*part, false)),
                group @ ("thead" | "tbody" | "tfoot") => {
                    let trs = self.tree.node(*part).children.iter();
                    let trs = trs.filter(|tr| self.tree.name(**tr) == "tr");
                    rows.extend(trs.map(|tr| self.row(*tr, group == "thead")));
                }
                _ => {}
            }
        }
        if let [Row { cells, .. }] = &rows[..]
            && let [cell] = cells[..]
        {
            flow.end_paragraph();
            self.children(cell, marks, flow, at);
            return flow.end_paragraph();
        }
        self.grid(rows, caption, flow, at);
    }

    fn row(&self, id: Id, in_head: bool) -> Row {
        let is_cell = |id: &Id| matches!(self.tree.name(*id), "td" | "th");
        let cells: Vec<Id> = self.tree.node(id).children.iter().copied().filter(is_cell).collect();
        let head = in_head || cells.iter().all(|cell| self.tree.name(*cell) == "th");
        Row { cells, head }
    }

    fn grid(&self, rows: Vec<Row>, caption: Option<String>, flow: &mut Flow, at: At) {
        // Cells hold words only; the media among them follow the table.
        let mut media = Vec::new();
        let mut read = |cells: Vec<Id>| -> Vec<Cell> {
            let cells = cells.into_iter().map(|cell| self.inlines(cell, at));
            cells
                .map(|cell| {
                    media.extend(cell.blocks);
                    cell.inlines
                })
                .collect()
        };
        let (mut head, mut body) = (Vec::new(), Vec::new());
        for Row { cells, head: is_head } in rows {
            let cells = read(cells);
            if cells.iter().all(Vec::is_empty) {
                continue;
            }
            match is_head && head.is_empty() && body.is_empty() {
                true => head = cells,
                false => body.push(cells),
            }
        }
        if !(head.is_empty() && body.is_empty()) {
            flow.push(Block::Table { caption, head, rows: body });
        }
        media.into_iter().for_each(|medium| flow.push(medium));
    }
}
