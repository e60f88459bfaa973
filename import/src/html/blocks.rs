//! Element mapping: walks the DOM and converts each element to blocks or inline formatting.

use std::cell::RefCell;
use std::collections::HashSet;

use zaidu_model::block::{Level, body_text, plain_text};
use zaidu_model::{Block, Inline};

use super::block_builder::{BlockBuilder, Content};
use super::dom::{Dom, NodeId, NodeKind};
use super::elements::{is_block, is_dropped};
use super::inlines::Marks;
use super::targets::Targets;
use crate::address::Base;
use crate::language;
use crate::limits::{MAX_DEPTH, MAX_LINE, MAX_NESTING};
use crate::normalize;

/// Walks a DOM and converts it to blocks.
pub(super) struct Converter<'a> {
    pub(super) dom: &'a Dom,
    pub(super) base: &'a Base,
    pub(super) targets: &'a Targets,
    /// The titles of abbreviations that the text has told already.
    pub(super) explained: RefCell<HashSet<String>>,
}

/// Depth of the walk at an element.
#[derive(Clone, Copy)]
pub(super) struct Context {
    /// Nesting depth of blocks: 1 outside quotes and lists.
    pub(super) nesting: usize,
    /// Nesting depth of elements.
    pub(super) depth: usize,
    /// Whether an element around has a language that was told.
    pub(super) has_language: bool,
    /// Whether text is not seen here.
    pub(super) hides_text: bool,
}

impl Context {
    pub(super) const TOP: Self =
        Self { nesting: 1, depth: 0, has_language: false, hides_text: false };

    /// The context inside a quote or a list item.
    pub(super) fn nested(self) -> Self {
        Self { nesting: self.nesting + 1, ..self }
    }

    /// Whether a quote or a list may begin here.
    pub(super) fn may_nest(self) -> bool {
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
                NodeKind::Text(text) if !context.hides_text => out.push_text(text, marks),
                NodeKind::Element { .. } => self.convert_element(*child, marks, out, context),
                NodeKind::Text(_) | NodeKind::Document | NodeKind::Other => {}
            }
        }
    }

    pub(super) fn convert_element(
        &self,
        id: NodeId,
        marks: &Marks,
        out: &mut BlockBuilder,
        context: Context,
    ) {
        let name = self.dom.name(id);
        if out.expects_caption(name) {
            return out.set_caption(self.text_line(id, context));
        }
        let may_be_block = out.allows_blocks();
        if may_be_block && !context.has_language && is_block(name) {
            let tag = ["lang", "xml:lang"].iter().find_map(|tag| self.dom.attribute(id, tag));
            if tag.is_some() {
                return self.convert_in_language(id, tag, marks, out, context);
            }
        }
        if self.is_hidden(id) {
            return;
        }
        if let Some(formula) = self.rendered_formula(id) {
            return out.push_text(&formula, marks);
        }
        if self.convert_widget(id, marks, out, context) || is_dropped(name) {
            return;
        }
        let context = Context { hides_text: self.hides_text(id, context.hides_text), ..context };
        self.push_anchor(id, out);
        let marks = &self.styled(id, &marks.of_element(name));
        match name {
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
            "br" => out.push_line_break(marks),
            "code" | "kbd" | "samp" => {
                self.convert_children(id, &Marks { code: true, ..marks.clone() }, out, context);
            }
            "a" | "hyperlink-inline-card" => {
                let href = self.dom.attribute(id, "href");
                let link = href.and_then(|href| {
                    self.targets.link(href, self.base).or_else(|| self.base.link(href))
                });
                let around = self.picture_link(id, link.as_ref());
                let link = link.map(|link| (link, id)).or_else(|| marks.link.clone());
                self.convert_children(id, &Marks { link, ..marks.clone() }, out, context);
                if let Some(block) = around {
                    out.push_block(block);
                }
            }
            "abbr" | "acronym" | "dfn" => {
                self.convert_children(id, marks, out, context);
                if let Some(words) = self.explanation(id) {
                    out.push_text(&words, marks);
                }
            }
            "q" => {
                out.push_text("“", marks);
                self.convert_children(id, marks, out, context);
                out.push_text("”", marks);
            }
            "rt" if !self.has_parentheses(id) => {
                if self.text_line(id, context).is_some() {
                    out.push_text("（", marks);
                    self.convert_children(id, marks, out, context);
                    out.push_text("）", marks);
                }
            }
            "details" if may_be_block && context.may_nest() => {
                self.convert_details(id, out, context);
            }
            "dt" | "summary" => {
                out.end_paragraph();
                self.convert_children(id, &Marks { strong: true, ..marks.clone() }, out, context);
                out.end_paragraph();
            }
            "img" if self.is_inline_picture(id) => {
                out.push_text(self.dom.attribute(id, "alt").unwrap_or_default(), marks);
            }
            // The words beside it say what it is.
            "img" if marks.link.is_some() && self.is_icon(id) => {}
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
            _ => self.convert_children(id, marks, out, context),
        }
    }

    /// Converts an element whose language is told.
    fn convert_in_language(
        &self,
        id: NodeId,
        tag: Option<&str>,
        marks: &Marks,
        out: &mut BlockBuilder,
        context: Context,
    ) {
        let context = Context { has_language: true, ..context };
        let mut inner = BlockBuilder::blocks();
        self.convert_element(id, marks, &mut inner, context);
        let body = inner.finish().blocks;
        let text = body_text(&body);
        match language::told(tag, &text) {
            Some(language) if context.may_nest() && !text.is_empty() => {
                out.push_block(language.mark(body));
            }
            _ => {
                out.end_paragraph();
                out.push_blocks(body);
            }
        }
    }

    /// The place of an element to which links lead.
    pub(super) fn push_anchor(&self, id: NodeId, out: &mut BlockBuilder) {
        if let Some(anchor) = self.targets.anchor(id) {
            if out.allows_blocks() && is_block(self.dom.name(id)) {
                out.end_paragraph();
            }
            out.push_anchor(anchor.clone());
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
        let text = plain_text(&self.inline_content(id, context).inlines);
        normalize::line(&text.replace('\n', " "), MAX_LINE)
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

    pub(super) fn convert_details(&self, id: NodeId, out: &mut BlockBuilder, context: Context) {
        let mut inner = BlockBuilder::blocks_with_caption(&["summary"]);
        self.convert_children(id, &Marks::default(), &mut inner, context.nested());
        let Content { blocks: body, caption: summary, .. } = inner.finish();
        match summary {
            // There is nothing to open.
            Some(summary) if body.is_empty() => {
                out.push_block(Block::Paragraph(vec![Inline::Text(summary)]));
            }
            // Browsers have a word of their own then, in their own language.
            _ if body.is_empty() => {}
            summary => {
                let summary = Some(summary.unwrap_or_else(|| "详情".to_owned()));
                let open = self.dom.attribute(id, "open").is_some();
                out.push_block(Block::Details { summary, open, body });
            }
        }
    }
}
