//! Plain text to blocks: one paragraph for each line.

use zaidu_model::{Block, Inline};

use crate::normalize::is_hidden;

/// The lines of `text` as paragraphs, without blank lines.
pub(crate) fn to_blocks(text: &str) -> Vec<Block> {
    // Line breaks are LF, CR in old feeds, and U+2028 and U+2029.
    text.split(['\n', '\r', '\u{2028}', '\u{2029}'])
        .map(|line| line.replace('\t', " ").chars().filter(|c| !is_hidden(*c)).collect::<String>())
        .filter(|line| !line.trim().is_empty())
        .map(|line| Block::Paragraph(vec![Inline::Text(line)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_paragraphs() {
        let paragraph = |text: &str| Block::Paragraph(vec![Inline::Text(text.into())]);
        let text = "潮水来了。\r\n\n \u{3000}\n<b>潮水</b>\u{202e}退了。";
        assert_eq!(to_blocks(text), [paragraph("潮水来了。"), paragraph("<b>潮水</b>退了。")]);
        assert_eq!(to_blocks(" \n"), []);
    }
}
