//! Element mapping: walks the DOM and converts each element to blocks or inline formatting.

use zaidu_model::Block;
use zaidu_model::block::{Level, Mark, plain_text};

use super::block_builder::{BlockBuilder, Content};
use super::dom::{Dom, NodeId, NodeKind};
use super::inlines::Marks;
use crate::address::Base;
use crate::limits::{MAX_DEPTH, MAX_LINE, MAX_NESTING};
use crate::normalize;

/// Walks a DOM and converts it to blocks.
pub(super) struct Converter<'a> {
    pub(super) dom: &'a Dom,
    pub(super) base: &'a Base,
}

/// Depth of the walk at an element.
#[derive(Clone, Copy)]
pub(super) struct Context {
    /// Nesting depth of blocks: 1 outside quotes and lists.
    pub(super) nesting: usize,
    /// Nesting depth of elements.
    pub(super) depth: usize,
}

impl Context {
    pub(super) const TOP: Self = Self { nesting: 1, depth: 0 };

    /// The context inside a quote or a list item.
    pub(super) fn nested(self) -> Self {
        Self { nesting: self.nesting + 1, ..self }
    }

    /// Whether a quote or a list may begin here.
    fn may_nest(self) -> bool {
        self.nesting < MAX_NESTING
    }
}

impl Converter<'_> {
    pub(super) fn convert_children(
        &self,
        id: NodeId,
        marks: &Marks,
        out: &mut BlockBuilder,
        context: Context,
    ) {
        // The tree builder may move elements below its maximum depth when it reparents formatting
        // elements.
        if context.depth > MAX_DEPTH * 2 {
            return;
        }
        let context = Context { depth: context.depth + 1, ..context };
        for child in &self.dom.node(id).children {
            match &self.dom.node(*child).kind {
                NodeKind::Text(text) => out.push_text(text, marks),
                NodeKind::Element { .. } => self.convert_element(*child, marks, out, context),
                NodeKind::Document | NodeKind::Other => {}
            }
        }
    }

    fn convert_element(&self, id: NodeId, marks: &Marks, out: &mut BlockBuilder, context: Context) {
        let name = self.dom.name(id);
        if out.expects_caption(name) {
            return out.set_caption(self.text_line(id, context));
        }
        let may_be_block = out.allows_blocks();
        match name {
            _ if self.is_hidden(id) => {}
            "iframe" | "embed" => {
                if let Some(block) = self.embedded(id) {
                    out.push_block(block);
                }
            }
            "object" => match self.embedded(id) {
                Some(block @ (Block::Video { .. } | Block::Audio { .. })) => out.push_block(block),
                // What browsers show that cannot show the object.
                _ => self.convert_children(id, marks, out, context),
            },
            "math" => out.push_text(&self.formula(id), marks),
            "" | "script" | "style" | "applet" | "form" | "input" | "button" | "select"
            | "textarea" | "noscript" | "noembed" | "noframes" | "template" | "svg" | "head"
            | "title" | "frameset" | "canvas" | "xmp" | "xml" => {}
            "br" => out.push_line_break(marks),
            "strong" | "b" => {
                self.convert_children(id, &Marks { strong: true, ..marks.clone() }, out, context);
            }
            "em" | "i" => {
                self.convert_children(id, &Marks { emphasis: true, ..marks.clone() }, out, context);
            }
            "code" | "kbd" | "samp" => {
                self.convert_children(id, &Marks { code: true, ..marks.clone() }, out, context);
            }
            "a" => {
                let href = self.dom.attribute(id, "href");
                let link = href.and_then(|href| self.base.link(href)).or(marks.link.clone());
                self.convert_children(id, &Marks { link, ..marks.clone() }, out, context);
            }
            "q" => {
                out.push_text("“", marks);
                self.convert_children(id, marks, out, context);
                out.push_text("”", marks);
            }
            "rt" if !self.has_parentheses(id) => {
                out.push_text("（", marks);
                self.convert_children(id, marks, out, context);
                out.push_text("）", marks);
            }
            "dt" | "summary" => {
                out.end_paragraph();
                self.convert_children(id, &Marks { strong: true, ..marks.clone() }, out, context);
                out.end_paragraph();
            }
            "img" if self.is_inline_picture(id) => {
                out.push_text(self.dom.attribute(id, "alt").unwrap_or_default(), marks);
            }
            "img" | "video" | "audio" => {
                if let Some(block) = self.media_block(id, name) {
                    out.push_block(block);
                }
            }
            "hr" if may_be_block => out.push_block(Block::Divider),
            "h1" | "h2" if may_be_block => self.convert_heading(id, Level::Two, out, context),
            "h3" if may_be_block => self.convert_heading(id, Level::Three, out, context),
            "h4" | "h5" | "h6" if may_be_block => {
                self.convert_heading(id, Level::Four, out, context);
            }
            "figure" if may_be_block => self.convert_figure(id, out, context),
            "blockquote" if may_be_block && context.may_nest() => {
                self.convert_quote(id, out, context);
            }
            "ul" | "ol" if may_be_block && context.may_nest() => {
                self.convert_list(id, name == "ol", out, context);
            }
            "pre" if may_be_block => self.convert_code(id, out, context),
            "table" if may_be_block => self.convert_table(id, marks, out, context),
            name if is_block(name) => {
                out.end_paragraph();
                self.convert_children(id, marks, out, context);
                out.end_paragraph();
            }
            _ => {
                let mark = match name {
                    "s" | "strike" => Some(Mark::Deleted),
                    name => Mark::of_element(name),
                };
                let marks = mark.map_or_else(|| marks.clone(), |mark| marks.with(mark));
                self.convert_children(id, &marks, out, context);
            }
        }
    }

    /// The inline content of an element; the media among it are returned as blocks.
    pub(super) fn inline_content(&self, id: NodeId, context: Context) -> Content {
        let mut out = BlockBuilder::inline();
        self.convert_children(id, &Marks::default(), &mut out, context);
        out.finish()
    }

    /// The text of an element on one line; `None` when it is empty.
    pub(super) fn text_line(&self, id: NodeId, context: Context) -> Option<String> {
        normalize::line(&plain_text(&self.inline_content(id, context).inlines), MAX_LINE)
    }

    fn convert_heading(&self, id: NodeId, level: Level, out: &mut BlockBuilder, context: Context) {
        let Content { inlines, blocks, .. } = self.inline_content(id, context);
        if !inlines.is_empty() {
            out.push_block(Block::Heading { level, text: inlines });
        }
        out.push_blocks(blocks);
    }

    fn convert_quote(&self, id: NodeId, out: &mut BlockBuilder, context: Context) {
        let mut inner = BlockBuilder::blocks_with_caption(&["cite", "footer"]);
        self.convert_children(id, &Marks::default(), &mut inner, context.nested());
        let Content { blocks: body, caption: cite, .. } = inner.finish();
        if !body.is_empty() || cite.is_some() {
            out.push_block(Block::Quote { body, cite });
        }
    }

    fn convert_list(&self, id: NodeId, ordered: bool, out: &mut BlockBuilder, context: Context) {
        let mut items: Vec<Vec<Block>> = Vec::new();
        for child in &self.dom.node(id).children {
            let mut item = BlockBuilder::blocks();
            let context = Context { depth: context.depth + 1, ..context }.nested();
            let name = self.dom.name(*child);
            match &self.dom.node(*child).kind {
                NodeKind::Text(text) => item.push_text(text, &Marks::default()),
                _ if name == "li" => {
                    self.convert_children(*child, &Marks::default(), &mut item, context);
                }
                _ => self.convert_element(*child, &Marks::default(), &mut item, context),
            }
            let blocks = item.finish().blocks;
            match items.last_mut() {
                // A list directly inside a list belongs to the preceding item.
                Some(last) if matches!(name, "ul" | "ol") => last.extend(blocks),
                _ if blocks.is_empty() => {}
                _ => items.push(blocks),
            }
        }
        if !items.is_empty() {
            out.push_block(Block::List { ordered, items });
        }
    }
}

/// Block-level elements that are transparent: they only end the paragraph around them.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "html"
            | "body"
            | "p"
            | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "aside"
            | "nav"
            | "address"
            | "center"
            | "dl"
            | "dt"
            | "dd"
            | "fieldset"
            | "details"
            | "summary"
            | "hgroup"
            | "dialog"
            | "figure"
            | "figcaption"
            | "blockquote"
            | "ul"
            | "ol"
            | "menu"
            | "dir"
            | "li"
            | "pre"
            | "listing"
            | "table"
            | "caption"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "hr"
    )
}
