//! Integration tests of database maintenance: `check`, `check --repair`, migrations of old
//! databases, and `copy` between engines.

// A panic fails the test; clippy allows `unwrap` only inside test functions.
#![allow(clippy::unwrap_used)]

mod common;

use std::process::{Command, Output, Stdio};

use common::Fixture;
use common::newsroom::{key, newsroom};
use sea_orm::{ConnectionTrait, Database};
use zaidu_model::{Facet, FacetKind, Feed, Limit, Mood, Period, Timestamp};
use zaidu_server::Store;

const NOW: &str = "2026-11-18T12:00:00+08:00";

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// A fixture with votes on four days of two months.
async fn fixture_with_votes() -> Fixture {
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
    // Creates the key of the reader cookies.
    fixture.app().await;
    store.close().await;
    fixture
}

/// Changes the database directly by SQL.
async fn execute_sql(fixture: &Fixture, statements: &[&str]) {
    let db = Database::connect(&fixture.database).await.unwrap();
    for statement in statements {
        db.execute_unprepared(statement).await.unwrap();
    }
    db.close().await.unwrap();
}

fn run_program(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zaidu-server"));
    command.args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn check(fixture: &Fixture, more: &[&str]) -> (String, String, Option<i32>) {
    let output = run_program(&[&["check", "--database", &fixture.database], more].concat());
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code())
}

/// Undoes the migration of the columns that tell which articles readers see.
const WITHOUT_VISIBILITY: [&str; 7] = [
    "DROP INDEX articles_embargo",
    "DROP INDEX articles_column",
    "CREATE INDEX articles_column ON articles (channel_key, column_key, published, id)",
    "ALTER TABLE articles DROP COLUMN updated",
    "ALTER TABLE articles DROP COLUMN origin",
    "ALTER TABLE articles DROP COLUMN shown_from",
    "ALTER TABLE articles DROP COLUMN withdrawn_by",
];

const CONSISTENT: &str = "sound: counts and rankings are those of the reactions\n";

#[tokio::test]
async fn a_consistent_database_passes_the_check() {
    let fixture = fixture_with_votes().await;
    for more in [&[][..], &["--repair"]] {
        assert_eq!(check(&fixture, more), (CONSISTENT.into(), String::new(), Some(0)));
    }
}

#[tokio::test]
async fn wrong_counts_are_listed_and_repaired() {
    let fixture = fixture_with_votes().await;
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
    execute_sql(&fixture, &changes).await;
    let (stdout, stderr, code) = check(&fixture, &[]);
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
    assert_eq!(stdout.lines().collect::<Vec<_>>(), expected);
    assert_eq!(stderr, "zaidu-server: the database has 6 faults; see --repair\n");
    assert_eq!(code, Some(1));
    let (stdout, stderr, code) = check(&fixture, &["--repair"]);
    assert!(stdout.ends_with("repaired: 6 faults are mended\n"), "{stdout}");
    assert_eq!((stderr, code), (String::new(), Some(0)));
    assert_eq!(check(&fixture, &[]).0, CONSISTENT);
    assert_eq!(ranking().await.unwrap(), before);
}

#[tokio::test]
async fn missing_search_index_entries_are_reported_and_repaired() {
    let fixture = fixture_with_votes().await;
    execute_sql(&fixture, &["DELETE FROM texts WHERE article IN ('b', 'B')"]).await;
    let (stdout, stderr, code) = check(&fixture, &[]);
    assert_eq!(stdout, "the search index lacks 2 articles\n");
    assert_eq!(code, Some(1), "{stderr}");
    assert_eq!(search_hits(&fixture.store().await, "通知").await, 2);
    let (stdout, stderr, code) = check(&fixture, &["--repair"]);
    assert!(stdout.ends_with("repaired: 1 faults are mended\n"), "{stdout}");
    assert_eq!((stderr, code), (String::new(), Some(0)));
    assert_eq!(check(&fixture, &[]).0, CONSISTENT);
    assert_eq!(search_hits(&fixture.store().await, "通知").await, 4);
}

#[tokio::test]
async fn unreadable_reactions_are_reported_and_left_unchanged() {
    let fixture = fixture_with_votes().await;
    execute_sql(&fixture, &["UPDATE reactions SET mood = 'angry' WHERE reader = '丙'"]).await;
    for more in [&[][..], &["--repair"]] {
        let (stdout, stderr, code) = check(&fixture, more);
        assert!(stdout.starts_with("1 reactions to a-1: unknown mood \"angry\"\n"), "{stdout}");
        assert_eq!(code, Some(1), "{stderr}");
    }
    // The reader of that row cannot vote on the article; others can.
    let store = fixture.store().await;
    let vote = async |reader| store.choose(&key("a-1"), reader, Some(Mood::Like), at(NOW)).await;
    let (theirs, others) = tokio::join!(vote("丙"), vote("丁"));
    assert!(theirs.is_err() && others.is_ok(), "{theirs:?} {others:?}");
}

/// The number of articles that a search for `text` finds.
async fn search_hits(store: &Store, text: &str) -> usize {
    let search = Feed::Search { query: text.into() };
    store.feed(&search, None, Limit::default()).await.unwrap().items.len()
}

/// Migration: `tallies` is filled from the reactions, and the search index from all stored articles,
/// without another import.
#[tokio::test]
async fn migration_fills_period_counts_and_the_search_index() {
    let fixture = fixture_with_votes().await;
    let changes = [
        "DROP TABLE tags",
        "DROP TABLE facets",
        "DROP TABLE tallies",
        "DROP TABLE IF EXISTS texts_index",
        "DROP TABLE texts",
        "CREATE INDEX reactions_ranking ON reactions (mood, chosen_at, article)",
        "DELETE FROM seaql_migrations WHERE version > 'm0002_wechat'",
        // With a timestamp before 1970.
        "INSERT INTO reactions VALUES ('old', '甲', 'sad', -1)",
        "UPDATE counts SET sad = 1 WHERE article = 'old'",
    ];
    execute_sql(&fixture, &changes).await;
    execute_sql(&fixture, &WITHOUT_VISIBILITY).await;
    // `check` does not migrate: an older server may be running.
    let (_, stderr, code) = check(&fixture, &[]);
    assert!(stderr.contains("older version") && code == Some(1), "{stderr}");
    let store = fixture.store().await;
    assert_eq!(check(&fixture, &[]).0, CONSISTENT);
    let apollo = store.ranking(Mood::Sad, Period::Day, at("1970-01-01T00:00:00Z")).await.unwrap();
    assert_eq!(apollo.items[0].preview.id, key("old"));
    assert_eq!((search_hits(&store, "江潮").await, search_hits(&store, "通知").await), (1, 4));
}

/// Migration: `tags` and `facets` are filled, so that recommendations and the articles of a tag are
/// the same as before.
#[tokio::test]
async fn migration_fills_tags_and_facets() {
    let fixture = fixture_with_votes().await;
    let recommended = async || {
        let store = fixture.store().await;
        let feeds = [
            Feed::Recommended { article: key("a-1") },
            Feed::Facet(Facet::new(FacetKind::Tag, "公交").unwrap()),
            Feed::Facet(Facet::new(FacetKind::Author, "祝晓岚").unwrap()),
            Feed::Search { query: "公交".to_owned() },
        ];
        let mut pages = Vec::new();
        for feed in feeds {
            pages.push(store.feed(&feed, None, Limit::default()).await.unwrap());
        }
        pages
    };
    let before = recommended().await;
    let changes = [
        "DROP TABLE tags",
        "DROP TABLE facets",
        "DROP TABLE IF EXISTS texts_index",
        "DROP TABLE texts",
        "DELETE FROM seaql_migrations WHERE version > 'm0003_tallies'",
    ];
    execute_sql(&fixture, &changes).await;
    execute_sql(&fixture, &WITHOUT_VISIBILITY).await;
    assert_eq!(recommended().await, before);
}

#[tokio::test]
async fn copy_duplicates_a_database_into_an_empty_one_only() {
    let (from, to) = (fixture_with_votes().await, Fixture::new().await);
    from.store().await.withdraw(&[key("b")]).await.unwrap();
    let file = to.folder.path().join("copy.sqlite");
    let sqlite = format!("sqlite:{}", file.display());
    // There and back, so that PostgreSQL is both target and source.
    for (from, to) in [(&from.database, &sqlite), (&sqlite, &to.database)] {
        let output = run_program(&["copy", "--from", from, "--to", to]);
        let stdout = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let expected = "articles: 12\ntags: 10\nfacets: 13\ncounts: 12\nreactions: 4\ntallies: 10\nsite: 1\nsettings: 2\nwechat: 0\n";
        assert_eq!(stdout, expected);
    }
    assert_eq!(check(&to, &[]).0, CONSISTENT);
    let (one, two) = (from.store().await, to.store().await);
    for article in newsroom().articles().iter().filter(|article| article.id != key("b")) {
        let id = &article.id;
        assert_eq!(one.article(id).await.unwrap(), two.article(id).await.unwrap());
    }
    assert!(two.article(&key("b")).await.is_err(), "what is withdrawn stays so");
    assert_eq!(two.restore(&[key("b")]).await.unwrap().changed, [key("b")]);
    one.restore(&[key("b")]).await.unwrap();
    for reader in ["甲", "乙", "丙"] {
        let reaction =
            async |store: &Store| store.reaction(&key("a-1"), Some(reader)).await.unwrap();
        assert_eq!(reaction(&one).await, reaction(&two).await);
    }
    assert_eq!(one.site().await.unwrap(), two.site().await.unwrap());
    assert_eq!((search_hits(&one, "通知").await, search_hits(&two, "通知").await), (4, 4));
    let again = run_program(&["copy", "--from", &from.database, "--to", &to.database]);
    let stderr = String::from_utf8(again.stderr).unwrap();
    assert!(stderr.contains("holds something already (in articles)"), "{stderr}");
    assert_eq!(again.status.code(), Some(1));
}
