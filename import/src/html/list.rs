//! Lists: items, nesting and numbering.

use zaidu_model::Block;
use zaidu_model::block::{Numbering, Numerals};

use super::block_builder::BlockBuilder;
use super::blocks::{Context, Converter};
use super::dom::{NodeId, NodeKind};
use super::inlines::Marks;
use super::style::declaration;
use crate::limits::MAX_NESTING;

/// An item, with the number that it is given, if any.
struct Item {
    value: Option<i64>,
    blocks: Vec<Block>,
    /// How deep it is, and whether it is numbered, where its editor says so.
    indent: usize,
    ordered: Option<bool>,
}

impl Converter<'_> {
    /// Converts a list. An ordered list whose numbers do not follow each other becomes several.
    pub(super) fn convert_list(
        &self,
        id: NodeId,
        ordered: bool,
        out: &mut BlockBuilder,
        context: Context,
    ) {
        let items = self.list_items(id, context);
        if items.is_empty() {
            return;
        }
        if items.iter().any(|item| item.indent > 0 || item.ordered.is_some()) {
            let most = MAX_NESTING.saturating_sub(context.nesting);
            let mut items = items.into_iter().peekable();
            return out.push_blocks(nested(&mut items, ordered, 0, most));
        }
        if !ordered {
            let items = items.into_iter().map(|item| item.blocks).collect();
            return out.push_block(Block::List { ordered, numbering: Numbering::default(), items });
        }
        let reversed = self.dom.attribute(id, "reversed").is_some();
        let numerals = self.numerals(id);
        let start = self.integer(id, "start");
        let mut next =
            start.unwrap_or(if reversed { items.len().try_into().unwrap_or(1) } else { 1 });
        let mut runs: Vec<(i64, Vec<Vec<Block>>)> = Vec::new();
        for Item { value, blocks, .. } in items {
            let number = value.unwrap_or(next);
            match runs.last_mut() {
                Some((_, run)) if number == next => run.push(blocks),
                _ => runs.push((number, vec![blocks])),
            }
            next = if reversed { number - 1 } else { number + 1 };
        }
        for (start, items) in runs {
            // Negative numbers do not occur in news.
            let start = u32::try_from(start).ok().filter(|start| reversed || *start != 1);
            let numbering = Numbering { start, reversed, numerals };
            out.push_block(Block::List { ordered, numbering, items });
        }
    }

    fn list_items(&self, id: NodeId, context: Context) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        for child in &self.dom.node(id).children {
            let mut item = BlockBuilder::blocks();
            let context = Context { depth: context.depth + 1, ..context }.nested();
            let name = self.dom.name(*child);
            match &self.dom.node(*child).kind {
                NodeKind::Text(text) if !context.hides_text => {
                    item.push_text(text, &Marks::default());
                }
                NodeKind::Text(_) => {}
                _ if name == "li" => {
                    self.push_anchor(*child, &mut item);
                    match self.dom.attribute(*child, "data-list") {
                        Some("checked") => item.push_text("☑ ", &Marks::default()),
                        Some("unchecked") => item.push_text("☐ ", &Marks::default()),
                        _ => {}
                    }
                    self.convert_children(*child, &Marks::default(), &mut item, context);
                }
                _ => self.convert_element(*child, &Marks::default(), &mut item, context),
            }
            let blocks = item.finish().blocks;
            match items.last_mut() {
                // A list directly inside a list belongs to the preceding item.
                Some(last) if matches!(name, "ul" | "ol") => last.blocks.extend(blocks),
                _ if blocks.is_empty() => {}
                _ => {
                    let value = if name == "li" { self.integer(*child, "value") } else { None };
                    let (indent, ordered) = self.editors_list(*child);
                    items.push(Item { value, blocks, indent, ordered });
                }
            }
        }
        items
    }

    /// The indent of an item and whether it is numbered, as Quill has it: all its lists are one.
    fn editors_list(&self, id: NodeId) -> (usize, Option<bool>) {
        let class = self.dom.attribute(id, "class").unwrap_or_default();
        let indent = class.split_ascii_whitespace().find_map(|it| it.strip_prefix("ql-indent-"));
        let kind = self.dom.attribute(id, "data-list");
        (indent.and_then(|it| it.parse().ok()).unwrap_or(0), kind.map(|it| it == "ordered"))
    }

    fn integer(&self, id: NodeId, attribute: &str) -> Option<i64> {
        let number: i32 = self.dom.attribute(id, attribute)?.trim().parse().ok()?;
        Some(number.into())
    }

    /// The numerals of a list, by its `type` or its style.
    fn numerals(&self, id: NodeId) -> Option<Numerals> {
        let kind = self.dom.attribute(id, "type").unwrap_or_default().trim();
        let style = self.dom.attribute(id, "style").unwrap_or_default();
        let style =
            ["list-style-type", "list-style"].iter().find_map(|name| declaration(style, name));
        match style.map(str::to_ascii_lowercase).as_deref() {
            Some("lower-alpha" | "lower-latin") => Some(Numerals::LowerLetters),
            Some("upper-alpha" | "upper-latin") => Some(Numerals::UpperLetters),
            Some("lower-roman") => Some(Numerals::LowerRoman),
            Some("upper-roman") => Some(Numerals::UpperRoman),
            _ => Numerals::ALL.into_iter().find(|numerals| numerals.key() == kind),
        }
    }
}

/// The lists of items that follow each other and tell their own indent, from that of `level` on.
fn nested(
    items: &mut std::iter::Peekable<std::vec::IntoIter<Item>>,
    ordered: bool,
    level: usize,
    most: usize,
) -> Vec<Block> {
    let mut lists: Vec<Block> = Vec::new();
    while let Some(item) = items.next_if(|item| item.indent.min(most) >= level) {
        if item.indent.min(most) > level {
            let mut rest = vec![item];
            while let Some(item) = items.next_if(|item| item.indent.min(most) > level) {
                rest.push(item);
            }
            let deeper = nested(&mut rest.into_iter().peekable(), ordered, level + 1, most);
            match lists.last_mut() {
                Some(Block::List { items, .. }) => {
                    // No list is empty.
                    items
                        .iter_mut()
                        .last()
                        .into_iter()
                        .for_each(|last| last.extend_from_slice(&deeper));
                }
                _ => lists.extend(deeper),
            }
            continue;
        }
        let is_ordered = item.ordered.unwrap_or(ordered);
        match lists.last_mut() {
            Some(Block::List { ordered, items, .. }) if *ordered == is_ordered => {
                items.push(item.blocks);
            }
            _ => lists.push(Block::List {
                ordered: is_ordered,
                numbering: Numbering::default(),
                items: vec![item.blocks],
            }),
        }
    }
    lists
}
