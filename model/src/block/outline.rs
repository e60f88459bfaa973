//! Outline of a text: the anchors of its headings, by which addresses and its table of contents name
//! them.

use super::{Block, plain_text};
use crate::search::fold;

/// The least number of headings of a text with a table of contents.
pub const MIN_CONTENTS: usize = 3;

/// Prefix of the anchors: no other id of a page begins with it.
const PREFIX: &str = "h-";

/// Maximum number of characters of an anchor that are those of its heading.
const MAX_ANCHOR: usize = 24;

/// The anchors of the headings at the top level of `body`, in order. Each is made of the heading's
/// own text, so that it stays the same when others come and go; headings with the same text are
/// numbered.
#[must_use]
pub fn heading_anchors(body: &[Block]) -> Vec<String> {
    let mut anchors: Vec<String> = Vec::new();
    for block in body {
        if let Block::Heading { text, .. } = block {
            let words = fold(&plain_text(text));
            let base: String = PREFIX
                .chars()
                .chain(words.chars().filter(|c| *c != ' ').take(MAX_ANCHOR))
                .collect();
            let mut anchor = base.clone();
            let mut number = 1;
            // A heading without a letter has only its number.
            while anchor == PREFIX || anchors.contains(&anchor) {
                number += 1;
                anchor = [&base, "-", &number.to_string()].concat();
            }
            anchors.push(anchor);
        }
    }
    anchors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Inline;
    use crate::block::Level;

    #[test]
    fn anchors_are_the_words_of_headings_and_unique() {
        let heading = |words: &str| Block::Heading {
            level: Level::Two,
            text: vec![Inline::Strong(vec![Inline::Text(words.to_owned())])],
        };
        let long = "很长的标题".repeat(9);
        let body: Vec<Block> =
            ["一、 潮位站", "5G 与 AI：“桥”", "潮位站", "……", "！", &long, "一、潮位站"]
                .map(heading)
                .into_iter()
                .chain([Block::Quote { body: vec![heading("引文")], cite: None }])
                .collect();
        let anchors = heading_anchors(&body);
        let long = format!("h-{}", long.chars().take(24).collect::<String>());
        assert_eq!(
            anchors,
            ["h-一潮位站", "h-5g与ai桥", "h-潮位站", "h--2", "h--3", &long, "h-一潮位站-2"]
        );
        // Another heading before it changes nothing.
        assert_eq!(heading_anchors(&body[2..3]), ["h-潮位站"]);
    }
}
