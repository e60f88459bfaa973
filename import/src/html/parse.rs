//! HTML parser: html5ever's tokenizer and tree builder, with bounds on time and memory.

use std::borrow::Cow;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tokenizer, TokenizerOpts};

use super::dom::Dom;
use super::dom_builder;
use super::token_filter::TokenFilter;
use crate::limits::MAX_SEPARATORS;
use crate::normalize;

/// Size of the chunks in which the tokenizer is fed, in bytes.
const CHUNK: usize = 4096;

/// The DOM of `html`, parsed as the content of a `body`.
pub(super) fn parse(html: &str) -> Dom {
    let filter = TokenFilter::new(dom_builder::tree_builder());
    let tokenizer = Tokenizer::new(filter, TokenizerOpts::default());
    let input = BufferQueue::default();
    let html = without_cdata(html);
    let html = without_base64(&html);
    // Separators since the last token: see `is_separator`.
    let (mut rest, mut separators) = (&*html, 0);
    while !rest.is_empty() && separators < MAX_SEPARATORS {
        let (chunk, after) = rest.split_at(normalize::prefix(rest, CHUNK).len());
        input.push_back(StrTendril::from_slice(chunk));
        // The tokenizer pauses after each script, so that a browser can run it.
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        let has_token = tokenizer.sink.take_has_token();
        separators = if has_token { 0 } else { separators + chunk.matches(is_separator).count() };
        rest = after;
    }
    tokenizer.end();
    tokenizer.sink.into_dom()
}

/// Whether `c` can end an attribute. The tokenizer compares each attribute of a tag with all
/// attributes before it, so a tag with very many attributes would take minutes.
fn is_separator(c: char) -> bool {
    c.is_ascii_whitespace() || matches!(c, '/' | '"' | '\'')
}

/// `html` without the marks of CDATA sections, which mean nothing in HTML: what is between them is
/// markup that was taken out of XML without them.
fn without_cdata(html: &str) -> Cow<'_, str> {
    const START: &str = "<![CDATA[";
    const END: &str = "]]>";
    let mut parts = html.split(START);
    let (Some(before), true) = (parts.next(), html.contains(START)) else {
        return Cow::Borrowed(html);
    };
    let mut out = before.to_owned();
    for part in parts {
        // Any other is part of the text, such as `a[b[0]]>c`.
        let (inside, after) = part.rsplit_once(END).unwrap_or((part, ""));
        out.push_str(inside);
        out.push_str(after);
    }
    Cow::Owned(out)
}

/// `html` without the data of base64 `data:` URLs. Such pictures are refused later anyway, and
/// their data would count as separators.
fn without_base64(html: &str) -> Cow<'_, str> {
    const MARKER: &str = ";base64,";
    if !html.contains(MARKER) {
        return Cow::Borrowed(html);
    }
    let is_data = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    let mut parts = html.split(MARKER);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(MARKER);
        out.push_str(part.trim_start_matches(is_data));
    }
    Cow::Owned(out)
}
