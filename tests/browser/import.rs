//! Import clean-up as readers see it: pasted bylines and indents are not shown twice.

use serde_json::{Value, json};
use zaidu::strings;

use crate::harness::{phone, sample};

const TITLE: &str = "渡口的钟为什么总快三分钟";
const AUTHOR: &str = "江一帆";
const FIRST: &str = "钟是老站长拨快的，他怕有人赶不上船。";
const LAST: &str = "三分钟不长，刚好够系一次鞋带。";

/// A feed with one article as pasted from a word processor: every paragraph starts with its own
/// indent, and the first and the last paragraph name the author.
fn feed() -> Vec<u8> {
    let body = format!(
        "<p>　　作者:{AUTHOR}</p><p>　　{FIRST}</p><p>&nbsp;&nbsp;&nbsp;&nbsp;中间一段。</p>\
         <p>　　{LAST}({AUTHOR})</p>"
    );
    let brief = |number: u32| {
        json!({
            "id": format!("brief-{number}"),
            "content_text": format!("第{number}条短讯，没有标题。"),
            "date_published": "2026-01-01T08:00:00+08:00",
        })
    };
    let article = json!({
        "id": "clock",
        "title": TITLE,
        "authors": [{ "name": AUTHOR }],
        "date_published": "2026-01-02T03:04:00+08:00",
        "content_html": body,
        "_newsroom": { "source": "河埠报", "editor": "林舟", "section": ["城事", "渡口"] },
    });
    let items: Vec<Value> = (1..=20).map(brief).chain([article]).collect();
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": "河埠报",
        "home_page_url": "https://example.org/",
        "items": items,
        "_newsroom": { "focus": ["一张没有链接的卡片"], "mood_board": "河埠云投" },
    });
    feed.to_string().into_bytes()
}

#[test]
fn authors_and_indents_are_shown_once() {
    phone().with_feed(feed()).run(async |page| {
        page.open(&sample::article_path("clock")).await;
        let editor = strings::editor("林舟");
        page.wait_for_text(".article-body .editor", &editor).await;
        let body = ".article-body > p";
        assert_eq!(page.texts(body).await, [FIRST, "中间一段。", LAST, &editor]);
        // The indent comes from the stylesheet; the text starts with its first word.
        let text: Vec<String> =
            page.evaluate("visible('.article-body > p').map(p => p.textContent)").await;
        assert_eq!(text, [FIRST, "中间一段。", LAST, &editor]);
        let indent = "['textIndent', 'fontSize'].map(name => \
            parseFloat(getComputedStyle(visible('.article-body > p')[0])[name]))";
        let [indent, size]: [f64; 2] = page.evaluate(indent).await;
        assert!((indent - 2.0 * size).abs() < 0.5, "{indent} is not twice {size}");
        assert_eq!(page.texts(".meta-author").await.len(), 1);
    });
}

#[test]
fn cards_without_links_and_news_without_titles_are_shown() {
    phone().with_feed(feed()).run(async |page| {
        page.open(&sample::article_path("clock")).await;
        page.wait_for(".feed .card").await;
        // The first of a page of 20 stands above, as what to read next.
        assert_eq!(page.count(".feed .card").await, 19);
        assert_eq!(page.count(".feed .card h3").await, 0, "untitled news has no heading");
        assert_eq!(page.count(".feed .card p").await, 19);
        assert_eq!(page.count(".feed .card time").await, 19);
        // Only one block of cards: the empty one is not shown.
        assert_eq!(page.texts(".cards h2").await, [strings::FOCUS]);
        assert_eq!(page.count(".cards a").await, 0);
        assert_eq!(page.texts(".moods-provider").await, ["河埠云投"]);
    });
}
