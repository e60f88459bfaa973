//! Import of hostile and random input: no panic, no script, nothing above the limits, and the same
//! result for the same bytes.

#![allow(clippy::unwrap_used, reason = "a panic in a test is its report")]

use proptest::prelude::*;
use serde_json::json;
use zaidu_import::{MAX_BLOCKS, MAX_NESTING, import_feed};
use zaidu_model::{Block, Inline, Newsroom, Timestamp};

/// After all dates of these feeds, so that no embargo holds an item.
fn now() -> Timestamp {
    Timestamp::parse("9000-01-01T00:00:00Z").unwrap()
}

fn import(html: &str) -> Newsroom {
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "home_page_url": "https://example.org/",
        "items": [{
            "id": html, "title": html, "summary": html, "image": html, "tags": [html],
            "content_html": html, "date_published": "2026-11-20T08:00:00Z",
            "authors": [{"name": html}],
            "_newsroom": {"source": {"name": html, "url": html}, "section": [html, html]},
        }],
        "_newsroom": {"logo": html, "focus": [{"title": html, "url": html, "picture": html}]},
    });
    let imported = import_feed(feed.to_string().as_bytes(), now()).unwrap();
    match &imported.refused[..] {
        [] => imported.newsroom,
        // Every text is a valid id but a blank one.
        [error] => {
            assert!(error.to_string().starts_with("items[0].id: missing"), "{error}");
            import(&format!("a{html}"))
        }
        _ => panic!("one item is refused once: {:?}", imported.refused),
    }
}

/// Collects every URL in the blocks.
fn collect_urls(blocks: &[Block], out: &mut Vec<String>) {
    fn links(inlines: &[Inline], out: &mut Vec<String>) {
        for inline in inlines {
            match inline {
                Inline::Link { url, text } => {
                    out.push(url.as_str().into());
                    links(text, out);
                }
                Inline::Strong(inner)
                | Inline::Emphasis(inner)
                | Inline::Marked { text: inner, .. } => links(inner, out),
                Inline::Text(_) | Inline::Code(_) | Inline::Anchor(_) | Inline::LineBreak => {}
            }
        }
    }
    for block in blocks {
        match block {
            Block::Paragraph(text) | Block::Heading { text, .. } => links(text, out),
            Block::Image { picture, .. } => out.push(picture.url.as_str().into()),
            Block::Quote { body, .. }
            | Block::Foreign { body, .. }
            | Block::Details { body, .. } => collect_urls(body, out),
            Block::List { items, .. } => items.iter().for_each(|item| collect_urls(item, out)),
            Block::Table { head, rows, .. } => {
                head.iter().chain(rows.iter().flatten()).for_each(|cell| links(cell, out));
            }
            Block::Video { url, poster, .. } => {
                out.extend(
                    [Some(url), poster.as_ref()].into_iter().flatten().map(|u| u.as_str().into()),
                );
            }
            Block::Audio { url, .. } => out.push(url.as_str().into()),
            Block::Code { .. } | Block::Divider => {}
        }
    }
}

/// Number of blocks, and their maximum nesting depth.
fn measure(blocks: &[Block]) -> (usize, usize) {
    let inside = |block: &Block| block.children().into_iter().map(measure).fold((0, 0), add);
    let add_one = |(count, depth)| (count + 1, depth + 1);
    blocks.iter().map(|block| add_one(inside(block))).fold((0, 0), add)
}

fn add(a: (usize, usize), b: (usize, usize)) -> (usize, usize) {
    (a.0 + b.0, a.1.max(b.1))
}

fn check(newsroom: &Newsroom) {
    for article in newsroom.articles() {
        let mut found = Vec::new();
        collect_urls(&article.body, &mut found);
        found.extend(article.picture.iter().map(|picture| picture.url.as_str().to_owned()));
        found.extend(
            article.source.iter().filter_map(|s| Some(s.url.as_ref()?.as_str().to_owned())),
        );
        for url in found {
            let lower = url.to_ascii_lowercase();
            let is_allowed = ["http://", "https://", "mailto:", "tel:", "sms:", "#"]
                .iter()
                .any(|s| lower.starts_with(s));
            assert!(is_allowed || url.starts_with('/'), "{url}");
        }
        let (count, depth) = measure(&article.body);
        assert!(count <= MAX_BLOCKS && depth <= MAX_NESTING, "{count} blocks, {depth} deep");
        let title = article.title.clone().unwrap_or_default();
        assert!(
            !title.contains(|c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        );
        // Articles are stored and sent as JSON, so they must round-trip.
        let wire = serde_json::to_string(article).unwrap();
        assert_eq!(&serde_json::from_str::<zaidu_model::Article>(&wire).unwrap(), article);
    }
}

const HOSTILE: &str = r#"
<p onclick="alert(1)" style="position:fixed">江<script>alert('</p>')</script>水</p>
<img src=x:y onerror=alert(1)><img src="data:image/svg+xml,<svg onload=alert(1)>">
<img src="/ok.jpg" onload="alert(1)" srcset="javascript:alert(1)">
<a href="JaVaScRiPt:alert(1)">一</a><a href="java&#10;script:alert(1)">二</a>
<a href="&#1;javascript:alert(1)">三</a><a href="data:text/html,<script>">四</a>
<a href="vbscript:x">五</a><a href="//example.com/\">六</a><a href="https://example.org/&#x202e;gpj">七</a>
<svg><a xlink:href="javascript:alert(1)"><text>八</text></a><style><img src=/n onerror=x></style></svg>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;"></table></math>
<iframe srcdoc="<script>alert(1)</script>"></iframe><object data="javascript:x">九</object>
<form action="javascript:x"><button formaction="javascript:x">十</button></form>
<video src="javascript:x" poster="javascript:x"><source src="javascript:x"></video>
<base href="javascript:"><meta http-equiv=refresh content="0;javascript:x"><link rel=stylesheet href=//x>
<blockquote cite="javascript:x"><b><i><u><a href=/fine>&#x202e;好&#x2066;</a></u></i></b></blockquote>
<template><p>a</p></template><noscript><p title="</noscript><img src=/m onerror=x>"></noscript>
<table><tr><td><p>格<td><ul><li>子</table><plaintext><!-- a --><![CDATA[b]]>尾&#0;
"#;

#[test]
fn requirement_02_a_hostile_document_becomes_plain_content() {
    let newsroom = import(HOSTILE);
    check(&newsroom);
    let body = &newsroom.articles()[0].body;
    let mut found = Vec::new();
    collect_urls(body, &mut found);
    assert_eq!(
        found.iter().filter(|a| !a.starts_with('/')).collect::<Vec<_>>(),
        ["https://example.com//"]
    );
    let wire = serde_json::to_string(body).unwrap();
    for removed in ["alert", "javascript", "onerror", "style", "\u{202e}", "\u{2066}", "八", "十"]
    {
        assert!(!wire.contains(removed), "{removed} in {wire}");
    }
    for preserved in
        ["江水", "一二", "三四", "五", "七", "九", "好", "格", "子", "尾", "/ok.jpg", "/fine"]
    {
        assert!(wire.contains(preserved), "{preserved} not in {wire}");
    }
}

#[test]
fn nesting_and_size_are_bounded() {
    for (open, count) in [
        ("<div>", 100_000),
        ("<blockquote><ul><li>", 5_000),
        ("<b><i><a href=/x>", 5_000),
        ("<table><tr><td>", 5_000),
        ("<p><b><i><code>x", 20_000),
        ("<svg><g>", 5_000),
        ("<template>", 5_000),
        ("<table>x<p>", 5_000),
        ("<a href=/x><div>", 5_000),
        ("</p>", 50_000),
    ] {
        check(&import(&open.repeat(count)));
    }
}

#[test]
fn requirement_14_json_that_is_too_deep_is_refused() {
    for open in ["[", "{\"a\":", "{\"items\":["] {
        let deep = format!(
            "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{}",
            open.repeat(200_000)
        );
        assert!(import_feed(deep.as_bytes(), now()).is_err(), "{open}");
    }
}

/// Markup that parsers find difficult: unclosed, misnested and raw-text elements.
fn markup() -> impl Strategy<Value = String> {
    let tags = "div p b i a ul ol li table tr td th caption blockquote cite figure figcaption img \
        pre code h1 h3 video source svg math template form select option button script style \
        textarea br hr html body frameset font nobr plaintext noscript";
    let tags: Vec<&str> = tags.split_ascii_whitespace().collect();
    let fragment = (proptest::sample::select(tags), 0..6u8, ".{0,4}").prop_map(
        |(tag, kind, any)| match kind {
            0 => format!("</{tag}>"),
            1 => format!("<{tag} href='javascript:{any}' src=\"{any}\" class=language-{any}>"),
            2 => any,
            _ => format!("<{tag}>"),
        },
    );
    proptest::collection::vec(fragment, 0..40).prop_map(|fragments| fragments.concat())
}

proptest! {
    // Half of the default, which `cargo xtask test --long` raises.
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 2))]

    #[test]
    fn any_text_as_content(html in any::<String>()) {
        check(&import(&html));
    }

    #[test]
    fn any_markup_as_content(html in markup()) {
        let newsroom = import(&html);
        check(&newsroom);
        prop_assert_eq!(import(&html), newsroom);
    }

    #[test]
    fn any_bytes_as_feed(bytes in any::<Vec<u8>>(), at in any::<prop::sample::Index>()) {
        let _ = import_feed(&bytes, now());
        // In the middle of a valid feed, random bytes reach more code than at its start.
        let feed = json!({
            "version": "https://jsonfeed.org/version/1.1",
            "items": [{"id": "a", "content_html": "<p>江", "date_published": "2026-11-20T08:00:00Z"}],
        });
        let mut feed = feed.to_string().into_bytes();
        let at = at.index(feed.len());
        feed.splice(at..at, bytes);
        let errors = match import_feed(&feed, now()) {
            Ok(imported) => imported.refused,
            Err(error) => vec![error],
        };
        for error in errors {
            prop_assert!(!error.to_string().contains('\n'));
        }
    }
}
