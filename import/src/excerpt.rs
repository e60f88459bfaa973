//! What stands for a body in lists: its first words and its first picture.

use zaidu_model::{Block, Picture, block};

use crate::limits::MAX_EXCERPT;
use crate::normalize;

/// The beginning of a body: of its first paragraph, or else of its first heading.
pub(crate) fn excerpt(body: &[Block]) -> Option<String> {
    fn paragraph(body: &[Block]) -> Option<String> {
        body.iter().find_map(|block| match block {
            Block::Paragraph(inlines) => normalize::line(&block::plain_text(inlines), MAX_EXCERPT),
            // With its numbers.
            Block::List { ordered: true, .. } => {
                normalize::line(&block::body_text(std::slice::from_ref(block)), MAX_EXCERPT)
            }
            other => other.children().into_iter().find_map(paragraph),
        })
    }
    paragraph(body).or_else(|| {
        body.iter().find_map(|block| match block {
            Block::Heading { text, .. } => normalize::line(&block::plain_text(text), MAX_EXCERPT),
            _ => None,
        })
    })
}

/// The first picture of a body that is not an icon.
pub(crate) fn first_picture(body: &[Block]) -> Option<Picture> {
    body.iter().find_map(|block| match block {
        Block::Image { picture, .. } => {
            let is_icon = picture.size.is_some_and(|it| it.width().max(it.height()) <= 64);
            (!is_icon).then(|| picture.clone())
        }
        other => other.children().into_iter().find_map(first_picture),
    })
}
