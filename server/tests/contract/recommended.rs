//! Contract tests of recommendations and headlines: the in-memory rule and the store's index
//! range scans return the same pages.

use zaidu_model::{Article, Feed, FeedPage, MemoryStore, Newsroom, Site, Timestamp};

use super::common::newsroom::{article, key, newsroom};
use super::{Backends, Rng, at, limit, recommended};

#[tokio::test]
async fn pinned_articles_come_first() {
    let backends = Backends::new().await;
    let ids = ["潮汛", "old", "a-2"].map(key);
    assert_eq!(backends.all_ids(&Feed::Headlines, limit(2)).await[..3], ids);
    let seen = backends.all_ids(&recommended("old"), limit(1)).await;
    assert_eq!((&seen[..2], seen.len()), (&["潮汛", "a-2"].map(key)[..], 11));
    let none = Newsroom::new(Site { pins: vec![], ..newsroom().site().clone() }, vec![]);
    let backends = Backends::with_newsroom(none).await;
    let page = backends.feed(&Feed::Headlines, None, limit(5)).await;
    assert_eq!(page, Ok(FeedPage::default()));
}

/// Many articles a day, in few sections and with few tags, so that ranks collide and shared tags
/// outweigh days.
fn many_articles(rng: &mut Rng) -> Vec<Article> {
    let sections = [
        None,
        Some(("city", None)),
        Some(("city", Some("bus"))),
        Some(("city", Some("水电"))),
        Some(("sport", None)),
    ];
    let tags = ["公交", "通知", "早班", "夜市", "潮汛", "桥", "雨"];
    let one = |n| {
        let hours = rng.below(700) as i64;
        let published = Timestamp::from_unix(1_762_000_000 + hours * 3_600).unwrap();
        let plain = article(&format!("n-{n}"), "一", "2026-11-18T06:30:00+08:00", None);
        let section = sections[rng.below(sections.len())];
        let section = article("x", "一", "2026-11-18T06:30:00+08:00", section).section;
        // Most articles have no tag or one.
        let length = [0, 0, 1, 1, 2, 4, 6][rng.below(7)];
        let tags = (0..length).map(|_| tags[rng.below(tags.len())].to_owned()).collect();
        Article { published, section, tags, ..plain }
    };
    (0..240).map(one).collect()
}

#[tokio::test]
async fn recommendations_among_many_articles_are_equal_and_complete() {
    let mut rng = Rng(20_261_119);
    let mut site = newsroom().site().clone();
    site.pins = ["n-7", "n-70", "nowhere", "n-7", "n-170"].map(key).to_vec();
    let backends = Backends::with_newsroom(Newsroom::new(site, many_articles(&mut rng))).await;
    for subject in 0..24 {
        let feed = recommended(&format!("n-{subject}"));
        let mut seen = backends.all_ids(&feed, limit([2, 5, 7, 13, 20, 50][subject % 6])).await;
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 239, "{subject}");
    }
}

#[tokio::test]
async fn a_second_import_updates_tags() {
    let mut backends = Backends::new().await;
    let before = newsroom();
    let changed = before.articles().iter().cloned().map(|article| match article.id.as_str() {
        "z" => {
            let published = at("2026-11-18T00:00:00Z");
            Article { tags: vec!["通知".into()], published, ..article }
        }
        "b" => Article { tags: vec![], section: None, ..article },
        _ => article,
    });
    let changed = Newsroom::new(before.site().clone(), changed.collect());
    backends.server.store.import(&changed).await.unwrap();
    backends.memory_store = MemoryStore::new(changed, vec![]);
    for id in ["a-1", "b", "é", "z"] {
        backends.all_ids(&recommended(id), limit(3)).await;
    }
}
