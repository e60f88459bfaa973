//! Tables: rows, header and caption.

use zaidu_model::block::Cell;
use zaidu_model::{Block, Inline};

use super::block_builder::BlockBuilder;
use super::blocks::{Context, Converter};
use super::dom::NodeId;
use super::inlines::Marks;
use crate::limits::MAX_DEPTH;

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
        let (mut rows, mut foot, mut caption) = (Vec::new(), Vec::new(), None);
        for part in &self.dom.node(id).children {
            match self.dom.name(*part) {
                "caption" => caption = caption.or(self.text_line(*part, context)),
                "tr" => rows.push(self.table_row(*part, false)),
                group @ ("thead" | "tbody" | "tfoot") => {
                    let trs = self.dom.node(*part).children.iter();
                    let trs = trs.filter(|tr| self.dom.name(**tr) == "tr");
                    let trs = trs.map(|tr| self.table_row(*tr, group == "thead"));
                    // It may stand before the rows of which it is the sum.
                    if group == "tfoot" { foot.extend(trs) } else { rows.extend(trs) }
                }
                _ => {}
            }
        }
        rows.append(&mut foot);
        // Highlighted code with its line numbers in a column of their own.
        if rows.iter().flat_map(|row| &row.cells).any(|cell| self.has_line_numbers(*cell)) {
            for row in &rows {
                for cell in row.cells.iter().filter(|cell| !self.has_line_numbers(**cell)) {
                    self.convert_code(*cell, out, context);
                }
            }
            return;
        }
        if caption.is_none() && self.is_layout(&rows) {
            for cell in rows.iter().flat_map(|row| &row.cells) {
                out.end_paragraph();
                self.convert_children(*cell, marks, out, context);
                out.end_paragraph();
            }
            return;
        }
        self.push_table(rows, caption, out, context);
    }

    /// Whether a table only puts blocks below and beside each other: it has a single cell, or a cell
    /// with a table in it, or a single column of blocks.
    fn is_layout(&self, rows: &[Row]) -> bool {
        let mut cells = rows.iter().flat_map(|row| &row.cells);
        let is_column = rows.iter().all(|row| row.cells.len() <= 1 && !row.is_header);
        is_column && (rows.len() == 1 || cells.clone().any(|cell| self.has_blocks(*cell)))
            || cells.any(|cell| self.has_table(*cell, 0))
    }

    fn has_table(&self, id: NodeId, depth: usize) -> bool {
        depth < MAX_DEPTH
            && self
                .dom
                .node(id)
                .children
                .iter()
                .any(|child| self.dom.name(*child) == "table" || self.has_table(*child, depth + 1))
    }

    /// Whether there are several paragraphs in a cell, or blocks that no cell can have.
    fn has_blocks(&self, cell: NodeId) -> bool {
        let children = &self.dom.node(cell).children;
        let count = |names: &[&str]| {
            children.iter().filter(|child| names.contains(&self.dom.name(**child))).count()
        };
        count(&["p", "div", "section"]) > 1
            || count(&[
                "img",
                "figure",
                "ul",
                "ol",
                "blockquote",
                "details",
                "pre",
                "h2",
                "h3",
                "video",
            ]) > 0
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
        let mut spans = RowSpans::default();
        let (mut head, mut body): (Vec<Cell>, Vec<Vec<Cell>>) = (Vec::new(), Vec::new());
        for Row { cells, is_header } in rows {
            let is_header = is_header && body.is_empty();
            let cells = cells.into_iter().map(|cell| {
                let mut content = self.inline_content(cell, context);
                let anchor = self.targets.anchor(cell).cloned().map(Inline::Anchor);
                content.inlines.splice(0..0, anchor);
                media.extend(content.blocks);
                SpannedCell {
                    text: content.inlines,
                    columns: self.span(cell, "colspan"),
                    rows: self.span(cell, "rowspan"),
                }
            });
            let cells = spans.row(cells.collect(), is_header);
            if cells.iter().all(Vec::is_empty) {
                continue;
            }
            match is_header {
                true if head.is_empty() => head = cells,
                true => add_header_row(&mut head, cells),
                false => body.push(cells),
            }
        }
        if !(head.is_empty() && body.is_empty()) {
            out.push_block(Block::Table { caption, head, rows: body });
        }
        out.push_blocks(media);
    }

    /// How many columns or rows a cell covers.
    fn span(&self, cell: NodeId, attribute: &str) -> usize {
        let span = self.dom.attribute(cell, attribute).and_then(|span| span.trim().parse().ok());
        match span {
            // All rows below.
            Some(0) if attribute == "rowspan" => MAX_SPAN,
            span => span.unwrap_or(1).clamp(1, MAX_SPAN),
        }
    }

    /// Whether a cell holds the line numbers of code.
    pub(super) fn has_line_numbers(&self, cell: NodeId) -> bool {
        const CLASSES: [&str; 6] =
            ["gutter", "rouge-gutter", "linenos", "lineno", "hljs-ln-numbers", "line-numbers"];
        let class = self.dom.attribute(cell, "class").unwrap_or_default();
        class.split_ascii_whitespace().any(|class| CLASSES.contains(&class))
    }
}

/// Maximum number of columns or rows that a cell may cover.
const MAX_SPAN: usize = 50;

/// Maximum number of columns of a row with cells that cover several.
const MAX_COLUMNS: usize = 200;

/// A cell as HTML has it, which may cover others.
struct SpannedCell {
    text: Cell,
    columns: usize,
    rows: usize,
}

/// Cells of earlier rows that reach into the next ones, by column, each with how many rows.
#[derive(Default)]
struct RowSpans(Vec<(usize, Cell)>);

impl RowSpans {
    /// The next row, in which every cell stands in its own column. A cell that covers several rows
    /// is repeated in each of them; one that covers several columns is repeated in a header, where
    /// it is part of each heading, and else followed by empty cells.
    fn row(&mut self, cells: Vec<SpannedCell>, is_header: bool) -> Vec<Cell> {
        let mut row: Vec<Cell> = Vec::new();
        let mut cells = cells.into_iter().peekable();
        while row.len() < MAX_COLUMNS {
            if let Some((rows, text)) = self.0.get_mut(row.len())
                && *rows > 0
            {
                *rows -= 1;
                row.push(text.clone());
                continue;
            }
            let Some(cell) = cells.next() else {
                // Columns at the end that an earlier row covers.
                match self.0.iter().skip(row.len()).any(|(rows, _)| *rows > 0) {
                    true => row.push(Cell::new()),
                    false => break,
                }
                continue;
            };
            for column in 0..cell.columns {
                let is_shown = column == 0 || is_header;
                let text = if is_shown { cell.text.clone() } else { Cell::new() };
                let at = row.len();
                if cell.rows > 1 {
                    self.0.resize(self.0.len().max(at + 1), (0, Cell::new()));
                    self.0[at] = (cell.rows - 1, text.clone());
                }
                row.push(text);
            }
        }
        row
    }
}

/// Adds a further row of a header to the first: each heading is told from above downwards.
fn add_header_row(head: &mut Vec<Cell>, row: Vec<Cell>) {
    head.resize(head.len().max(row.len()), Cell::new());
    for (above, below) in head.iter_mut().zip(row) {
        if above.is_empty() {
            *above = below;
        } else if *above != below && !below.is_empty() {
            above.push(Inline::Text(" ".into()));
            above.extend(below);
        }
    }
}
