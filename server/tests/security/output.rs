//! What hostile articles and requests become in pages, feeds and redirects.

use zaidu_model::{Block, Inline, NamedKey, Newsroom, Site};

use super::common::Fixture;
use super::common::newsroom::{article, key, newsroom, site};

/// Ends every kind of context in which a page may hold a text, and begins a script.
const HOSTILE: &str =
    "</script></title></style>--><img src=x onerror=alert(1)>\"'><svg/onload=alert(1)>\u{2028}";

const ADDRESSES: [&str; 14] = [
    "/",
    "/articles/a-1",
    "/articles/hostile",
    "/channels/hostile",
    "/ranking",
    "/search?q=onerror",
    "/search?q=%3C%2Fscript%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
    "/feeds/latest.xml",
    "/feeds/latest.json",
    "/api/docs",
    "/%3Cimg%20src=x%20onerror=alert(1)%3E",
    "/articles/%3Cimg%20src=x%20onerror=alert(1)%3E",
    "/settings",
    "/saved",
];

#[tokio::test]
async fn requirement_02_no_text_of_an_article_or_request_becomes_markup() {
    let named = || NamedKey { key: key("hostile"), name: HOSTILE.to_owned() };
    let mut hostile = article("hostile", HOSTILE, "2026-11-18T07:00:00+08:00", None);
    hostile.section = Some(zaidu_model::Section { channel: named(), column: None });
    hostile.excerpt = HOSTILE.into();
    hostile.authors = vec![HOSTILE.into()];
    hostile.editor = Some(HOSTILE.into());
    hostile.tags = vec![HOSTILE.into()];
    hostile.body = vec![Block::Paragraph(vec![Inline::Text(HOSTILE.into())])];
    let mut site = Site { name: HOSTILE.into(), ..site() };
    site.channels.push(zaidu_model::site::Channel::new(named(), vec![]));
    let articles = [newsroom().articles(), &[hostile]].concat();
    let fixture = Fixture::new().await;
    let server = fixture.serve(&Newsroom::new(site, articles)).await;
    for path in ADDRESSES {
        let response = server.get_with(path, &[("accept", "text/html")]).await;
        let media_type = response.header("content-type");
        if media_type.starts_with("text/html") {
            let page = response.text();
            for markup in ["<img src=x", "<svg/onload"] {
                assert!(!page.contains(markup), "{markup} in {path}: {page}");
            }
            assert!(response.header("content-security-policy").contains("default-src 'none'"));
        } else {
            // Feeds and JSON are no documents that run scripts, and are not taken for one.
            assert_eq!(response.header("x-content-type-options"), "nosniff", "{path}");
            assert!(response.header("content-security-policy").contains("sandbox"), "{path}");
        }
    }
    let page = server.get("/articles/hostile").await;
    assert!(page.text().contains("&lt;img src=x onerror=alert(1)&gt;"), "it is shown as a text");
}

#[tokio::test]
async fn requirement_13_no_redirect_leads_to_another_host() {
    let fixture = Fixture::new().await;
    let server = fixture.serve(&newsroom()).await;
    let evil = "https://evil.example/";
    let headers =
        [("referer", evil), ("host", "evil.example"), ("x-forwarded-host", "evil.example")];
    let mut redirects = 0;
    for path in [
        "/?care=on",
        "/settings?care=on",
        "/articles/a-1?care=on",
        "//evil.example/?care=on",
        "///evil.example/?care=on",
        "/%2Fevil.example/?care=on",
        "/%5Cevil.example/?care=on",
        "/https://evil.example/?care=on",
        "/ranking?care=on&next=https://evil.example/",
    ] {
        let response = server.get_with(path, &headers).await;
        let location = response.header("location");
        if (300..400).contains(&response.status) {
            redirects += 1;
            let second = location.chars().nth(1);
            let is_own = location.starts_with('/') && !matches!(second, Some('/' | '\\'));
            assert!(is_own, "{path} leads to {location}");
        }
    }
    assert!(redirects > 0);
    let json = [("content-type", "application/json"), headers[1]];
    let vote = r#"{"mood":"like"}"#;
    let vote = server.send("PUT", "/api/articles/a-1/reaction", &json, vote).await;
    assert!(vote.header("location").starts_with("/api/"), "{}", vote.header("location"));
}

#[tokio::test]
async fn requirement_15_bidirectional_controls_do_not_leave_a_title() {
    let title = "账单\u{202e}fdp.\u{2066}exe\u{2069}\u{202a}";
    let tricky = article("tricky", title, "2026-11-18T07:00:00+08:00", None);
    let fixture = Fixture::new().await;
    let server = fixture.serve(&Newsroom::new(site(), vec![tricky])).await;
    let is_control = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let page = server.get("/articles/tricky").await;
    let (head, _) = page.text().split_once("</head>").unwrap();
    assert!(head.contains("fdp.exe") && !head.contains(is_control), "{head}");
    for path in ["/feeds/latest.xml", "/feeds/latest.json", "/sitemap.xml"] {
        let response = server.get(path).await;
        assert_eq!(response.status, 200, "{path}");
        let titles = response.text().split("fdp.exe").count() > 1 || path == "/sitemap.xml";
        assert!(titles, "{path}: {}", response.text());
    }
}
