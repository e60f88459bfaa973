//! Places in a text: its blocks as they are on screen, and the way to one of them.

use web_sys::Element;

use super::dom::query_document;
use super::layout;
use super::spoken_text::reveal;
use super::text_layout::viewport_height;

/// The text of an article.
const TEXT: &str = "div.article-body";

/// A block of a text, as measured.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MeasuredBlock {
    /// Its upper and lower edge, in CSS pixels from the top of the viewport; none for a block that
    /// the fold hides.
    pub edges: Option<(f64, f64)>,
    /// Its length in characters, without white space.
    pub length: usize,
    /// The first characters of its text, without white space.
    pub prefix: String,
}

/// The text of the article on this page.
#[must_use]
pub fn text() -> Option<Element> {
    query_document(TEXT).into_iter().next()
}

/// Measures the blocks of `text`, with prefixes of so many characters; none if it is no longer in
/// the page.
#[must_use]
pub fn measure_blocks(text: &Element, prefix: usize) -> Vec<MeasuredBlock> {
    let measure = |block: Element| {
        let rect = block.get_bounding_client_rect();
        let words = block.text_content().unwrap_or_default();
        let characters = || words.chars().filter(|c| !c.is_whitespace());
        MeasuredBlock {
            edges: (!block.has_attribute("hidden")).then(|| (rect.top(), rect.bottom())),
            length: characters().count(),
            prefix: characters().take(prefix).collect(),
        }
    };
    match text.is_connected() {
        true => layout::children(text).into_iter().map(measure).collect(),
        false => Vec::new(),
    }
}

/// Scrolls to a place of `text`: `offset` percent of the block with this index, which then is at
/// `line`, a share of the height of the viewport. A folded text is unfolded.
pub fn go_to(text: &Element, block: usize, offset: u8, line: f64) {
    if let Some(block) = layout::children(text).get(block) {
        reveal(block);
        let rect = block.get_bounding_client_rect();
        let place = rect.top() + rect.height() * f64::from(offset) / 100.0;
        layout::scroll_by(place - viewport_height() * line);
    }
}
