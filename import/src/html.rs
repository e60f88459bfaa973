//! HTML to blocks: an HTML parser, then an allow-list of elements.
//!
//! `parse` builds a DOM within limits, and a [`Converter`] walks it. Elements on the allow-list
//! become blocks or inline formatting, dangerous elements are dropped with their content, and
//! all others are transparent: only their children are converted. No attribute is preserved but
//! those for which a block has a typed field.

use std::cell::RefCell;

use zaidu_model::Block;

use crate::address::Base;
use crate::wire::Correction;

mod block_builder;
mod blocks;
mod corrections;
mod dom;
mod dom_builder;
mod elements;
mod embeds;
mod formula;
mod inlines;
mod list;
mod media;
mod parse;
mod picture_files;
mod style;
mod table;
mod targets;
mod titles;
mod token_filter;
mod widgets;

use block_builder::BlockBuilder;
use blocks::{Context, Converter};
use dom::Dom;
use inlines::Marks;
use targets::Targets;
pub(crate) use targets::remove_dead_links;

/// The blocks of `html`. Relative URLs are resolved against `base`.
pub(crate) fn to_blocks(html: &str, base: &Base) -> Vec<Block> {
    convert(&parse::parse(html), base)
}

/// The blocks of `html`, the text of an article, and the corrections that stand in it.
pub(crate) fn to_blocks_and_corrections(html: &str, base: &Base) -> (Vec<Block>, Vec<Correction>) {
    let mut dom = parse::parse(html);
    let corrections = corrections::take(&mut dom);
    (convert(&dom, base), corrections)
}

fn convert(dom: &Dom, base: &Base) -> Vec<Block> {
    let mut builder = BlockBuilder::blocks();
    let targets = Targets::find(dom, base);
    let converter = Converter { dom, base, targets: &targets, explained: RefCell::default() };
    converter.convert_children(dom::ROOT, &Marks::default(), &mut builder, Context::TOP);
    let mut blocks = builder.finish().blocks;
    targets::remove_dead_links(&mut blocks);
    blocks
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_of_editors;
#[cfg(test)]
mod tests_of_links;
#[cfg(test)]
mod tests_of_meaning;
