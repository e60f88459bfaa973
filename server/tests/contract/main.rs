//! The server and the [`MemoryStore`] answer alike. Each case is put to both: to the
//! rules in memory, and to the server over HTTP.

// A panic is the report of a test; clippy knows that of test functions only.
#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;
mod recommended;
mod search;

use std::collections::HashMap;

use common::newsroom::{key, newsroom};
use common::{Place, Server};
use zaidu_model::feed::Position;
use zaidu_model::{
    Article, Choice, Cursor, Feed, FeedPage, Key, Limit, MemoryStore, Mood, Newsroom, Period,
    ProblemCode, Ranking, Reaction, Site, Timestamp, api,
};

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// The two that must agree, and the readers' cookies.
struct Both {
    desk: MemoryStore,
    server: Server,
    now: Timestamp,
    cookies: HashMap<String, String>,
    _place: Place,
}

impl Both {
    async fn new() -> Self {
        Self::of(newsroom()).await
    }

    async fn of(newsroom: Newsroom) -> Self {
        let place = Place::new().await;
        let server = place.serve(&newsroom).await;
        let desk = MemoryStore::new(newsroom, vec![]);
        let mut both = Self {
            desk,
            server,
            now: at("1970-01-01T00:00:00Z"),
            cookies: HashMap::new(),
            _place: place,
        };
        both.set_clock(at("2026-11-18T12:00:00+08:00"));
        both
    }

    fn set_clock(&mut self, now: Timestamp) {
        self.now = now;
        self.server.set_clock(now);
    }

    fn cookie(&self, reader: &str) -> Vec<(&str, &str)> {
        self.cookies.get(reader).map(|cookie| vec![("cookie", cookie.as_str())]).unwrap_or_default()
    }

    async fn article(&self, id: &Key) -> Result<Article, ProblemCode> {
        let answer = self.server.get(&api::article(id)).await.outcome();
        assert_eq!(answer, self.desk.article(id), "{id}");
        answer
    }

    async fn reaction(&self, id: &Key, reader: &str) -> Result<Reaction, ProblemCode> {
        let reply = self.server.get_with(&api::reaction(id), &self.cookie(reader)).await;
        assert_eq!(reply.cookie(), None, "reading makes no reader");
        assert_eq!(reply.outcome(), self.desk.reaction(id, reader), "{reader} on {id}");
        reply.outcome()
    }

    async fn choose(
        &mut self,
        id: &Key,
        reader: &str,
        mood: Option<Mood>,
    ) -> Result<Reaction, ProblemCode> {
        let body = serde_json::to_string(&Choice { mood }).unwrap();
        let reply = self.server.put(&api::reaction(id), &self.cookie(reader), &body).await;
        if let Some(cookie) = reply.cookie() {
            assert!(!self.cookies.contains_key(reader), "one cookie per reader");
            self.cookies.insert(reader.to_owned(), cookie.to_owned());
        }
        let expected = self.desk.choose(id, reader, mood, self.now);
        assert_eq!(reply.outcome(), expected, "{reader} chose {mood:?} on {id}");
        expected
    }

    async fn feed(
        &self,
        feed: &Feed,
        cursor: Option<&Cursor>,
        limit: Limit,
    ) -> Result<FeedPage, ProblemCode> {
        let answer = self.server.get(&api::feed(feed, cursor, Some(limit))).await.outcome();
        assert_eq!(answer, self.desk.feed(feed, cursor, limit), "{feed:?} {cursor:?}");
        answer
    }

    /// All of a feed, page by page.
    async fn walk(&self, feed: &Feed, limit: Limit) -> Vec<Key> {
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
        let answer = self.server.get(&api::rankings(mood, period)).await.json();
        assert_eq!(answer, self.desk.ranking(mood, period, self.now), "{mood} {period}");
        answer
    }

    async fn rankings(&self) {
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
async fn site_and_articles() {
    let both = Both::new().await;
    assert_eq!(both.server.get(api::SITE).await.json::<Site>(), *both.desk.site());
    for article in newsroom().articles() {
        both.article(&article.id).await.unwrap();
    }
    for id in ["missing", "A-1", "潮", "a-1.", "a'--"] {
        assert_eq!(both.article(&key(id)).await, Err(ProblemCode::ArticleNotFound));
        assert_eq!(both.reaction(&key(id), "甲").await, Err(ProblemCode::ArticleNotFound));
    }
}

#[tokio::test]
async fn feeds_of_every_kind_page_by_page() {
    let both = Both::new().await;
    let feeds = [
        Feed::Latest,
        Feed::Headlines,
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
            assert!(!both.walk(feed, limit(length)).await.is_empty(), "{feed:?}");
        }
    }
    let default = both.server.get(api::LATEST).await.json::<FeedPage>();
    assert_eq!(Ok(default), both.desk.feed(&Feed::Latest, None, Limit::default()));
}

#[tokio::test]
async fn feeds_that_do_not_exist() {
    let both = Both::new().await;
    let page = async |feed| both.feed(&feed, None, Limit::default()).await.unwrap_err();
    for (name, column) in [("nowhere", None), ("city", Some("train")), ("sport", Some("bus"))] {
        assert_eq!(page(channel(name, column)).await, ProblemCode::ChannelNotFound);
    }
    assert_eq!(page(recommended("missing")).await, ProblemCode::ArticleNotFound);
}

#[tokio::test]
async fn cursors_forged_foreign_and_beyond_the_end() {
    let both = Both::new().await;
    for text in ["", "x", "..", "1.2.a", "0.00000000.a", "6afffe00.00000000.b", "%00", "潮"] {
        let forged = Cursor::from_wire(text);
        for feed in [Feed::Latest, channel("nowhere", None), recommended("missing")] {
            let answer = both.feed(&feed, Some(&forged), limit(3)).await;
            assert_eq!(answer, Err(ProblemCode::CursorForged), "{text}");
        }
    }
    // A place that no article has, between, before and after those that exist.
    for (when, id) in [
        ("2026-11-17T09:00:00+08:00", "c"),
        ("2026-11-17T09:00:00+08:00", "a"),
        ("9999-01-01T00:00:00Z", "a"),
        ("0002-01-01T00:00:00Z", "a"),
    ] {
        let cursor = Position { tier: 0, rank: at(when).unix(), id: key(id) }.cursor();
        for feed in [Feed::Latest, channel("city", None), recommended("a-1")] {
            both.feed(&feed, Some(&cursor), limit(4)).await.unwrap();
        }
    }
    // Parts and ranks that no article has.
    for tier in [0, 1, 2, 3, 4, 255] {
        for rank in [i64::MIN, -1, 0, 6, 1_700_000_000, i64::MAX] {
            let cursor = Position { tier, rank, id: key("b") }.cursor();
            for feed in [Feed::Latest, Feed::Headlines, recommended("a-1"), recommended("old")] {
                both.feed(&feed, Some(&cursor), limit(4)).await.unwrap();
            }
        }
    }
}

#[tokio::test]
async fn reactions_chosen_repeated_changed_and_withdrawn() {
    let mut both = Both::new().await;
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
        both.choose(id, reader, mood).await.unwrap();
        for reader in ["甲", "乙", "丙"] {
            both.reaction(id, reader).await.unwrap();
        }
        both.article(id).await.unwrap();
    }
    let missing = both.choose(&key("missing"), "甲", Some(Mood::Like)).await;
    assert_eq!(missing, Err(ProblemCode::ArticleNotFound));
}

#[tokio::test]
async fn rankings_of_every_mood_and_period() {
    let mut both = Both::new().await;
    both.rankings().await;
    let (a, b, c) = (key("a-1"), key("b"), key("B"));
    for (now, reader, id, mood) in [
        ("2026-10-31T23:59:59+08:00", "甲", &a, Mood::Like),
        ("2026-11-01T00:00:00+08:00", "乙", &a, Mood::Like),
        ("2026-11-15T23:59:59+08:00", "丙", &b, Mood::Like),
        ("2026-11-16T00:00:00+08:00", "甲", &b, Mood::Like),
        ("2026-11-17T23:59:59+08:00", "甲", &c, Mood::Like),
        ("2026-11-18T00:00:00+08:00", "乙", &c, Mood::Like),
        // A repeat does not bring an old vote into a new period.
        ("2026-11-18T09:00:00+08:00", "甲", &a, Mood::Like),
        ("2026-11-18T09:30:00+08:00", "丁", &key("é"), Mood::Sad),
    ] {
        both.set_clock(at(now));
        both.choose(id, reader, Some(mood)).await.unwrap();
        both.rankings().await;
    }
    assert_eq!(both.ranking(Mood::Like, Period::Day).await.items.len(), 1);
    assert_eq!(both.ranking(Mood::Like, Period::Month).await.items.len(), 3);
    // Unless told: likes of the day.
    let default = both.server.get(api::RANKINGS).await.json::<Ranking>();
    assert_eq!(default, both.desk.ranking(Mood::Like, Period::Day, both.now));
    both.set_clock(at("2026-12-01T00:00:00+08:00"));
    both.rankings().await;
    both.choose(&a, "戊", Some(Mood::Like)).await.unwrap();
    // A clock that is set back is in the period before: what was chosen later is
    // not in it, and is there again when its time has come.
    for (now, entries) in [("2026-11-30T23:59:59+08:00", 3), ("2026-12-01T00:00:00+08:00", 1)] {
        both.set_clock(at(now));
        both.rankings().await;
        assert_eq!(both.ranking(Mood::Like, Period::Month).await.items.len(), entries);
    }
}

/// The same always: a failure can be looked at again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % sides
    }
}

#[tokio::test]
async fn a_long_evening_of_readers() {
    let mut both = Both::new().await;
    let ids: Vec<Key> = newsroom().articles().iter().map(|article| article.id.clone()).collect();
    let mut dice = Dice(20_261_118);
    for step in 0..150 {
        // Now and then the clock is set back.
        let now = both.now.unix() + dice.roll(25_000) as i64 - 5_000;
        both.set_clock(Timestamp::from_unix(now).unwrap());
        let id = &ids[dice.roll(ids.len())];
        let reader = ["甲", "乙", "丙", "丁"][dice.roll(4)];
        let mood = Mood::ALL.get(dice.roll(5)).copied();
        both.choose(id, reader, mood).await.unwrap();
        if step % 25 == 0 {
            both.rankings().await;
        }
    }
    for id in &ids {
        both.article(id).await.unwrap();
    }
    both.rankings().await;
}
