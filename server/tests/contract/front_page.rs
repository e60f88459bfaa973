//! Contract tests of the front page: the in-memory rule and the store's queries choose the same
//! articles, and each of them once.

use zaidu_model::site::{Card, Channel};
use zaidu_model::{Article, Feed, Key, Limit, Link, NamedKey, Newsroom, Site, Timestamp};

use super::common::newsroom::{article, key};
use super::{Backends, Rng, limit};

const FEEDS: [Feed; 3] = [Feed::Headlines, Feed::FrontChannels, Feed::FrontLatest];

fn site(channels: usize, pins: &[&str], card: Option<&str>) -> Site {
    let channel = |name: &&str| {
        Channel::new(NamedKey { key: key(name), name: (*name).to_owned() }, Vec::new())
    };
    let card = card.map(|id| Card {
        title: "策划".into(),
        url: Some(Link::new(format!("/articles/{id}")).unwrap()),
        picture: None,
    });
    Site {
        channels: ["江", "b", "c", "d", "e", "f"][..channels].iter().map(channel).collect(),
        pins: pins.iter().map(|id| key(id)).collect(),
        focus: card.into_iter().collect(),
        ..Site::default()
    }
}

fn articles(rng: &mut Rng, length: usize) -> Vec<Article> {
    let one = |number| {
        let section =
            [Some("江"), Some("b"), Some("c"), Some("d"), Some("e"), Some("f"), None][rng.below(7)];
        let published = Timestamp::from_unix(1_762_000_000 + rng.below(9) as i64 * 3_600).unwrap();
        let section = section.map(|channel| (channel, None));
        let plain = article(&format!("n-{number}"), "一", "2026-11-18T06:30:00+08:00", section);
        Article { published, ..plain }
    };
    (0..length).map(one).collect()
}

#[tokio::test]
async fn the_front_page_shows_each_article_once() {
    let mut rng = Rng(20_261_126);
    for (length, channels, pins, card) in [
        (0, 3, vec!["n-1"], None),
        (3, 2, vec![], None),
        (90, 6, vec!["n-7", "nowhere", "n-70", "n-7"], Some("n-71")),
        (90, 4, vec![], Some("n-71")),
        (60, 1, vec!["n-3"], Some("n-3")),
    ] {
        let newsroom = Newsroom::new(site(channels, &pins, card), articles(&mut rng, length));
        let all: Vec<Key> = newsroom.articles().iter().map(|article| article.id.clone()).collect();
        let backends = Backends::with_newsroom(newsroom).await;
        let mut shown = Vec::new();
        for feed in &FEEDS {
            let ids = backends.all_ids(feed, limit(7)).await;
            assert_eq!(backends.all_ids(feed, limit(50)).await, ids);
            // The page requests both of these at once.
            if *feed != Feed::FrontLatest {
                assert!(ids.len() <= Limit::default().get());
            }
            shown.extend(ids);
        }
        shown.extend(card.map(key).filter(|id| !pins.contains(&id.as_str())));
        let mut all = all;
        all.sort();
        shown.sort();
        assert_eq!(shown, all);
    }
}

#[tokio::test]
async fn without_pins_the_newest_are_headlines() {
    let mut rng = Rng(1);
    let newsroom = Newsroom::new(site(3, &[], None), articles(&mut rng, 30));
    let newest: Vec<Key> = newsroom.articles().iter().take(8).map(|it| it.id.clone()).collect();
    let backends = Backends::with_newsroom(newsroom).await;
    assert_eq!(backends.all_ids(&Feed::Headlines, limit(3)).await, newest);
}
