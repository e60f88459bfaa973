//! What answers and logs tell of what is not shown: ids, paths, SQL, cookies.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::Stdio;

use sea_orm::{ConnectionTrait, Database};
use zaidu_model::{Newsroom, ProblemCode, Timestamp};

use super::common::Fixture;
use super::common::client::{ApiResponse, send};
use super::common::newsroom::{article, newsroom, site};
use super::program::program;

const REACTION: &str = "/api/articles/a-1/reaction";
const LIKE: &str = r#"{"mood":"like"}"#;

/// A response without what differs between any two: its id and its time.
fn comparable(response: &ApiResponse, id: &str) -> (u16, Vec<String>, String) {
    let request = response.header("x-request-id");
    let varying = ["x-request-id", "date"];
    let headers = response.headers.iter().filter(|(name, _)| !varying.contains(&name.as_str()));
    let headers = headers.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()));
    let body = response.text().replace(id, "ID");
    let body = if request.is_empty() { body } else { body.replace(request, "REQUEST") };
    (response.status, headers.collect(), body)
}

#[tokio::test]
async fn requirement_09_unknown_and_unpublished_ids_are_answered_alike() {
    let fixture = Fixture::new().await;
    let held = article("early", "明日通知", "2026-11-19T08:00:00+08:00", None);
    let now = Timestamp::parse("2026-11-18T12:00:00+08:00").unwrap();
    let all = [newsroom().articles(), &[held]].concat();
    let server = fixture.serve(&Newsroom::new(site(), all).with_embargo(now)).await;
    let html = [("accept", "text/html")];
    let json = [("content-type", "application/json")];
    for (method, path, headers, body) in [
        ("GET", "/articles/ID", &html, ""),
        ("GET", "/api/articles/ID", &html, ""),
        ("GET", "/api/articles/ID/reaction", &html, ""),
        ("GET", "/api/articles/ID/live", &html, ""),
        ("GET", "/api/feeds/recommended?article=ID", &html, ""),
        ("PUT", "/api/articles/ID/reaction", &json, LIKE),
    ] {
        let [unpublished, unknown] = ["early", "nones"].map(|id| {
            let (path, server) = (path.replace("ID", id), &server);
            async move { comparable(&server.send(method, &path, headers, body).await, id) }
        });
        let (unpublished, unknown) = (unpublished.await, unknown.await);
        assert_eq!(unpublished, unknown, "{method} {path}");
        assert_eq!(unknown.0, 404, "{method} {path}");
    }
}

#[tokio::test]
async fn requirement_09_a_cursor_changed_anywhere_is_a_400() {
    let fixture = Fixture::new().await;
    let server = fixture.serve(&newsroom()).await;
    let page: serde_json::Value = server.get("/api/feeds/latest?limit=2").await.json();
    let cursor = page["next"].as_str().unwrap().to_owned();
    assert_eq!(server.get(&format!("/api/feeds/latest?cursor={cursor}")).await.status, 200);
    for (at, letter) in cursor.char_indices().filter(|(_, letter)| letter.is_ascii()) {
        let other = if letter == '1' { "2" } else { "1" };
        let mut forged = cursor.clone();
        forged.replace_range(at..=at, other);
        let response = server.get(&format!("/api/feeds/latest?cursor={forged}")).await;
        assert_eq!(
            (response.status, response.code()),
            (400, ProblemCode::CursorForged),
            "{forged}"
        );
    }
}

#[tokio::test]
async fn requirement_08_the_database_refuses_a_second_row_of_a_reader() {
    let fixture = Fixture::new().await;
    let server = fixture.serve(&newsroom()).await;
    assert_eq!(server.put(REACTION, &[], LIKE).await.status, 200);
    let db = Database::connect(&fixture.database).await.unwrap();
    let again = db.execute_unprepared("INSERT INTO reactions SELECT * FROM reactions").await;
    let refused = again.unwrap_err().to_string().to_lowercase();
    assert!(refused.contains("unique"), "{refused}");
    assert_eq!(server.store.check().await.unwrap(), []);
}

#[tokio::test]
async fn requirement_19_errors_and_logs_tell_no_paths_sql_cookies_or_readers() {
    let fixture = Fixture::new().await;
    fixture.store().await.import(&newsroom()).await.unwrap();
    let dist = fixture.dist();
    let serve = ["serve", "--listen", "127.0.0.1:0", "--dist", dist.to_str().unwrap()];
    let arguments = [&serve[..], &["--database", &fixture.database]].concat();
    let mut program = program(fixture.folder.path(), &arguments);
    let mut program = program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(program.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().rsplit("http://").next().unwrap().trim_end_matches('/');
    let address: SocketAddr = address.parse().unwrap();
    // Read all the time, so that the program never waits for its log to be read.
    let mut log = program.stderr.take().unwrap();
    let log = std::thread::spawn(move || {
        let mut text = String::new();
        log.read_to_string(&mut text).map(|_| text)
    });
    let json = ("content-type", "application/json");
    let first = send(address, "PUT", REACTION, &[json], LIKE).await;
    let cookie = first.cookie().unwrap().to_owned();
    let (_, value) = cookie.split_once('=').unwrap();
    let reader = &value[value.len() - 32..];
    assert!(reader.bytes().all(|byte| byte.is_ascii_hexdigit()), "a reader's id: {reader}");
    let db = Database::connect(&fixture.database).await.unwrap();
    db.execute_unprepared("DROP TABLE reactions").await.unwrap();
    let mine = [("cookie", &*cookie)];
    let mut answers = Vec::new();
    for path in [REACTION, "/articles/a-1", "/search?q=secretquery", "/nothing?token=secretquery"] {
        answers.push(send(address, "GET", path, &mine, "").await);
    }
    answers.push(send(address, "PUT", REACTION, &[json, mine[0]], LIKE).await);
    let form = [("content-type", "application/x-www-form-urlencoded"), mine[0]];
    answers.push(send(address, "POST", "/articles/a-1/reaction", &form, "mood=sad").await);
    assert!(answers.iter().any(|it| it.status == 503), "the table is missing");
    program.kill().unwrap();
    program.wait().unwrap();
    let log = log.join().unwrap().unwrap();
    assert!(log.contains("answered"), "{log}");
    let folder = fixture.folder.path().display().to_string();
    for secret in [&*folder, "SELECT", "INSERT", value, reader] {
        assert!(!log.contains(secret), "{secret} in {log}");
        for answer in &answers {
            assert!(!answer.text().contains(secret), "{secret} in {}", answer.text());
        }
    }
    assert!(!log.contains("secretquery"), "a query may be personal: {log}");
    for answer in &answers {
        assert!(!answer.text().contains("no such table"), "{}", answer.text());
    }
}
