//! Import of feeds and documents in every format, of real-looking ones and of broken ones.

#![allow(clippy::unwrap_used, reason = "a panic in a test is its report")]

use zaidu_import::{Import, import_feed};
use zaidu_model::{Article, Block, Inline, Timestamp};

mod feeds;
mod ghost;
mod hints;
mod hostile;
mod markdown;
mod sweep;
mod wordpress;

const NOW: &str = "2026-11-26T12:00:00+08:00";

fn import(bytes: &[u8]) -> Import {
    import_feed(bytes, Timestamp::parse(NOW).unwrap()).unwrap()
}

/// The only article of a file, of which nothing is refused.
fn article(text: &str) -> Article {
    let import = import(text.as_bytes());
    assert_eq!(import.refused, [], "{text}");
    assert_eq!(import.newsroom.articles().len(), 1, "{text}");
    import.newsroom.articles()[0].clone()
}

fn find<'a>(import: &'a Import, title: &str) -> &'a Article {
    let of = |article: &&Article| article.title.as_deref().unwrap_or_default().starts_with(title);
    import.newsroom.articles().iter().find(of).unwrap_or_else(|| panic!("no {title}"))
}

/// The body as short lines: the text of a block, or what it shows.
fn outline(article: &Article) -> Vec<String> {
    lines(&article.body)
}

fn lines(body: &[Block]) -> Vec<String> {
    let plain = |text: &[Inline]| zaidu_model::block::plain_text(text);
    let line = |block: &Block| match block {
        Block::Paragraph(text) => plain(text),
        Block::Heading { text, .. } => format!("# {}", plain(text)),
        Block::Image { picture, caption } => {
            format!("![{}]({})", caption.as_deref().unwrap_or(&picture.alt), picture.url.as_str())
        }
        Block::Audio { url, .. } => format!("audio {}", url.as_str()),
        Block::Video { url, .. } => format!("video {}", url.as_str()),
        Block::Divider => "---".to_owned(),
        other => {
            let inside: Vec<_> = other.children().into_iter().map(lines).collect();
            if inside.is_empty() { format!("{other:?}") } else { format!("{inside:?}") }
        }
    };
    body.iter().map(line).collect()
}

/// The addresses of the links of a body.
fn links(article: &Article) -> Vec<String> {
    fn of(inlines: &[Inline], out: &mut Vec<String>) {
        for inline in inlines {
            if let Inline::Link { url, .. } = inline {
                out.push(url.as_str().to_owned());
            }
        }
    }
    let mut out = Vec::new();
    for block in &article.body {
        if let Block::Paragraph(text) = block {
            of(text, &mut out);
        }
    }
    out
}
