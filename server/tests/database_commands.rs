//! What whoever runs a server does to its database: look whether it is sound,
//! mend it, bring an old one up to date, move to another engine.

// A panic fails the test; clippy allows `unwrap` only inside test functions.
#![allow(clippy::unwrap_used)]

mod common;

use std::process::{Command, Output, Stdio};

use common::Fixture;
use common::newsroom::{key, newsroom};
use sea_orm::{ConnectionTrait, Database};
use zaidu_model::{Feed, Limit, Mood, Period, Timestamp};
use zaidu_server::Store;

const NOW: &str = "2026-11-18T12:00:00+08:00";

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// A fixture with votes of three days.
async fn voted() -> Fixture {
    let fixture = Fixture::new().await;
    let store = fixture.store().await;
    store.import(&newsroom()).await.unwrap();
    for (reader, id, mood, when) in [
        ("甲", "a-1", Mood::Like, NOW),
        ("乙", "a-1", Mood::Like, "2026-11-17T23:59:59+08:00"),
        ("丙", "a-1", Mood::Sad, "2026-10-31T23:59:59+08:00"),
        ("甲", "潮汛", Mood::Pass, "2026-11-01T00:00:00+08:00"),
    ] {
        store.choose(&key(id), reader, Some(mood), at(when)).await.unwrap();
    }
    // Makes the key of the readers' cookies.
    fixture.app().await;
    store.close().await;
    fixture
}

/// A hand in the tables.
async fn meddle(fixture: &Fixture, changes: &[&str]) {
    let db = Database::connect(&fixture.database).await.unwrap();
    for change in changes {
        db.execute_unprepared(change).await.unwrap();
    }
    db.close().await.unwrap();
}

fn program(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zaidu-server"));
    command.args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn check(fixture: &Fixture, more: &[&str]) -> (String, String, Option<i32>) {
    let output = program(&[&["check", "--database", &fixture.database], more].concat());
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code())
}

const SOUND: &str = "sound: counts and rankings are those of the reactions\n";

#[tokio::test]
async fn a_sound_database_is_called_sound() {
    let fixture = voted().await;
    for more in [&[][..], &["--repair"]] {
        assert_eq!(check(&fixture, more), (SOUND.into(), String::new(), Some(0)));
    }
}

#[tokio::test]
async fn what_is_wrong_is_listed_and_rebuilt() {
    let fixture = voted().await;
    let ranking = async || fixture.store().await.ranking(Mood::Like, Period::Month, at(NOW)).await;
    let before = ranking().await.unwrap();
    assert_eq!(before.items[0].count, 2);
    let changes = [
        "UPDATE counts SET liked = 7 WHERE article = 'a-1'",
        "DELETE FROM counts WHERE article IN ('潮汛', 'old')",
        "UPDATE tallies SET readers = 9 WHERE article = 'a-1' AND period = 'month' AND mood = 'like'",
        "DELETE FROM tallies WHERE article = '潮汛' AND period = 'day'",
        "INSERT INTO tallies VALUES ('b', 'week', 0, 'sad', 1)",
    ];
    meddle(&fixture, &changes).await;
    let (said, complained, code) = check(&fixture, &[]);
    let start = at("2026-11-01T00:00:00+08:00").unix();
    let expected = [
        "counts of a-1: 0 happy, 1 sad, 7 like, 0 pass; \
         its reactions: 0 happy, 1 sad, 2 like, 0 pass"
            .to_owned(),
        "counts of old: missing; its reactions: 0 happy, 0 sad, 0 like, 0 pass".to_owned(),
        "counts of 潮汛: missing; its reactions: 0 happy, 0 sad, 0 like, 1 pass".to_owned(),
        format!("ranking of a-1, month from {start}, like: 9; reactions: 2"),
        "ranking of b, week from 0, sad: 1; reactions: 0".to_owned(),
        format!("ranking of 潮汛, day from {start}, pass: 0; reactions: 1"),
    ];
    assert_eq!(said.lines().collect::<Vec<_>>(), expected);
    assert_eq!(complained, "zaidu-server: the database has 6 faults; see --repair\n");
    assert_eq!(code, Some(1));
    let (said, complained, code) = check(&fixture, &["--repair"]);
    assert!(said.ends_with("repaired: 6 faults are mended\n"), "{said}");
    assert_eq!((complained, code), (String::new(), Some(0)));
    assert_eq!(check(&fixture, &[]).0, SOUND);
    assert_eq!(ranking().await.unwrap(), before);
}

#[tokio::test]
async fn what_cannot_be_found_is_told_and_mended() {
    let fixture = voted().await;
    meddle(&fixture, &["DELETE FROM texts WHERE article IN ('b', 'B')"]).await;
    let (said, complained, code) = check(&fixture, &[]);
    assert_eq!(said, "the search index lacks 2 articles\n");
    assert_eq!(code, Some(1), "{complained}");
    assert_eq!(found(&fixture.store().await, "通知").await, 0);
    let (said, complained, code) = check(&fixture, &["--repair"]);
    assert!(said.ends_with("repaired: 1 faults are mended\n"), "{said}");
    assert_eq!((complained, code), (String::new(), Some(0)));
    assert_eq!(check(&fixture, &[]).0, SOUND);
    assert_eq!(found(&fixture.store().await, "通知").await, 2);
}

#[tokio::test]
async fn what_nobody_can_read_stays_and_is_told() {
    let fixture = voted().await;
    meddle(&fixture, &["UPDATE reactions SET mood = 'angry' WHERE reader = '丙'"]).await;
    for more in [&[][..], &["--repair"]] {
        let (said, complained, code) = check(&fixture, more);
        assert!(said.starts_with("1 reactions to a-1: unknown mood \"angry\"\n"), "{said}");
        assert_eq!(code, Some(1), "{complained}");
    }
    // Its reader cannot vote there; others can.
    let store = fixture.store().await;
    let vote = async |reader| store.choose(&key("a-1"), reader, Some(Mood::Like), at(NOW)).await;
    let (theirs, others) = tokio::join!(vote("丙"), vote("丁"));
    assert!(theirs.is_err() && others.is_ok(), "{theirs:?} {others:?}");
}

/// How many articles a search for `text` finds.
async fn found(store: &Store, text: &str) -> usize {
    let search = Feed::Search { query: text.into() };
    store.feed(&search, None, Limit::default()).await.unwrap().items.len()
}

/// Before there were tallies, rankings were counted from the reactions; and what
/// was not imported again must be found too.
#[tokio::test]
async fn an_old_database_gets_its_tallies_and_its_index() {
    let fixture = voted().await;
    let changes = [
        "DROP TABLE tags",
        "DROP TABLE tallies",
        "DROP TABLE IF EXISTS texts_index",
        "DROP TABLE texts",
        "CREATE INDEX reactions_ranking ON reactions (mood, chosen_at, article)",
        "DELETE FROM seaql_migrations WHERE version > 'm0002_wechat'",
        // Before 1970, too.
        "INSERT INTO reactions VALUES ('old', '甲', 'sad', -1)",
        "UPDATE counts SET sad = 1 WHERE article = 'old'",
    ];
    meddle(&fixture, &changes).await;
    // Whoever only looks changes nothing: an older server may be at work.
    let (_, complained, code) = check(&fixture, &[]);
    assert!(complained.contains("older version") && code == Some(1), "{complained}");
    let store = fixture.store().await;
    assert_eq!(check(&fixture, &[]).0, SOUND);
    let apollo = store.ranking(Mood::Sad, Period::Day, at("1970-01-01T00:00:00Z")).await.unwrap();
    assert_eq!(apollo.items[0].preview.id, key("old"));
    assert_eq!((found(&store, "江潮").await, found(&store, "通知").await), (1, 2));
}

/// Before there were tags, recommendations were the latest news.
#[tokio::test]
async fn an_old_database_gets_its_tags() {
    let fixture = voted().await;
    let kept = async || {
        let store = fixture.store().await;
        let feed = Feed::Recommended { article: key("a-1") };
        store.feed(&feed, None, Limit::default()).await.unwrap()
    };
    let before = kept().await;
    let changes = [
        "DROP TABLE tags",
        "DROP TABLE IF EXISTS texts_index",
        "DROP TABLE texts",
        "DELETE FROM seaql_migrations WHERE version > 'm0003_tallies'",
    ];
    meddle(&fixture, &changes).await;
    assert_eq!(kept().await, before);
}

#[tokio::test]
async fn a_copy_is_the_same_and_fills_only_what_is_empty() {
    let (from, to) = (voted().await, Fixture::new().await);
    let file = to.folder.path().join("copy.sqlite");
    let sqlite = format!("sqlite:{}", file.display());
    // There and back, so that with PostgreSQL both directions are taken.
    for (from, to) in [(&from.database, &sqlite), (&sqlite, &to.database)] {
        let output = program(&["copy", "--from", from, "--to", to]);
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let expected = "articles: 12\ntags: 10\ncounts: 12\nreactions: 4\ntallies: 10\nsite: 1\nsettings: 1\nwechat: 0\n";
        assert_eq!(said, expected);
    }
    assert_eq!(check(&to, &[]).0, SOUND);
    let (one, two) = (from.store().await, to.store().await);
    for article in newsroom().articles() {
        let id = &article.id;
        assert_eq!(one.article(id).await.unwrap(), two.article(id).await.unwrap());
    }
    for reader in ["甲", "乙", "丙"] {
        let said = async |store: &Store| store.reaction(&key("a-1"), Some(reader)).await.unwrap();
        assert_eq!(said(&one).await, said(&two).await);
    }
    assert_eq!(one.site().await.unwrap(), two.site().await.unwrap());
    assert_eq!((found(&one, "通知").await, found(&two, "通知").await), (2, 2));
    let again = program(&["copy", "--from", &from.database, "--to", &to.database]);
    let complained = String::from_utf8(again.stderr).unwrap();
    assert!(complained.contains("holds something already (in articles)"), "{complained}");
    assert_eq!(again.status.code(), Some(1));
}
