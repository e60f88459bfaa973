//! Traversal of a body: nested bodies, inline text, captions, plain text.
//!
//! Each function is one exhaustive match. All code that traverses a body calls these functions,
//! so that a new kind of block is described here and nowhere else.

use super::{Block, Inline, plain_text};

impl Block {
    /// The bodies nested directly in this block, in reading order: a quotation's
    /// own, or one for each item of a list.
    #[must_use]
    pub fn children(&self) -> Vec<&[Block]> {
        match self {
            Self::Quote { body, .. } | Self::Foreign { body, .. } | Self::Details { body, .. } => {
                vec![body]
            }
            Self::List { items, .. } => items.iter().map(Vec::as_slice).collect(),
            Self::Paragraph(_)
            | Self::Heading { .. }
            | Self::Image { .. }
            | Self::Table { .. }
            | Self::Code { .. }
            | Self::Video { .. }
            | Self::Audio { .. }
            | Self::Divider => Vec::new(),
        }
    }

    /// As [`Self::children`], to be changed.
    pub fn children_mut(&mut self) -> Vec<&mut Vec<Block>> {
        match self {
            Self::Quote { body, .. } | Self::Foreign { body, .. } | Self::Details { body, .. } => {
                vec![body]
            }
            Self::List { items, .. } => items.iter_mut().collect(),
            Self::Paragraph(_)
            | Self::Heading { .. }
            | Self::Image { .. }
            | Self::Table { .. }
            | Self::Code { .. }
            | Self::Video { .. }
            | Self::Audio { .. }
            | Self::Divider => Vec::new(),
        }
    }

    /// The block with `change` applied to each body in [`Self::children`]. An item
    /// of a list that has no block left is dropped.
    #[must_use]
    pub fn map_children(self, mut change: impl FnMut(Vec<Block>) -> Vec<Block>) -> Self {
        match self {
            Self::Quote { body, cite } => Self::Quote { body: change(body), cite },
            Self::Foreign { language, rtl, body } => {
                Self::Foreign { language, rtl, body: change(body) }
            }
            Self::Details { summary, open, body } => {
                Self::Details { summary, open, body: change(body) }
            }
            Self::List { ordered, numbering, items } => {
                let items = items.into_iter().map(change).filter(|item| !item.is_empty());
                Self::List { ordered, numbering, items: items.collect() }
            }
            other @ (Self::Paragraph(_)
            | Self::Heading { .. }
            | Self::Image { .. }
            | Self::Table { .. }
            | Self::Code { .. }
            | Self::Video { .. }
            | Self::Audio { .. }
            | Self::Divider) => other,
        }
    }

    /// The inline content of this block itself, one for each cell of a table.
    pub fn texts_mut(&mut self) -> Vec<&mut Vec<Inline>> {
        match self {
            Self::Paragraph(text) | Self::Heading { text, .. } => vec![text],
            Self::Table { head, rows, .. } => {
                head.iter_mut().chain(rows.iter_mut().flatten()).collect()
            }
            Self::Image { .. }
            | Self::Foreign { .. }
            | Self::Details { .. }
            | Self::Quote { .. }
            | Self::List { .. }
            | Self::Code { .. }
            | Self::Video { .. }
            | Self::Audio { .. }
            | Self::Divider => Vec::new(),
        }
    }

    /// The caption of a picture, table or player, the source of a quotation, or what is
    /// shown of closed blocks; `None` for a kind of block that has none.
    pub fn caption_mut(&mut self) -> Option<&mut Option<String>> {
        match self {
            Self::Image { caption, .. }
            | Self::Video { caption, .. }
            | Self::Audio { caption, .. }
            | Self::Table { caption, .. } => Some(caption),
            Self::Quote { cite, .. } => Some(cite),
            Self::Details { summary, .. } => Some(summary),
            Self::Paragraph(_)
            | Self::Heading { .. }
            | Self::Foreign { .. }
            | Self::List { .. }
            | Self::Code { .. }
            | Self::Divider => None,
        }
    }

    /// Whether nothing of this block is visible.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Paragraph(text) | Self::Heading { text, .. } => {
                plain_text(text).trim().is_empty()
            }
            Self::Quote { body, cite: line, .. } | Self::Details { body, summary: line, .. } => {
                body.is_empty() && line.is_none()
            }
            Self::Foreign { body, .. } => body.is_empty(),
            Self::List { items, .. } => items.is_empty(),
            Self::Table { head, rows, .. } => head.is_empty() && rows.is_empty(),
            Self::Code { text, .. } => text.trim().is_empty(),
            Self::Image { .. } | Self::Video { .. } | Self::Audio { .. } | Self::Divider => false,
        }
    }
}

/// Every text of `blocks` in reading order, captions included, each followed by a
/// line feed: the text in which search matches.
#[must_use]
pub fn body_text(blocks: &[Block]) -> String {
    let mut out = String::new();
    push_blocks(blocks, &mut out);
    out
}

fn push_blocks(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(text) | Block::Heading { text, .. } => push(&plain_text(text), out),
            Block::Image { caption, .. }
            | Block::Video { caption, .. }
            | Block::Audio { caption, .. } => push_caption(caption.as_deref(), out),
            Block::Quote { body, cite } => {
                push_blocks(body, out);
                push_caption(cite.as_deref(), out);
            }
            Block::Details { summary, body, .. } => {
                push_caption(summary.as_deref(), out);
                push_blocks(body, out);
            }
            Block::Foreign { body, .. } => push_blocks(body, out),
            Block::List { ordered, numbering, items } => {
                for (index, item) in items.iter().enumerate() {
                    if *ordered {
                        out.push_str(&numbering.marker(index, items.len()));
                    }
                    push_blocks(item, out);
                }
            }
            Block::Table { caption, head, rows } => {
                push_caption(caption.as_deref(), out);
                let cells = head.iter().chain(rows.iter().flatten());
                cells.for_each(|cell| push(&plain_text(cell), out));
            }
            Block::Code { text, .. } => push(text, out),
            Block::Divider => {}
        }
    }
}

fn push_caption(caption: Option<&str>, out: &mut String) {
    if let Some(caption) = caption {
        push(caption, out);
    }
}

fn push(text: &str, out: &mut String) {
    out.push_str(text);
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::super::Numbering;
    use super::*;
    use proptest::prelude::*;

    fn paragraph(text: &str) -> Block {
        Block::Paragraph(vec![Inline::Text(text.into())])
    }

    #[test]
    fn nested_bodies_are_visited_and_empty_items_dropped() {
        let list = |items| Block::List { ordered: true, numbering: Numbering::default(), items };
        let block = list(vec![vec![paragraph("潮")], vec![paragraph("渡口")]]);
        assert_eq!(block.children().len(), 2);
        let mapped = block.map_children(|mut body| {
            body.retain(|block| *block != paragraph("潮"));
            body
        });
        assert_eq!(mapped, list(vec![vec![paragraph("渡口")]]));
    }

    #[test]
    fn what_the_reader_opens_is_text_behind_its_summary() {
        let details = |summary: Option<&str>, body: Vec<Block>| Block::Details {
            summary: summary.map(ToOwned::to_owned),
            open: false,
            body,
        };
        let inner = details(Some("二"), vec![paragraph("三")]);
        assert_eq!(body_text(&[details(Some("一"), vec![inner])]), "一\n二\n三\n");
        assert!(details(None, vec![]).is_blank() && !details(Some("一"), vec![]).is_blank());
    }

    #[test]
    fn body_text_reads_from_top_to_bottom() {
        let cell = |text: &str| vec![Inline::Text(text.into())];
        let quote = Block::Quote { body: vec![paragraph("一")], cite: Some("二".into()) };
        let table = Block::Table {
            caption: Some("三".into()),
            head: vec![cell("四")],
            rows: vec![vec![cell("五")]],
        };
        assert_eq!(body_text(&[quote, Block::Divider, table]), "一\n二\n三\n四\n五\n");
        let numbering = Numbering { start: Some(4), ..Numbering::default() };
        let items = vec![vec![paragraph("六"), paragraph("七")], vec![paragraph("八")]];
        let list = |ordered| Block::List { ordered, numbering, items: items.clone() };
        assert_eq!(body_text(&[list(true)]), "4. 六\n七\n5. 八\n");
        assert_eq!(body_text(&[list(false)]), "六\n七\n八\n");
    }

    proptest! {
        /// Passing every child through unchanged changes nothing but empty items.
        #[test]
        fn mapping_by_identity_keeps_every_child(block in super::super::strategy::block()) {
            let children: Vec<Vec<Block>> =
                block.children().into_iter().map(<[Block]>::to_vec).collect();
            let mapped = block.map_children(|body| body);
            let expected = children.into_iter().filter(|body| !body.is_empty());
            let found = mapped.children().into_iter().filter(|body| !body.is_empty());
            prop_assert!(found.eq(expected));
        }
    }
}
