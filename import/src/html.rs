//! Foreign HTML into blocks: a real parser, then an allow-list.
//!
//! `parse` makes a bounded tree, `flow` walks it. What is on the list becomes
//! a block or a mark, what is dangerous is dropped with its content, and anything
//! else is transparent: its children count. No attribute survives but the few
//! that a block has a typed field for.

use zaidu_model::Block;

use crate::address::Base;

mod blocks;
mod dom;
mod inlines;
mod limits;
mod media;
mod parse;
mod table;

use blocks::{At, Flow, Walk};
use inlines::Marks;

/// The blocks of `html`; relative addresses are relative to `base`.
pub(crate) fn body(html: &str, base: &Base) -> Vec<Block> {
    let tree = parse::parse(html);
    let mut flow = Flow::blocks();
    let walk = Walk { tree: &tree, base };
    walk.children(dom::ROOT, &Marks::default(), &mut flow, At::TOP);
    flow.finish().blocks
}

#[cfg(test)]
mod tests;
