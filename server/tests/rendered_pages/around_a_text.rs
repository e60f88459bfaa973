//! Integration tests of what stands above and below a text: corrections, table of contents,
//! neighbours, and the article to be read next.

use zaidu_model::block::Level;
use zaidu_model::{Article, Block, Correction, Inline, Newsroom, Timestamp};

use crate::common::{Fixture, newsroom};
use crate::start;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// An article with three headings and a correction.
fn chapters() -> Article {
    let heading = |words: &str| Block::Heading {
        level: Level::Two,
        text: vec![Inline::Text(words.to_owned())],
    };
    let mut article = newsroom::article("long", "长文", "2026-11-18T06:30:00+08:00", None);
    article.body.extend(["一、起点", "二、“中途”", "一、起点"].map(heading));
    let date = at("2026-11-19T08:00:00+08:00");
    article.corrections = vec![Correction { date, text: "<站名>有误。".to_owned() }];
    article.updated = Some(date);
    article
}

#[tokio::test]
async fn a_text_has_its_contents_and_corrections_also_in_feeds() {
    let fixture = Fixture::new().await;
    let server = fixture.serve(&Newsroom::new(newsroom::site(), vec![chapters()])).await;
    let page = server.get("/articles/long").await;
    assert_eq!(page.status, 200, "{}", page.text());
    for part in [
        "<aside class=\"corrections\" aria-label=\"更正\"><p><strong>更正：</strong>\
         <time datetime=\"2026-11-19T08:00:00+08:00\">2026年11月19日</time>\u{3000}&lt;站名&gt;有误。</p>",
        "<nav class=\"toc\" aria-label=\"目录\"><details><summary>目录</summary><ol>\
         <li><a href=\"#h-一起点\">一、起点</a></li><li><a href=\"#h-二中途\">二、“中途”</a></li>\
         <li><a href=\"#h-一起点-2\">一、起点</a></li></ol>",
        "<h2 id=\"h-一起点\">",
        "<h2 id=\"h-一起点-2\">",
        // Not in one part: the order of keys is the library's.
        "\"@type\":\"CorrectionComment\"",
        "\"text\":\"\\u003c站名\\u003e有误。\"",
        "\"dateModified\":\"2026-11-19T08:00:00+08:00\"",
    ] {
        assert!(page.text().contains(part), "{part} in {}", page.text());
    }
    let sitemap = server.get("/sitemap.xml").await;
    assert!(sitemap.text().contains("/articles/long</loc><lastmod>2026-11-19T08:00:00"));
    let rss = server.get("/feeds/latest.xml").await;
    for part in ["<aside class=\"correction\">", "<h2 id=\"h-二中途\">"] {
        let escaped = part.replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        let is_there = [part, &escaped].iter().any(|part| rss.text().contains(*part));
        assert!(is_there, "{part} in {}", rss.text());
    }
    let json = server.get("/feeds/latest.json").await;
    assert!(json.text().contains("\"corrections\":[{\"date\":"), "{}", json.text());
    // What stands in the page is not sent twice.
    let data = page.text().split_once("id=\"zaidu-came\"").unwrap().1;
    for once in ["站名", "起点"] {
        assert!(!data.contains(once), "{once} in {data}");
    }
}

#[tokio::test]
async fn what_is_next_and_the_neighbours_are_in_the_page() {
    let (_fixture, server) = start().await;
    let page = server.get("/articles/a-1").await;
    let next = page.text().split_once("class=\"up-next\"").unwrap().1;
    let (next, rest) = next.split_once("</section>").unwrap();
    // 潮汛, old and a-2 are pinned.
    assert!(next.contains("href=\"/articles/n-9\""), "{next}");
    let list = rest.split_once("id=\"feed\"").unwrap().1.split_once("</section>").unwrap().0;
    assert!(!list.contains("/articles/n-9\"") && list.contains("/articles/n-10\""), "{list}");
    let previous = "<span>上一篇：</span><a href=\"/articles/n-9\">第九条</a>";
    assert!(page.text().contains(previous) && !page.text().contains("下一篇"));
}
