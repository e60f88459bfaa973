//! Integration tests of withdrawal and embargo: pages, the page cache, syndication, forms.

use std::time::Duration;

use zaidu_model::site::Card;
use zaidu_model::{Link, Newsroom, ProblemCode, Site, Timestamp};

use crate::ARTICLE;
use crate::common::newsroom::{article, key, newsroom, site};
use crate::common::{Fixture, Server};
use crate::reaction_form::react;

/// What lists articles.
const LISTS: [&str; 7] = [
    "/",
    "/channels/city",
    "/search?q=%E6%97%A9%E7%8F%AD",
    "/sitemap.xml",
    "/feeds/latest.xml",
    "/feeds/channels/city/bus.json",
    "/api/feeds/latest",
];

/// A server whose pages are kept for an hour.
async fn start(newsroom: &Newsroom) -> (Fixture, Server) {
    let fixture = Fixture::new().await;
    let app = fixture.app().await.with_page_ttl(Duration::from_secs(3600));
    app.store().import(newsroom).await.unwrap();
    let server = Server::start(app).await;
    (fixture, server)
}

async fn get(server: &Server, path: &str) -> crate::common::ApiResponse {
    server.get_with(path, &[("accept", "text/html")]).await
}

#[tokio::test]
async fn a_withdrawn_article_is_gone_at_once_with_a_page_in_words() {
    let card =
        Card { title: "头班车".into(), url: Some(Link::new(ARTICLE).unwrap()), picture: None };
    let site = Site { focus: vec![card], ..site() };
    let (_fixture, server) = start(&Newsroom::new(site, newsroom().articles().to_vec())).await;
    for list in LISTS {
        assert!(get(&server, list).await.text().contains("a-1"), "{list}");
    }
    assert!(get(&server, "/").await.text().contains("头班车"));
    assert_eq!(get(&server, ARTICLE).await.status, 200);
    server.store.withdraw(&[key("a-1")]).await.unwrap();
    let page = get(&server, ARTICLE).await;
    assert_eq!((page.status, page.header("cache-control")), (410, "no-store"));
    assert!(page.text().contains("文章已撤下"), "{}", page.text());
    for trace in ["早班车提前", "application/ld+json", "og:title"] {
        assert!(!page.text().contains(trace), "{trace}: {}", page.text());
    }
    for list in LISTS {
        let list_page = get(&server, list).await;
        assert_eq!(list_page.status, 200, "{list}");
        assert!(!list_page.text().contains("a-1\""), "{list}: {}", list_page.text());
        assert!(!list_page.text().contains("早班车提前"), "{list}: {}", list_page.text());
    }
    assert!(!get(&server, "/").await.text().contains("头班车"));
    for gone in ["/api/articles/a-1", "/api/articles/a-1/reaction", "/share/wide/0/a-1.png"] {
        assert_eq!(server.get(gone).await.code(), ProblemCode::ArticleWithdrawn, "{gone}");
    }
    // The page says it in words, also to a reader without scripts.
    let form = react(&server, None, "mood=like").await.0;
    assert_eq!((form.status, form.header("location")), (303, "/articles/a-1#moods"));
    server.store.restore(&[key("a-1")]).await.unwrap();
    assert_eq!(get(&server, ARTICLE).await.status, 200);
    assert!(get(&server, "/").await.text().contains("a-1\""));
}

#[tokio::test]
async fn an_embargo_ends_also_for_pages_that_are_kept() {
    let now = Timestamp::parse("2026-11-18T12:00:00+08:00").unwrap();
    let due = "2026-11-18T12:00:30+08:00";
    let bus = Some(("city", Some("bus")));
    let early = article("early", "早班车停运", due, bus);
    let all = [newsroom().articles(), &[early]].concat();
    let (_fixture, server) = start(&Newsroom::new(site(), all).with_embargo(now)).await;
    for path in LISTS {
        assert!(!get(&server, path).await.text().contains("early"), "{path}");
    }
    assert_eq!(get(&server, "/articles/early").await.status, 404);
    server.set_clock(Timestamp::parse(due).unwrap());
    for path in LISTS {
        assert!(get(&server, path).await.text().contains("early"), "{path}");
    }
    assert_eq!(get(&server, "/articles/early").await.status, 200);
}

/// Withdrawn by another program, as by `zaidu-server withdraw` beside a running server.
#[tokio::test]
async fn other_programs_change_what_a_server_shows() {
    let (fixture, server) = start(&newsroom()).await;
    assert_eq!(get(&server, ARTICLE).await.status, 200);
    let other = fixture.store().await;
    other.withdraw(&[key("a-1")]).await.unwrap();
    assert_eq!(get(&server, ARTICLE).await.status, 410);
    other.close().await;
}
