//! Cases of articles that readers do not see: withdrawn ones, and those under an embargo.

use zaidu_model::{Feed, Mood, Newsroom, ProblemCode, api};

use super::common::newsroom::{article, key, newsroom, site};
use super::{Backends, at, channel, limit, recommended};

fn search(text: &str) -> Feed {
    Feed::Search { query: text.to_owned() }
}

/// Compares every feed that lists articles, page by page; returns the ids of the latest.
async fn compare_feeds(backends: &Backends) -> Vec<String> {
    for feed in [
        Feed::Headlines,
        Feed::FrontChannels,
        Feed::FrontLatest,
        channel("city", None),
        channel("city", Some("bus")),
        recommended("潮汛"),
        recommended("n-9"),
        recommended("B"),
        search("通知"),
        search("新桥"),
    ] {
        for length in [1, 3, 50] {
            backends.all_ids(&feed, limit(length)).await;
        }
    }
    let latest = backends.all_ids(&Feed::Latest, limit(5)).await;
    latest.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn a_withdrawn_article_is_gone_everywhere_and_comes_back_with_its_votes() {
    let mut backends = Backends::new().await;
    let ids = ["a-1", "a-2", "é"].map(key);
    for (id, reader) in [("a-1", "甲"), ("a-1", "乙"), ("é", "甲"), ("b", "乙")] {
        backends.choose(&key(id), reader, Some(Mood::Like)).await.unwrap();
    }
    let before = compare_feeds(&backends).await;
    let outcome = backends.server.store.withdraw(&ids).await.unwrap();
    assert_eq!((outcome.changed, outcome.unknown), (ids.to_vec(), vec![]));
    backends.memory_store.withdraw(ids.clone());
    for id in &ids {
        let gone = ProblemCode::ArticleWithdrawn;
        assert_eq!(backends.article(id).await, Err(gone));
        assert_eq!(backends.reaction(id, "甲").await, Err(gone));
        assert_eq!(backends.choose(id, "甲", Some(Mood::Sad)).await, Err(gone));
        assert_eq!(backends.choose(id, "甲", None).await, Err(gone));
        assert_eq!(backends.choose(id, "new", Some(Mood::Sad)).await, Err(gone));
        let of = recommended(id.as_str());
        assert_eq!(backends.feed(&of, None, limit(3)).await, Err(gone));
    }
    let shown = compare_feeds(&backends).await;
    assert_eq!(shown.len(), before.len() - ids.len());
    backends.compare_all_rankings().await;
    // The votes stay where they were, so that all sums are right.
    assert_eq!(backends.server.store.check().await.unwrap(), []);
    // What a person has withdrawn, no import brings back.
    let options = zaidu_server::ImportOptions::default();
    let plan = backends.server.store.import_with(&newsroom(), &options).await.unwrap();
    assert_eq!((plan.unchanged.len(), plan.kept_withdrawn.len()), (9, 3));
    assert_eq!(compare_feeds(&backends).await, shown);

    let again = backends.server.store.withdraw(&[key("a-1"), key("nobody")]).await.unwrap();
    assert_eq!((again.unchanged, again.unknown), (vec![key("a-1")], vec![key("nobody")]));
    let restored = backends.server.store.restore(&ids).await.unwrap();
    assert_eq!(restored.changed, ids);
    let votes = backends.memory_store.votes().to_vec();
    backends.memory_store = zaidu_model::MemoryStore::new(newsroom(), votes);
    assert_eq!(backends.reaction(&key("a-1"), "甲").await.unwrap().counts.like, 2);
    assert_eq!(compare_feeds(&backends).await, before);
    backends.compare_all_rankings().await;
    assert_eq!(backends.server.store.restore(&ids).await.unwrap().unchanged, ids);
}

#[tokio::test]
async fn an_article_under_an_embargo_appears_by_itself() {
    let due = "2026-11-19T08:00:00+08:00";
    let bus = Some(("city", Some("bus")));
    let mut tagged = article("early", "明日通知", due, bus);
    tagged.tags = vec!["通知".to_owned()];
    let late = article("late", "后天", "2026-11-20T08:00:00+08:00", bus);
    let newsroom = newsroom();
    let all = [newsroom.articles(), &[tagged, late]];
    let site = zaidu_model::Site { pins: vec![key("early"), key("old")], ..site() };
    let held = Newsroom::new(site, all.concat()).with_embargo(at("2026-11-18T12:00:00+08:00"));
    let mut backends = Backends::with_newsroom(held).await;
    let early = key("early");
    let before = compare_feeds(&backends).await;
    // Nobody learns that there is such an article.
    let pins = async |backends: &Backends| {
        let site: zaidu_model::Site = backends.server.get(api::SITE).await.json();
        assert_eq!(site, backends.memory_store.site());
        site.pins
    };
    assert_eq!(pins(&backends).await, [key("old")]);
    assert_eq!(backends.article(&early).await, Err(ProblemCode::ArticleNotFound));
    assert_eq!(
        backends.choose(&early, "甲", Some(Mood::Like)).await,
        Err(ProblemCode::ArticleNotFound)
    );
    backends.set_clock(at("2026-11-19T07:59:59+08:00"));
    assert_eq!(compare_feeds(&backends).await, before);
    backends.set_clock(at(due));
    assert_eq!(compare_feeds(&backends).await, [vec!["early".to_owned()], before].concat());
    assert_eq!(pins(&backends).await, [key("early"), key("old")]);
    assert_eq!(backends.article(&early).await.unwrap().title.as_deref(), Some("明日通知"));
    backends.choose(&early, "甲", Some(Mood::Like)).await.unwrap();
    backends.compare_all_rankings().await;
    assert_eq!(backends.server.store.check().await.unwrap(), []);
}
