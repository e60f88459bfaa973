//! Recommendations and headlines: the rule in memory and the store's ranges of
//! indexes give the same pages.

use zaidu_model::{Article, Feed, FeedPage, MemoryStore, Newsroom, Site, Timestamp};

use super::common::newsroom::{article, key, newsroom};
use super::{Both, Dice, at, limit, recommended};

#[tokio::test]
async fn what_the_newsroom_puts_first() {
    let both = Both::new().await;
    let ids = ["潮汛", "old", "a-2"].map(key);
    assert_eq!(both.walk(&Feed::Headlines, limit(2)).await, ids);
    let seen = both.walk(&recommended("old"), limit(1)).await;
    assert_eq!((&seen[..2], seen.len()), (&["潮汛", "a-2"].map(key)[..], 11));
    let none = Newsroom::new(Site { pins: vec![], ..newsroom().site().clone() }, vec![]);
    let both = Both::of(none).await;
    let page = both.feed(&Feed::Headlines, None, limit(5)).await;
    assert_eq!(page, Ok(FeedPage::default()));
}

/// Many articles a day, in few sections and with few tags, so that ranks meet and
/// tags outweigh days.
fn crowd(dice: &mut Dice) -> Vec<Article> {
    let sections = [
        None,
        Some(("city", None)),
        Some(("city", Some("bus"))),
        Some(("city", Some("水电"))),
        Some(("sport", None)),
    ];
    let tags = ["公交", "通知", "早班", "夜市", "潮汛", "桥", "雨"];
    let one = |n| {
        let hours = dice.roll(700) as i64;
        let published = Timestamp::from_unix(1_762_000_000 + hours * 3_600).unwrap();
        let plain = article(&format!("n-{n}"), "一", "2026-11-18T06:30:00+08:00", None);
        let section = sections[dice.roll(sections.len())];
        let section = article("x", "一", "2026-11-18T06:30:00+08:00", section).section;
        // Most have none or one.
        let length = [0, 0, 1, 1, 2, 4, 6][dice.roll(7)];
        let tags = (0..length).map(|_| tags[dice.roll(tags.len())].to_owned()).collect();
        Article { published, section, tags, ..plain }
    };
    (0..240).map(one).collect()
}

#[tokio::test]
async fn recommendations_among_many() {
    let mut dice = Dice(20_261_119);
    let mut site = newsroom().site().clone();
    site.pins = ["n-7", "n-70", "nowhere", "n-7", "n-170"].map(key).to_vec();
    let both = Both::of(Newsroom::new(site, crowd(&mut dice))).await;
    for subject in 0..24 {
        let feed = recommended(&format!("n-{subject}"));
        let mut seen = both.walk(&feed, limit([2, 5, 7, 13, 20, 50][subject % 6])).await;
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 239, "{subject}");
    }
}

#[tokio::test]
async fn tags_follow_what_is_imported() {
    let mut both = Both::new().await;
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
    both.server.store.import(&changed).await.unwrap();
    both.desk = MemoryStore::new(changed, vec![]);
    for id in ["a-1", "b", "é", "z"] {
        both.walk(&recommended(id), limit(3)).await;
    }
}
