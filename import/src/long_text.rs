//! Texts of more blocks than the limit: what is left out is said at their end.

use zaidu_model::{Block, Inline, Link};

use crate::limits::MAX_BLOCKS;

/// `body`, or as much of it as the limit allows and a note, with a link to the whole text at its
/// `source`. Returns whether it was shortened.
pub(crate) fn shorten(body: Vec<Block>, source: Option<Link>) -> (Vec<Block>, bool) {
    if count(&body) <= MAX_BLOCKS {
        return (body, false);
    }
    let mut shortened = truncate(body, &mut (MAX_BLOCKS - 1));
    let mut note = vec![Inline::Text("全文很长，以上是前面的部分。".to_owned())];
    if let Some(url) = source {
        let text = vec![Inline::Text("到来源阅读全文".to_owned())];
        note.push(Inline::Link { url, text });
    }
    shortened.push(Block::Paragraph(note));
    (shortened, true)
}

fn count(blocks: &[Block]) -> usize {
    let inside = |block: &Block| block.children().into_iter().map(count).sum::<usize>();
    blocks.iter().map(|block| 1 + inside(block)).sum()
}

/// `blocks` truncated to `remaining` blocks, those inside others included.
fn truncate(blocks: Vec<Block>, remaining: &mut usize) -> Vec<Block> {
    let mut out = Vec::new();
    for block in blocks {
        if *remaining == 0 {
            break;
        }
        *remaining -= 1;
        out.push(block.map_children(|body| truncate(body, remaining)));
    }
    out
}
