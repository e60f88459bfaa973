//! The walk over the tree: which element becomes what.

use zaidu_model::block::{Level, plain_text};
use zaidu_model::{Block, Inline};

use super::dom::{Id, Kind, Tree};
use super::inlines::{Marks, Run};
use crate::address::Base;
use crate::limits::{DEPTH, LINE, MAX_NESTING};
use crate::words;

/// What is read.
pub(super) struct Walk<'a> {
    pub(super) tree: &'a Tree,
    pub(super) base: &'a Base,
}

/// Where the walk is.
#[derive(Clone, Copy)]
pub(super) struct At {
    /// Nesting of blocks, 1 outside quotes and lists.
    pub(super) nesting: usize,
    /// Nesting of elements.
    pub(super) depth: usize,
}

impl At {
    pub(super) const TOP: Self = Self { nesting: 1, depth: 0 };

    /// Inside a quote or a list item.
    pub(super) fn nested(self) -> Self {
        Self { nesting: self.nesting + 1, ..self }
    }

    /// Whether a quote or a list may still open here.
    fn may_nest(self) -> bool {
        self.nesting < MAX_NESTING
    }
}

/// What is collected: blocks, and the run of text that is open at their end.
pub(super) struct Flow {
    pub(super) blocks: Vec<Block>,
    run: Run,
    /// Only words are wanted, as in a heading or a cell: what is a block
    /// elsewhere is a new line here. Pictures are set aside in `blocks`.
    inline: bool,
    /// Elements whose words belong to the frame around the flow, such as the
    /// caption of a figure, and the words once they came.
    aside: (&'static [&'static str], Option<String>),
}

/// A flow at its end.
pub(super) struct Finished {
    /// The blocks; of an inline flow, the media that stood among the words.
    pub(super) blocks: Vec<Block>,
    /// The words of an inline flow.
    pub(super) inlines: Vec<Inline>,
    /// The words that belong to the frame.
    pub(super) aside: Option<String>,
}

impl Flow {
    pub(super) fn blocks() -> Self {
        Self { blocks: Vec::new(), run: Run::default(), inline: false, aside: (&[], None) }
    }

    pub(super) fn blocks_beside(aside: &'static [&'static str]) -> Self {
        Self { aside: (aside, None), ..Self::blocks() }
    }

    pub(super) fn inline() -> Self {
        Self { inline: true, ..Self::blocks() }
    }

    /// Ends the open paragraph, or the line where only words are wanted.
    pub(super) fn end_paragraph(&mut self) {
        if self.inline {
            return self.run.line_break(&Marks::default());
        }
        let inlines = self.run.take();
        if !inlines.is_empty() {
            self.blocks.push(Block::Paragraph(inlines));
        }
    }

    fn line_break(&mut self, marks: &Marks) {
        // Two in a row are how editors without paragraphs make one.
        match self.run.at_line_start() && !self.inline {
            true => self.end_paragraph(),
            false => self.run.line_break(marks),
        }
    }

    /// Adds a block that is not running text.
    pub(super) fn push(&mut self, block: Block) {
        if !self.inline {
            self.end_paragraph();
        }
        self.blocks.push(block);
    }

    pub(super) fn finish(mut self) -> Finished {
        let mut inlines = Vec::new();
        match self.inline {
            true => inlines = self.run.take(),
            false => self.end_paragraph(),
        }
        Finished { blocks: self.blocks, inlines, aside: self.aside.1 }
    }
}

impl Walk<'_> {
    pub(super) fn children(&self, id: Id, marks: &Marks, flow: &mut Flow, at: At) {
        // Moving formatting elements can push others below the parser's bound.
        if at.depth > DEPTH * 2 {
            return;
        }
        let at = At { depth: at.depth + 1, ..at };
        for child in &self.tree.node(id).children {
            match &self.tree.node(*child).kind {
                Kind::Text(text) => flow.run.words(text, marks),
                Kind::Element { .. } => self.element(*child, marks, flow, at),
                Kind::Document | Kind::Other => {}
            }
        }
    }

    fn element(&self, id: Id, marks: &Marks, flow: &mut Flow, at: At) {
        let name = self.tree.name(id);
        if flow.aside.0.contains(&name) && flow.aside.1.is_none() {
            flow.aside.1 = self.line(id, at);
            return;
        }
        match name {
            "" | "script" | "style" | "iframe" | "object" | "embed" | "applet" | "form"
            | "input" | "button" | "select" | "textarea" | "noscript" | "noembed" | "noframes"
            | "template" | "svg" | "math" | "head" | "title" | "frameset" | "canvas" | "xmp" => {}
            "br" => flow.line_break(marks),
            "strong" | "b" => {
                self.children(id, &Marks { strong: true, ..marks.clone() }, flow, at);
            }
            "em" | "i" => {
                self.children(id, &Marks { emphasis: true, ..marks.clone() }, flow, at);
            }
            "code" | "kbd" | "samp" => {
                self.children(id, &Marks { code: true, ..marks.clone() }, flow, at);
            }
            "a" => {
                let href = self.tree.attribute(id, "href");
                let link = href.and_then(|href| self.base.link(href)).or(marks.link.clone());
                self.children(id, &Marks { link, ..marks.clone() }, flow, at);
            }
            "img" | "video" | "audio" => {
                if let Some(block) = self.medium(id, name) {
                    flow.push(block);
                }
            }
            "hr" if !flow.inline => flow.push(Block::Divider),
            "h1" | "h2" if !flow.inline => self.heading(id, Level::Two, flow, at),
            "h3" if !flow.inline => self.heading(id, Level::Three, flow, at),
            "h4" | "h5" | "h6" if !flow.inline => self.heading(id, Level::Four, flow, at),
            "figure" if !flow.inline => self.figure(id, flow, at),
            "blockquote" if !flow.inline && at.may_nest() => self.quote(id, flow, at),
            "ul" | "ol" if !flow.inline && at.may_nest() => {
                self.list(id, name == "ol", flow, at);
            }
            "pre" if !flow.inline => self.code(id, flow, at),
            "table" if !flow.inline => self.table(id, marks, flow, at),
            name if is_block(name) => {
                flow.end_paragraph();
                self.children(id, marks, flow, at);
                flow.end_paragraph();
            }
            _ => self.children(id, marks, flow, at),
        }
    }

    /// The words of an element, with their marks; media among them come apart.
    pub(super) fn inlines(&self, id: Id, at: At) -> Finished {
        let mut flow = Flow::inline();
        self.children(id, &Marks::default(), &mut flow, at);
        flow.finish()
    }

    /// The words of an element on one line, if there are any.
    pub(super) fn line(&self, id: Id, at: At) -> Option<String> {
        words::line(&plain_text(&self.inlines(id, at).inlines), LINE)
    }

    fn heading(&self, id: Id, level: Level, flow: &mut Flow, at: At) {
        let Finished { inlines, blocks, .. } = self.inlines(id, at);
        if !inlines.is_empty() {
            flow.push(Block::Heading { level, text: inlines });
        }
        blocks.into_iter().for_each(|medium| flow.push(medium));
    }

    fn quote(&self, id: Id, flow: &mut Flow, at: At) {
        let mut inner = Flow::blocks_beside(&["cite", "footer"]);
        self.children(id, &Marks::default(), &mut inner, at.nested());
        let Finished { blocks: body, aside: cite, .. } = inner.finish();
        if !body.is_empty() || cite.is_some() {
            flow.push(Block::Quote { body, cite });
        }
    }

    fn list(&self, id: Id, ordered: bool, flow: &mut Flow, at: At) {
        let mut items: Vec<Vec<Block>> = Vec::new();
        for child in &self.tree.node(id).children {
            let mut item = Flow::blocks();
            let at = At { depth: at.depth + 1, ..at }.nested();
            let name = self.tree.name(*child);
            match &self.tree.node(*child).kind {
                Kind::Text(text) => item.run.words(text, &Marks::default()),
                _ if name == "li" => self.children(*child, &Marks::default(), &mut item, at),
                _ => self.element(*child, &Marks::default(), &mut item, at),
            }
            let blocks = item.finish().blocks;
            match items.last_mut() {
                // A list directly inside a list belongs to the item before it.
                Some(last) if matches!(name, "ul" | "ol") => last.extend(blocks),
                _ if blocks.is_empty() => {}
                _ => items.push(blocks),
            }
        }
        if !items.is_empty() {
            flow.push(Block::List { ordered, items });
        }
    }
}

/// Elements that are transparent but end the paragraph around them.
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
