//! Draft: an article during clean-up, with helpers that change all its blocks or texts.

use zaidu_model::{Block, Inline};

/// An article during clean-up: its body, and the fields that the body may repeat or contain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    /// Title.
    pub(crate) title: Option<String>,
    /// The summary that the newsroom gave.
    pub(crate) summary: Option<String>,
    /// Names of the authors, if known.
    pub(crate) authors: Vec<String>,
    /// The editor in charge, if known.
    pub(crate) editor: Option<String>,
    /// The text.
    pub(crate) body: Vec<Block>,
    /// Whether the newsroom's half-width marks are kept.
    pub(crate) keeps_marks: bool,
}

impl Draft {
    /// Applies `change` to each list of blocks: those inside quotes and lists, innermost first,
    /// then the body itself.
    pub(super) fn map_blocks(self, change: impl Fn(Vec<Block>) -> Vec<Block>) -> Self {
        Self { body: map_blocks(self.body, &change), ..self }
    }

    /// Applies `change` to the inline content of each paragraph, heading and table cell.
    pub(super) fn map_texts(self, change: impl Fn(&mut Vec<Inline>)) -> Self {
        self.map_blocks(|mut blocks| {
            for block in &mut blocks {
                block.texts_mut().into_iter().for_each(&change);
            }
            blocks
        })
    }
}

fn map_blocks(blocks: Vec<Block>, change: &impl Fn(Vec<Block>) -> Vec<Block>) -> Vec<Block> {
    let inside =
        blocks.into_iter().map(|block| block.map_children(|body| map_blocks(body, change)));
    change(inside.collect())
}

#[cfg(test)]
pub(super) mod fixtures {
    //! Constructors of drafts and blocks for tests.

    use super::{Block, Draft, Inline};

    pub(crate) fn text(text: &str) -> Inline {
        Inline::Text(text.into())
    }

    pub(crate) fn p(words: &str) -> Block {
        Block::Paragraph(vec![text(words)])
    }

    pub(crate) fn draft(body: impl Into<Vec<Block>>) -> Draft {
        Draft { body: body.into(), ..Draft::default() }
    }
}
