//! Contract tests: the server and the [`MemoryStore`] return equal responses. Each case runs
//! against both: the reference implementation in memory, and the server over HTTP.

// A panic fails the test; clippy allows `unwrap` only inside test functions.
#![allow(clippy::unwrap_used)]

mod adjacent;
#[path = "../common/mod.rs"]
mod common;
mod facets;
mod front_page;
mod hidden;
mod recommended;
mod search;

use std::collections::HashMap;

use common::newsroom::{key, newsroom};
use common::{Fixture, Server};
use zaidu_model::feed::Position;
use zaidu_model::{
    Article, Choice, Cursor, Feed, FeedPage, Key, Limit, MemoryStore, Mood, Newsroom, Period,
    ProblemCode, Ranking, Reaction, Site, Timestamp, api,
};

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// The two backends that must agree, and the cookies of readers by name.
struct Backends {
    memory_store: MemoryStore,
    server: Server,
    now: Timestamp,
    cookies: HashMap<String, String>,
    _fixture: Fixture,
}

impl Backends {
    async fn new() -> Self {
        Self::with_newsroom(newsroom()).await
    }

    async fn with_newsroom(newsroom: Newsroom) -> Self {
        let fixture = Fixture::new().await;
        let server = fixture.serve(&newsroom).await;
        let memory_store = MemoryStore::new(newsroom, vec![]);
        let mut backends = Self {
            memory_store,
            server,
            now: at("1970-01-01T00:00:00Z"),
            cookies: HashMap::new(),
            _fixture: fixture,
        };
        backends.set_clock(at("2026-11-18T12:00:00+08:00"));
        backends
    }

    fn set_clock(&mut self, now: Timestamp) {
        self.now = now;
        self.memory_store.release(now);
        self.server.set_clock(now);
    }

    fn cookie(&self, reader: &str) -> Vec<(&str, &str)> {
        self.cookies.get(reader).map(|cookie| vec![("cookie", cookie.as_str())]).unwrap_or_default()
    }

    async fn article(&self, id: &Key) -> Result<Article, ProblemCode> {
        let response = self.server.get(&api::article(id)).await.outcome();
        assert_eq!(response, self.memory_store.article(id), "{id}");
        response
    }

    async fn reaction(&self, id: &Key, reader: &str) -> Result<Reaction, ProblemCode> {
        let response = self.server.get_with(&api::reaction(id), &self.cookie(reader)).await;
        assert_eq!(response.cookie(), None, "reading makes no reader");
        assert_eq!(response.outcome(), self.memory_store.reaction(id, reader), "{reader} on {id}");
        response.outcome()
    }

    async fn choose(
        &mut self,
        id: &Key,
        reader: &str,
        mood: Option<Mood>,
    ) -> Result<Reaction, ProblemCode> {
        let body = serde_json::to_string(&Choice { mood }).unwrap();
        let response = self.server.put(&api::reaction(id), &self.cookie(reader), &body).await;
        if let Some(cookie) = response.cookie() {
            assert!(!self.cookies.contains_key(reader), "one cookie per reader");
            self.cookies.insert(reader.to_owned(), cookie.to_owned());
        }
        let expected = self.memory_store.choose(id, reader, mood, self.now);
        assert_eq!(response.outcome(), expected, "{reader} chose {mood:?} on {id}");
        expected
    }

    async fn feed(
        &self,
        feed: &Feed,
        cursor: Option<&Cursor>,
        limit: Limit,
    ) -> Result<FeedPage, ProblemCode> {
        let response = self.server.get(&api::feed(feed, cursor, Some(limit))).await.outcome();
        assert_eq!(response, self.memory_store.feed(feed, cursor, limit), "{feed:?} {cursor:?}");
        response
    }

    /// The article ids of a whole feed, fetched page by page.
    async fn all_ids(&self, feed: &Feed, limit: Limit) -> Vec<Key> {
        let (mut cursor, mut seen) = (None, Vec::new());
        loop {
            let page = self.feed(feed, cursor.as_ref(), limit).await.unwrap();
            seen.extend(page.items.into_iter().map(|item| item.id));
            match page.next {
                Some(next) => cursor = Some(next),
                None => return seen,
            }
        }
    }

    async fn ranking(&self, mood: Mood, period: Period) -> Ranking {
        let response = self.server.get(&api::rankings(mood, period)).await.json();
        assert_eq!(response, self.memory_store.ranking(mood, period, self.now), "{mood} {period}");
        response
    }

    async fn compare_all_rankings(&self) {
        for mood in Mood::ALL {
            for period in Period::ALL {
                self.ranking(mood, period).await;
            }
        }
    }
}

fn channel(name: &str, column: Option<&str>) -> Feed {
    Feed::Channel { channel: key(name), column: column.map(key) }
}

fn recommended(id: &str) -> Feed {
    Feed::Recommended { article: key(id) }
}

fn limit(length: u8) -> Limit {
    length.to_string().parse().unwrap()
}

#[tokio::test]
async fn site_and_articles_are_equal() {
    let backends = Backends::new().await;
    assert_eq!(backends.server.get(api::SITE).await.json::<Site>(), backends.memory_store.site());
    for article in newsroom().articles() {
        backends.article(&article.id).await.unwrap();
    }
    for id in ["missing", "A-1", "潮", "a-1.", "a'--"] {
        assert_eq!(backends.article(&key(id)).await, Err(ProblemCode::ArticleNotFound));
        assert_eq!(backends.reaction(&key(id), "甲").await, Err(ProblemCode::ArticleNotFound));
    }
}

#[tokio::test]
async fn feeds_of_every_kind_are_equal_page_by_page() {
    let backends = Backends::new().await;
    let feeds = [
        Feed::Latest,
        Feed::Headlines,
        Feed::FrontChannels,
        channel("city", None),
        channel("city", Some("bus")),
        channel("city", Some("水电")),
        channel("sport", None),
        recommended("a-1"),
        recommended("龙舟"),
        recommended("old"),
        recommended("z"),
        recommended("潮汛"),
    ];
    for feed in &feeds {
        for length in [1, 2, 3, 5, 12, 20, 50] {
            assert!(!backends.all_ids(feed, limit(length)).await.is_empty(), "{feed:?}");
        }
    }
    let default = backends.server.get(api::LATEST).await.json::<FeedPage>();
    assert_eq!(Ok(default), backends.memory_store.feed(&Feed::Latest, None, Limit::default()));
}

#[tokio::test]
async fn missing_feeds_return_not_found() {
    let backends = Backends::new().await;
    let page = async |feed| backends.feed(&feed, None, Limit::default()).await.unwrap_err();
    for (name, column) in [("nowhere", None), ("city", Some("train")), ("sport", Some("bus"))] {
        assert_eq!(page(channel(name, column)).await, ProblemCode::ChannelNotFound);
    }
    assert_eq!(page(recommended("missing")).await, ProblemCode::ArticleNotFound);
}

#[tokio::test]
async fn forged_cursors_are_rejected_and_unused_positions_accepted() {
    let backends = Backends::new().await;
    for text in ["", "x", "..", "1.2.a", "0.00000000.a", "6afffe00.00000000.b", "%00", "潮"] {
        let forged = Cursor::from_wire(text);
        for feed in [Feed::Latest, channel("nowhere", None), recommended("missing")] {
            let response = backends.feed(&feed, Some(&forged), limit(3)).await;
            assert_eq!(response, Err(ProblemCode::CursorForged), "{text}");
        }
    }
    // Positions of no article: between, before and after those of existing articles.
    for (when, id) in [
        ("2026-11-17T09:00:00+08:00", "c"),
        ("2026-11-17T09:00:00+08:00", "a"),
        ("9999-01-01T00:00:00Z", "a"),
        ("0002-01-01T00:00:00Z", "a"),
    ] {
        let cursor = Position { tier: 0, rank: at(when).unix(), id: key(id) }.cursor();
        for feed in [Feed::Latest, channel("city", None), recommended("a-1")] {
            backends.feed(&feed, Some(&cursor), limit(4)).await.unwrap();
        }
    }
    // Tiers and ranks that no article has.
    for tier in [0, 1, 2, 3, 4, 255] {
        for rank in [i64::MIN, -1, 0, 6, 1_700_000_000, i64::MAX] {
            let cursor = Position { tier, rank, id: key("b") }.cursor();
            for feed in [
                Feed::Latest,
                Feed::Headlines,
                Feed::FrontChannels,
                Feed::FrontLatest,
                recommended("a-1"),
                recommended("old"),
            ] {
                backends.feed(&feed, Some(&cursor), limit(4)).await.unwrap();
            }
        }
    }
}

#[tokio::test]
async fn reactions_can_be_chosen_repeated_changed_and_withdrawn() {
    let mut backends = Backends::new().await;
    let (one, two) = (key("a-1"), key("潮汛"));
    for (id, reader, mood) in [
        (&one, "甲", Some(Mood::Like)),
        (&one, "甲", Some(Mood::Like)),
        (&one, "乙", Some(Mood::Like)),
        (&one, "甲", Some(Mood::Sad)),
        (&two, "甲", Some(Mood::Happy)),
        (&one, "乙", None),
        (&one, "乙", None),
        (&two, "乙", None),
        (&one, "甲", None),
        (&one, "甲", Some(Mood::Pass)),
    ] {
        backends.choose(id, reader, mood).await.unwrap();
        for reader in ["甲", "乙", "丙"] {
            backends.reaction(id, reader).await.unwrap();
        }
        backends.article(id).await.unwrap();
    }
    let missing = backends.choose(&key("missing"), "甲", Some(Mood::Like)).await;
    assert_eq!(missing, Err(ProblemCode::ArticleNotFound));
}

#[tokio::test]
async fn rankings_of_every_mood_and_period_are_equal() {
    let mut backends = Backends::new().await;
    backends.compare_all_rankings().await;
    let (a, b, c) = (key("a-1"), key("b"), key("B"));
    for (now, reader, id, mood) in [
        ("2026-10-31T23:59:59+08:00", "甲", &a, Mood::Like),
        ("2026-11-01T00:00:00+08:00", "乙", &a, Mood::Like),
        ("2026-11-15T23:59:59+08:00", "丙", &b, Mood::Like),
        ("2026-11-16T00:00:00+08:00", "甲", &b, Mood::Like),
        ("2026-11-17T23:59:59+08:00", "甲", &c, Mood::Like),
        ("2026-11-18T00:00:00+08:00", "乙", &c, Mood::Like),
        // Repeating a vote does not move it into the new period.
        ("2026-11-18T09:00:00+08:00", "甲", &a, Mood::Like),
        ("2026-11-18T09:30:00+08:00", "丁", &key("é"), Mood::Sad),
    ] {
        backends.set_clock(at(now));
        backends.choose(id, reader, Some(mood)).await.unwrap();
        backends.compare_all_rankings().await;
    }
    assert_eq!(backends.ranking(Mood::Like, Period::Day).await.items.len(), 1);
    assert_eq!(backends.ranking(Mood::Like, Period::Month).await.items.len(), 3);
    // Without parameters: likes of the day.
    let default = backends.server.get(api::RANKINGS).await.json::<Ranking>();
    assert_eq!(default, backends.memory_store.ranking(Mood::Like, Period::Day, backends.now));
    backends.set_clock(at("2026-12-01T00:00:00+08:00"));
    backends.compare_all_rankings().await;
    backends.choose(&a, "戊", Some(Mood::Like)).await.unwrap();
    // After the clock is set back, the previous period is current: later reactions are not
    // counted in it, and are counted again once the clock reaches their period.
    for (now, entries) in [("2026-11-30T23:59:59+08:00", 3), ("2026-12-01T00:00:00+08:00", 1)] {
        backends.set_clock(at(now));
        backends.compare_all_rankings().await;
        assert_eq!(backends.ranking(Mood::Like, Period::Month).await.items.len(), entries);
    }
}

/// Linear congruential generator with a fixed seed, so that a failure can be reproduced.
struct Rng(u64);

impl Rng {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % bound
    }
}

#[tokio::test]
async fn random_votes_of_several_readers_give_equal_results() {
    let mut backends = Backends::new().await;
    let ids: Vec<Key> = newsroom().articles().iter().map(|article| article.id.clone()).collect();
    let mut rng = Rng(20_261_118);
    for step in 0..150 {
        // Sometimes the clock is set back.
        let now = backends.now.unix() + rng.below(25_000) as i64 - 5_000;
        backends.set_clock(Timestamp::from_unix(now).unwrap());
        let id = &ids[rng.below(ids.len())];
        let reader = ["甲", "乙", "丙", "丁"][rng.below(4)];
        let mood = Mood::ALL.get(rng.below(5)).copied();
        backends.choose(id, reader, mood).await.unwrap();
        if step % 25 == 0 {
            backends.compare_all_rankings().await;
        }
    }
    for id in &ids {
        backends.article(id).await.unwrap();
    }
    backends.compare_all_rankings().await;
}
