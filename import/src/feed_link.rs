//! Feeds that an HTML page names in its head: `<link rel="alternate" type="application/rss+xml">`.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use crate::normalize;

/// How much of a page is looked at, in bytes. The tokenizer compares each attribute of a tag with
/// all before it, so that a tag without end must not be long.
const MAX_HEAD: usize = 64 * 1024;

/// Maximum length of an address, in bytes.
const MAX_ADDRESS: usize = 2_000;

/// The media types of feeds.
const TYPES: [&str; 5] = [
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/json",
];

/// The address of the first feed that the head of an HTML page names, as it stands there.
#[must_use]
pub fn feed_link(page: &[u8]) -> Option<String> {
    // Addresses and names of elements are ASCII in every encoding of pages but UTF-16.
    let head = String::from_utf8_lossy(&page[..page.len().min(MAX_HEAD)]);
    let tokenizer = Tokenizer::new(Links::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    let mut rest = &*head;
    while !rest.is_empty() && tokenizer.sink.found.borrow().is_none() {
        let (chunk, after) = rest.split_at(normalize::prefix(rest, 4096).len());
        input.push_back(StrTendril::from_slice(chunk));
        let _ = tokenizer.feed(&input);
        rest = after;
    }
    tokenizer.sink.found.into_inner()
}

/// The first address, once there is one.
#[derive(Default)]
struct Links {
    found: RefCell<Option<String>>,
}

impl TokenSink for Links {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token
            && tag.kind == TagKind::StartTag
            && self.found.borrow().is_none()
        {
            *self.found.borrow_mut() = address(&tag);
            match &*tag.name {
                "script" => return TokenSinkResult::RawData(ScriptData),
                "style" | "iframe" | "noembed" => return TokenSinkResult::RawData(Rawtext),
                "title" | "textarea" => return TokenSinkResult::RawData(Rcdata),
                _ => {}
            }
        }
        TokenSinkResult::Continue
    }
}

fn address(tag: &Tag) -> Option<String> {
    let attribute = |name: &str| {
        let found = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
        found.map(|attribute| attribute.value.trim())
    };
    let is_alternate = || {
        let rel = attribute("rel").unwrap_or_default();
        rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("alternate"))
    };
    let kind = attribute("type").unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    // WordPress names its API by the same link, with the type of JSON.
    let href = attribute("href").filter(|href| !href.contains("/wp-json/"))?;
    let is_feed = &*tag.name == "link"
        && is_alternate()
        && TYPES.iter().any(|known| known.eq_ignore_ascii_case(kind));
    let is_clean = !href.is_empty()
        && href.len() <= MAX_ADDRESS
        && !href.chars().any(|c| c.is_control() || normalize::is_hidden(c));
    (is_feed && is_clean).then(|| href.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_feed_of_a_page_is_found() {
        let wordpress = r#"<!DOCTYPE html><html><head>
            <script>"<link rel=alternate type=application/rss+xml href=/no>"</script>
            <!-- <link rel=alternate type=application/rss+xml href=/no> -->
            <link rel="stylesheet" href="/a.css">
            <link rel="alternate" hreflang="en" href="/en/">
            <link rel="alternate" type="application/json" href="https://a.example/wp-json/wp/v2/posts/1">
            <LINK HREF='/feed/?a=1&amp;b=2' TYPE='application/RSS+xml; charset=utf-8' REL='Feed Alternate'>
            <link rel="alternate" type="application/atom+xml" href="/atom">"#;
        assert_eq!(feed_link(wordpress.as_bytes()).as_deref(), Some("/feed/?a=1&b=2"));
        let gbk = b"<html><title>\xbd\xad\xb3\xb1</title>\
            <link rel=alternate type=application/feed+json href=feed.json>";
        assert_eq!(feed_link(gbk).as_deref(), Some("feed.json"));
    }

    #[test]
    fn pages_without_one_and_hostile_ones_name_none() {
        let long = "a".repeat(MAX_ADDRESS + 1);
        for page in [
            String::new(),
            "<link rel=alternate type=text/html href=/a>".to_owned(),
            "<link rel=alternate type=application/rss+xml>".to_owned(),
            "<link rel=alternate type=application/rss+xml href='a&#10;b'>".to_owned(),
            format!("<link rel=alternate type=application/rss+xml href={long}>"),
            format!(
                "{}<link rel=alternate type=application/rss+xml href=/a>",
                " ".repeat(MAX_HEAD)
            ),
        ] {
            assert_eq!(feed_link(page.as_bytes()), None, "{page:.80}");
        }
    }
}
