//! HTML to blocks: an HTML parser, then an allow-list of elements.
//!
//! `parse` builds a DOM within limits, and a [`Converter`] walks it. Elements on the allow-list
//! become blocks or inline formatting, dangerous elements are dropped with their content, and
//! all others are transparent: only their children are converted. No attribute is preserved but
//! those for which a block has a typed field.

use zaidu_model::Block;

use crate::address::Base;

mod block_builder;
mod blocks;
mod dom;
mod dom_builder;
mod embeds;
mod inlines;
mod media;
mod parse;
mod table;
mod token_filter;

use block_builder::BlockBuilder;
use blocks::{Context, Converter};
use inlines::Marks;

/// The blocks of `html`. Relative URLs are resolved against `base`.
pub(crate) fn to_blocks(html: &str, base: &Base) -> Vec<Block> {
    let dom = parse::parse(html);
    let mut builder = BlockBuilder::blocks();
    let converter = Converter { dom: &dom, base };
    converter.convert_children(dom::ROOT, &Marks::default(), &mut builder, Context::TOP);
    builder.finish().blocks
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_of_meaning;
