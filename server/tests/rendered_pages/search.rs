//! Integration tests of the server-rendered search page.

use zaidu::strings;

use crate::common::{Fixture, newsroom};
use crate::start;

#[tokio::test]
async fn search_results_are_rendered_at_their_url() {
    let (_fixture, server) = start().await;
    let page = server.get("/search?q=%E9%80%9A%E7%9F%A5").await;
    let text = page.text();
    assert_eq!(page.status, 200);
    for part in [
        "<form class=\"search\" role=\"search\" action=\"/search\">",
        "type=\"search\" name=\"q\" value=\"通知\"",
        ">停水<mark>通知</mark></h3>",
        "<p>停水<mark>通知</mark>的第一段。",
        "<title>搜索：通知 - 江畔日报</title>",
        "<meta name=\"robots\" content=\"noindex, follow\">",
        "/search?q=%E9%80%9A%E7%9F%A5\">",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    // Two have it in their title, two among their tags.
    assert_eq!(text.matches("class=\"card\"").count(), 4);
    // The query is escaped.
    let hostile = server.get("/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert_eq!(hostile.status, 200);
    assert!(!hostile.text().contains("<script>alert"), "{}", hostile.text());
    for (query, notice) in
        [("?q=a", strings::QUERY_TOO_SHORT), ("?q=%E6%B5%B7%E5%95%B8", strings::NO_SEARCH_RESULTS)]
    {
        let page = server.get(&format!("/search{query}")).await;
        assert_eq!(page.status, 200, "{query}");
        assert!(page.text().contains(&format!("<p class=\"notice\">{notice}")), "{query}");
        assert!(page.text().contains("noindex") && !page.text().contains("class=\"card\""));
    }
    for empty in ["/search", "/search?q=", "/search/?q=+"] {
        let page = server.get(empty).await;
        assert_eq!(page.status, 200, "{empty}");
        assert!(page.text().contains("role=\"search\"") && !page.text().contains("notice"));
        assert!(page.text().contains("noindex"), "{empty}");
    }
    assert!(server.get("/robots.txt").await.text().contains("Disallow: /search\n"));
    assert!(!server.get("/sitemap.xml").await.text().contains("/search"));
}

#[tokio::test]
async fn the_next_page_of_search_results_has_a_url() {
    let fixture = Fixture::new().await;
    let articles = (0..25).map(|number| {
        let when = format!("2026-11-17T09:00:{number:02}+08:00");
        newsroom::article(&format!("a{number}"), "A&B 通知", &when, None)
    });
    let articles = zaidu_model::Newsroom::new(newsroom::site(), articles.collect());
    let server = fixture.serve(&articles).await;
    let first = server.get("/search?q=a%26b").await;
    let (_, next) = first.text().split_once("href=\"?q=a%26b&amp;cursor=").unwrap();
    let (cursor, _) = next.split_once("#feed\"").unwrap();
    let second = server.get(&format!("/search?q=a%26b&cursor={cursor}")).await;
    assert_eq!(first.text().matches("><mark>A</mark>&amp;<mark>B</mark> 通知</h3>").count(), 20);
    assert_eq!(second.text().matches("><mark>A</mark>&amp;<mark>B</mark> 通知</h3>").count(), 5);
    assert!(second.text().contains(strings::NO_MORE));
}
