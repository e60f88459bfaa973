//! Cases of tags and authors: their articles, names of any characters, and the search for names.

use zaidu_model::{Article, Cursor, Facet, FacetKind, Feed, Key, Newsroom, ProblemCode, api};

use super::common::newsroom::{article, key, newsroom, site};
use super::{Backends, at, limit};

fn facet(kind: FacetKind, name: &str) -> Feed {
    Feed::Facet(Facet::new(kind, name).unwrap())
}

fn tag(name: &str) -> Feed {
    facet(FacetKind::Tag, name)
}

async fn ids(backends: &Backends, feed: &Feed) -> String {
    let ids: Vec<Key> = backends.all_ids(feed, limit(2)).await;
    ids.iter().map(Key::as_str).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn articles_are_listed_by_tag_and_by_author_page_by_page() {
    let backends = Backends::new().await;
    for (feed, expected) in [
        (tag("通知"), "a-1 é b"),
        (tag("公交"), "a-1 n-9"),
        (tag(" 夜市\u{3000}"), "a-1 é"),
        (facet(FacetKind::Author, "祝晓岚"), "a-1 z"),
        (facet(FacetKind::Author, "Zhou Du"), "z"),
    ] {
        assert_eq!(ids(&backends, &feed).await, expected, "{feed:?}");
    }
    let page = async |feed: &Feed, cursor: Option<Cursor>| {
        backends.feed(feed, cursor.as_ref(), limit(3)).await
    };
    // Kinds do not mix, capitals count, and a part of a name is none.
    for missing in [
        tag("祝晓岚"),
        facet(FacetKind::Author, "公交"),
        facet(FacetKind::Author, "zhou du"),
        tag("通"),
        tag("'--"),
    ] {
        assert_eq!(page(&missing, None).await, Err(ProblemCode::FacetNotFound), "{missing:?}");
        let cursor = zaidu_model::feed::Position { tier: 0, rank: 0, id: key("a") }.cursor();
        let later = page(&missing, Some(cursor)).await;
        assert_eq!(later, Err(ProblemCode::FacetNotFound), "{missing:?}");
    }
    // Positions before, after and of another feed.
    for (tier, rank) in [(0, i64::MIN), (0, i64::MAX), (1, 0), (255, i64::MAX)] {
        let cursor = zaidu_model::feed::Position { tier, rank, id: key("a") }.cursor();
        page(&tag("通知"), Some(cursor)).await.unwrap();
    }
}

#[tokio::test]
async fn names_of_any_characters_have_an_address() {
    let names = [
        "a/b",
        "100%",
        "%2F",
        "谁？",
        "?a=b&c",
        "#1",
        "C++",
        "慢 出行",
        "👨\u{200d}👩\u{200d}👧",
        "سفر",
        "...",
        "\\",
        "<b>'\";--",
        &"长".repeat(Facet::MAX),
        "e\u{301}",
    ];
    let articles = names.iter().enumerate().map(|(number, name)| Article {
        tags: vec![(*name).to_owned()],
        authors: vec![(*name).to_owned()],
        ..article(&format!("n{number}"), "题", "2026-11-17T09:00:00+08:00", None)
    });
    let backends = Backends::with_newsroom(Newsroom::new(site(), articles.collect())).await;
    for (number, name) in names.iter().enumerate() {
        for kind in FacetKind::ALL {
            let found = ids(&backends, &facet(kind, name)).await;
            assert_eq!(found, format!("n{number}"), "{kind:?} {name}");
        }
    }
    // The server takes a letter with its mark for the letter that is both.
    let composed = api::feed(&tag("é"), None, None);
    assert_eq!(backends.server.get(&composed).await.status, 200);
    for bad in ["%20", "%2E", "%2e%2e", "%ff", "a%00", &"a".repeat(129)] {
        for kind in ["tags", "authors"] {
            let response = backends.server.get(&format!("/api/feeds/{kind}/{bad}")).await;
            assert_eq!(response.status, 404, "{kind} {bad}");
        }
    }
}

#[tokio::test]
async fn a_search_finds_the_names_that_it_begins() {
    let backends = Backends::new().await;
    let found = async |query: &str| {
        let feed = Feed::Search { query: query.to_owned() };
        let page = backends.feed(&feed, None, limit(1)).await.unwrap();
        if let Some(next) = &page.next {
            let later = backends.feed(&feed, Some(next), limit(1)).await.unwrap();
            assert_eq!(later.facets, []);
        }
        let urls = page.facets.iter().filter_map(|facet| facet.url.as_ref());
        urls.map(|url| url.as_str().to_owned()).collect::<Vec<_>>()
    };
    let encoded = |kind, name| Facet::new(kind, name).unwrap().to_string();
    let (notice, zhu) = (encoded(FacetKind::Tag, "通知"), encoded(FacetKind::Author, "祝晓岚"));
    assert_eq!(found("通知").await, std::slice::from_ref(&notice));
    assert_eq!(found("通").await, std::slice::from_ref(&notice));
    assert_eq!(found("祝晓岚 通知").await, [zhu, notice]);
    assert_eq!(found("ＺＨＯＵ").await, [encoded(FacetKind::Author, "Zhou Du")]);
    assert_eq!(found("江潮").await, [""; 0]);
}

#[tokio::test]
async fn what_readers_do_not_see_is_in_no_facet() {
    let held = Article {
        tags: vec!["预告".to_owned(), "公交".to_owned()],
        ..article("early", "明日", "2026-11-19T08:00:00+08:00", None)
    };
    let all = [newsroom().articles(), &[held]].concat();
    let newsroom = Newsroom::new(site(), all).with_embargo(at("2026-11-18T12:00:00+08:00"));
    let mut backends = Backends::with_newsroom(newsroom).await;
    let missing = Err(ProblemCode::FacetNotFound);
    assert_eq!(backends.feed(&tag("预告"), None, limit(3)).await, missing);
    assert_eq!(ids(&backends, &tag("公交")).await, "a-1 n-9");
    let sitemap = async |backends: &Backends| {
        let text = backends.server.get("/sitemap.xml").await.text().to_owned();
        ["预告", "换表"]
            .map(|name| text.contains(&Facet::new(FacetKind::Tag, name).unwrap().to_string()))
    };
    assert_eq!(sitemap(&backends).await, [false, true]);
    backends.set_clock(at("2026-11-19T08:00:00+08:00"));
    assert_eq!(ids(&backends, &tag("预告")).await, "early");
    assert_eq!(ids(&backends, &tag("公交")).await, "early a-1 n-9");
    let withdrawn = ["B", "n-9"].map(key);
    backends.server.store.withdraw(&withdrawn).await.unwrap();
    backends.memory_store.withdraw(withdrawn);
    assert_eq!(ids(&backends, &tag("公交")).await, "early a-1");
    let gone = backends.feed(&tag("换表"), None, limit(3)).await;
    assert_eq!(gone, Err(ProblemCode::FacetNotFound));
    assert_eq!(sitemap(&backends).await, [true, false]);
    let feed = Feed::Search { query: "换表".to_owned() };
    assert_eq!(backends.feed(&feed, None, limit(3)).await.unwrap().facets, []);
}
