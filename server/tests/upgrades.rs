//! Upgrade and roll back: a database of an earlier version is brought up to date and copied before,
//! one of a later version is refused.

// A panic fails the test; clippy allows `unwrap` only inside test functions.
#![allow(clippy::unwrap_used)]

mod common;
#[path = "common/program.rs"]
mod program;

use std::path::PathBuf;

use common::{Fixture, Server};
use program::program;
use sea_orm::{ConnectionTrait, Database, Statement};

/// What the program wrote at the migration m0004_tags, as SQLite's shell prints it.
const EARLIER: &str = include_str!("data/earlier.sql");

async fn earlier() -> Fixture {
    let fixture = Fixture::on_sqlite();
    execute(&format!("{}?mode=rwc", fixture.database), EARLIER).await;
    fixture
}

async fn execute(url: &str, sql: &str) {
    let db = Database::connect(url).await.unwrap();
    db.execute_unprepared(sql).await.unwrap();
    db.close().await.unwrap();
}

/// The number of rows that `table` has.
async fn count(url: &str, table: &str) -> i64 {
    let db = Database::connect(url).await.unwrap();
    let query = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table}");
    let query = Statement::from_string(db.get_database_backend(), query);
    let count = db.query_one_raw(query).await.unwrap().unwrap().try_get_by_index(0).unwrap();
    db.close().await.unwrap();
    count
}

/// The copies that an upgrade has left.
fn backups(fixture: &Fixture) -> Vec<PathBuf> {
    let names = std::fs::read_dir(fixture.folder.path()).unwrap().map(|it| it.unwrap().path());
    names.filter(|path| path.to_string_lossy().contains(".before-upgrade-")).collect()
}

#[tokio::test]
async fn a_database_of_an_earlier_version_is_upgraded_and_nothing_is_lost() {
    let fixture = earlier().await;
    let server = Server::start(fixture.app().await).await;
    let page = server.get("/articles/early-bus").await;
    assert!(page.status == 200 && page.text().contains("首班车五点四十"), "{page:?}");
    let article: serde_json::Value = server.get("/api/articles/early-bus").await.json();
    assert_eq!(article["counts"], serde_json::json!({"happy": 0, "sad": 1, "like": 2, "pass": 0}));
    for path in ["/", "/search?q=%E6%B1%9F%E6%BD%AE", "/ranking?mood=like&period=month"] {
        assert_eq!(server.get(path).await.status, 200, "{path}");
    }
    // What came with later versions has these articles too.
    let author = server.get("/api/feeds/authors/%E7%A5%9D%E6%99%93%E5%B2%9A").await;
    assert!(author.text().contains("early-bus"), "{author:?}");
    server.stop().await;
    let check = ["check", "--database", &fixture.database];
    let check = program(fixture.folder.path(), &check).output().unwrap();
    assert!(String::from_utf8_lossy(&check.stdout).starts_with("sound:"), "{check:?}");
    // A start that changes no schema makes no copy.
    fixture.store().await.close().await;
    assert_eq!(backups(&fixture).len(), 1);
}

#[tokio::test]
async fn the_copy_of_before_an_upgrade_is_the_way_back() {
    let fixture = earlier().await;
    fixture.store().await.close().await;
    let [backup] = &backups(&fixture)[..] else { panic!("one copy") };
    let backup = format!("sqlite:{}", backup.display());
    assert_eq!(count(&backup, "seaql_migrations").await, 4, "the schema is the earlier one");
    assert_eq!(count(&backup, "reactions").await, 4);
    assert_eq!(count(&backup, "articles").await, 3);
    // It can be upgraded again, as it is after going back.
    let again = zaidu_server::Store::open(&backup).await.unwrap();
    assert!(again.check().await.unwrap().is_empty());
}

#[tokio::test]
async fn an_upgrade_that_cannot_be_copied_changes_nothing() {
    let fixture = earlier().await;
    // In the place of the copy that is being written, which has the process's number.
    let part = format!("zaidu.sqlite.{}.part", std::process::id());
    common::write(&fixture.folder.path().join(part).join("a"), "");
    let error = zaidu_server::Store::open(&fixture.database).await.unwrap_err().to_string();
    assert!(error.contains("before its upgrade") && error.contains("make room"), "{error}");
    assert_eq!(count(&fixture.database, "seaql_migrations").await, 4);
}

#[tokio::test]
async fn a_database_of_a_later_version_is_refused_with_what_to_do() {
    let fixture = Fixture::new().await;
    fixture.store().await.close().await;
    let before = count(&fixture.database, "seaql_migrations").await;
    execute(&fixture.database, "INSERT INTO seaql_migrations VALUES ('m9999_later', 1)").await;
    let dist = fixture.dist();
    let database = ["--database", &fixture.database];
    let serve = ["serve", "--dist", dist.to_str().unwrap(), "--listen", "127.0.0.1:0"];
    std::fs::write(fixture.folder.path().join("a.md"), "# 江潮将至").unwrap();
    for command in [&serve[..], &["check"], &["import", "a.md"], &["withdraw", "a"]] {
        let arguments = [command, &database].concat();
        let output = program(fixture.folder.path(), &arguments).output().unwrap();
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(message.contains("newer version") && message.contains("m9999_later"), "{message}");
        assert!(message.contains("restore the backup"), "{message}");
        assert_eq!(output.status.code(), Some(1), "{message}");
    }
    assert_eq!(count(&fixture.database, "seaql_migrations").await, before + 1);
    assert!(backups(&fixture).is_empty());
}
