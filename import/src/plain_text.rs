//! Plain text to blocks: one paragraph for each line, and a link for each address.

use zaidu_model::{Block, Inline, Link};

use crate::normalize::{is_blank, is_hidden, is_unspaced};

/// The lines of `text` as paragraphs, without blank lines.
pub(crate) fn to_blocks(text: &str) -> Vec<Block> {
    // Line breaks are LF, CR in old feeds, and U+2028 and U+2029.
    text.split(['\n', '\r', '\u{2028}', '\u{2029}'])
        .map(|line| line.replace('\t', " ").chars().filter(|c| !is_hidden(*c)).collect::<String>())
        .filter(|line| !is_blank(line))
        .map(|line| Block::Paragraph(with_links(&line)))
        .collect()
}

/// `text` with its `http` and `https` addresses as links.
pub(crate) fn with_links(text: &str) -> Vec<Inline> {
    let mut out = Vec::new();
    let (mut plain, mut rest) = (String::new(), text);
    while let Some(start) = rest.find("http") {
        plain.push_str(&rest[..start]);
        let (address, after) = split_address(&rest[start..]);
        match Link::new(address) {
            Ok(url) if has_host(address) => {
                if !plain.is_empty() {
                    out.push(Inline::Text(std::mem::take(&mut plain)));
                }
                out.push(Inline::Link { url, text: vec![Inline::Text(address.to_owned())] });
                rest = after;
            }
            _ => {
                plain.push_str("http");
                rest = &rest[start + "http".len()..];
            }
        }
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        out.push(Inline::Text(plain));
    }
    out
}

/// The address at the beginning of `text`, which ends before white space, Chinese text, and the
/// marks of the sentence around it.
fn split_address(text: &str) -> (&str, &str) {
    let ends = |c: char| c.is_whitespace() || is_unspaced(c) || matches!(c, '<' | '>' | '"');
    let end = text.find(ends).unwrap_or(text.len());
    let mut address = &text[..end];
    loop {
        let is_open = address.matches('(').count() >= address.matches(')').count();
        let trimmed = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ']']);
        let trimmed = if is_open { trimmed } else { trimmed.strip_suffix(')').unwrap_or(trimmed) };
        if trimmed == address {
            return (address, &text[address.len()..]);
        }
        address = trimmed;
    }
}

fn has_host(address: &str) -> bool {
    let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    host.is_some_and(|host| host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '['))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_paragraphs() {
        let paragraph = |text: &str| Block::Paragraph(vec![Inline::Text(text.into())]);
        let text = "潮水来了。\r\n\n \u{3000}\n\u{200b}\n<b>潮水</b>\u{202e}退了。";
        assert_eq!(to_blocks(text), [paragraph("潮水来了。"), paragraph("<b>潮水</b>退了。")]);
        assert_eq!(to_blocks(" \n"), []);
    }

    #[test]
    fn addresses_are_links() {
        let parts = |text: &str| -> Vec<String> {
            let part = |inline: &Inline| match inline {
                Inline::Link { url, .. } => format!("<{}>", url.as_str()),
                other => zaidu_model::block::plain_text(std::slice::from_ref(other)),
            };
            with_links(text).iter().map(part).collect()
        };
        assert_eq!(
            parts("详见https://example.org/tide?p=1，或 http://example.org/a_(b). 完"),
            [
                "详见",
                "<https://example.org/tide?p=1>",
                "，或 ",
                "<http://example.org/a_(b)>",
                ". 完"
            ]
        );
        assert_eq!(parts("（https://example.org/）"), ["（", "<https://example.org/>", "）"]);
        for plain in ["http 协议", "https://", "httphttp://，", "没有地址"] {
            assert_eq!(parts(plain), [plain]);
        }
    }
}
