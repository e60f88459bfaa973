//! Block builder: collects the blocks of an element, and its open paragraph.

use zaidu_model::{Block, Inline, Key};

use super::inlines::{InlineBuilder, Marks};
use crate::plain_text::with_links;

/// Builder of the blocks, or of the inline content, of one element.
pub(super) struct BlockBuilder {
    blocks: Vec<Block>,
    /// The open paragraph.
    paragraph: InlineBuilder,
    /// Whether only inline content is collected, as in a heading or a cell: block elements then
    /// become lines, and media are collected in `blocks`.
    inline_only: bool,
    /// Elements whose text is the caption of the enclosing block, such as `figcaption`.
    caption_elements: &'static [&'static str],
    caption: Option<String>,
}

/// What a [`BlockBuilder`] has collected.
pub(super) struct Content {
    /// The blocks; for inline content, the media among the text.
    pub(super) blocks: Vec<Block>,
    /// The inline content; empty when blocks are collected.
    pub(super) inlines: Vec<Inline>,
    /// The caption of the enclosing block.
    pub(super) caption: Option<String>,
}

impl BlockBuilder {
    /// Collects blocks.
    pub(super) fn blocks() -> Self {
        Self {
            blocks: Vec::new(),
            paragraph: InlineBuilder::default(),
            inline_only: false,
            caption_elements: &[],
            caption: None,
        }
    }

    /// Collects blocks, and the text of the first of `caption_elements` as their caption.
    pub(super) fn blocks_with_caption(caption_elements: &'static [&'static str]) -> Self {
        Self { caption_elements, ..Self::blocks() }
    }

    /// Collects inline content.
    pub(super) fn inline() -> Self {
        Self { inline_only: true, ..Self::blocks() }
    }

    /// Whether block elements become blocks here.
    pub(super) fn allows_blocks(&self) -> bool {
        !self.inline_only
    }

    /// Whether the text of an element `name` is the caption, and none has been found yet.
    pub(super) fn expects_caption(&self, name: &str) -> bool {
        self.caption_elements.contains(&name) && self.caption.is_none()
    }

    pub(super) fn set_caption(&mut self, caption: Option<String>) {
        self.caption = caption;
    }

    /// Sets the caption, unless there is one.
    pub(super) fn set_missing_caption(&mut self, caption: impl FnOnce() -> Option<String>) {
        if self.caption.is_none() {
            self.caption = caption();
        }
    }

    pub(super) fn push_text(&mut self, text: &str, marks: &Marks) {
        // Two ideographic spaces after a line break are the indent of a new paragraph.
        if !self.inline_only
            && text.trim_start_matches(['\n', '\r', ' ']).starts_with("\u{3000}\u{3000}")
            && self.paragraph.is_at_line_start()
        {
            self.end_paragraph();
        }
        self.paragraph.push_text(text, marks);
    }

    /// Adds a line break. Two in a row end the paragraph: some editors have no other
    /// paragraph break.
    pub(super) fn push_line_break(&mut self, marks: &Marks) {
        match self.paragraph.is_at_line_start() && !self.inline_only {
            true => self.end_paragraph(),
            false => self.paragraph.push_line_break(marks),
        }
    }

    /// Ends the open paragraph, or the line of inline content.
    pub(super) fn end_paragraph(&mut self) {
        if self.inline_only {
            return self.paragraph.push_line_break(&Marks::default());
        }
        let inlines = self.paragraph.take();
        let inlines = match &inlines[..] {
            // What editors write where a page of a text ends.
            [Inline::Text(text)] if text == "_ueditor_page_break_tag_" => Vec::new(),
            // An address alone, which programs of publishers make a player or a card.
            [Inline::Text(text)] if text.starts_with("http") => match &mut with_links(text)[..] {
                [link] => vec![link.clone()],
                _ => inlines,
            },
            _ => inlines,
        };
        if !inlines.is_empty() {
            self.blocks.push(Block::Paragraph(inlines));
        }
    }

    /// Adds a place to which links lead: in the open paragraph, or else at the beginning of the
    /// next text.
    pub(super) fn push_anchor(&mut self, anchor: Key) {
        self.paragraph.push_anchor(anchor);
    }

    /// Adds a block that is not a paragraph.
    pub(super) fn push_block(&mut self, mut block: Block) {
        if !self.inline_only {
            self.end_paragraph();
            if let Some(text) = first_text(&mut block) {
                let anchors = self.paragraph.take_anchors().into_iter().map(Inline::Anchor);
                text.splice(0..0, anchors);
            }
        }
        self.blocks.push(block);
    }

    pub(super) fn push_blocks(&mut self, blocks: Vec<Block>) {
        blocks.into_iter().for_each(|block| self.push_block(block));
    }

    pub(super) fn finish(mut self) -> Content {
        let mut inlines = Vec::new();
        match self.inline_only {
            true => inlines = self.paragraph.take(),
            false => self.end_paragraph(),
        }
        // Places at the end, with no text after them.
        let anchors = self.paragraph.take_anchors().into_iter().map(Inline::Anchor);
        if let Some(text) = self.blocks.iter_mut().rev().find_map(first_text) {
            text.extend(anchors);
        }
        Content { blocks: self.blocks, inlines, caption: self.caption }
    }
}

/// The first inline content of `block` or of what is in it.
fn first_text(block: &mut Block) -> Option<&mut Vec<Inline>> {
    if block.texts_mut().is_empty() {
        block.children_mut().into_iter().flatten().find_map(first_text)
    } else {
        block.texts_mut().into_iter().next()
    }
}
