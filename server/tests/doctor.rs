//! Tests of `zaidu-server doctor`, against servers that are well and stand-ins that are not.

// A panic fails the test; clippy allows `unwrap` only inside test functions.
#![allow(clippy::unwrap_used)]
// Certificates are made with OpenSSL, which the server depends on only there.
#![cfg(target_os = "linux")]

#[path = "common/certificate.rs"]
mod certificate;
mod common;
#[path = "common/program.rs"]
mod program;

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::http::StatusCode;
use axum::response::{Html, Redirect};
use axum::routing::{get, put};
use certificate::Certificate;
use common::Fixture;
use common::newsroom::newsroom;
use program::program;
use serde_json::Value;
use tokio::net::TcpListener;

const DAY: i64 = 86_400;

/// What `doctor` has found.
struct Diagnosis {
    findings: Vec<Value>,
    code: Option<i32>,
}

impl Diagnosis {
    /// Runs `doctor` with the settings of `fixture` and `more`.
    async fn of(fixture: &Fixture, more: &[&str]) -> Self {
        Self::trusting(fixture, None, more).await
    }

    /// The same, on a machine that trusts the certificate `authority` only.
    async fn trusting(fixture: &Fixture, authority: Option<&str>, more: &[&str]) -> Self {
        let dist = fixture.dist();
        let own = ["--dist", dist.to_str().unwrap(), "--database", &fixture.database];
        let arguments = [&["doctor", "--json"], &own[..], more].concat();
        let mut command = program(fixture.folder.path(), &arguments);
        if let Some(authority) = authority {
            command.env("SSL_CERT_FILE", authority);
        }
        // The stand-ins run in this thread.
        let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
        let report: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
        let findings = report["findings"].as_array().unwrap().clone();
        Self { findings, code: output.status.code() }
    }

    /// The level of `check`, and its words.
    fn of_check(&self, check: &str) -> (&str, String) {
        let finding = self.findings.iter().find(|it| it["check"] == check);
        let finding = finding.unwrap_or_else(|| panic!("{check} is in {:#?}", self.findings));
        let words = |name: &str| finding[name].as_str().unwrap_or_default();
        (words("level"), format!("{}; {}", words("found"), words("advice")))
    }

    fn assert(&self, check: &str, level: &str, words: &str) {
        let found = self.of_check(check);
        assert!(found.0 == level && found.1.contains(words), "{check}: {found:?}");
    }
}

#[tokio::test]
async fn a_server_without_tls_is_well_but_for_that() {
    let fixture = Fixture::on_sqlite();
    let server = fixture.serve(&newsroom()).await;
    let origin = format!("http://{}", server.address);
    let healthy = Diagnosis::of(&fixture, &["--origin", &origin]).await;
    for check in ["reachable", "own address", "votes", "security headers", "trusted proxy"] {
        healthy.assert(check, "ok", "");
    }
    for check in ["clock", "compression", "database", "events", "files", "content", "WeChat"] {
        healthy.assert(check, "ok", "");
    }
    healthy.assert("cookies", "warn", "--secure-cookies");
    assert_eq!(healthy.code, Some(3));
    // Nothing was changed, and nobody has voted.
    assert!(server.store.check().await.unwrap().is_empty());
    let article: Value = server.get("/api/articles/a-1").await.json();
    assert_eq!(article["counts"]["like"], 0);
    // The same as lines.
    let dist = fixture.dist();
    let lines = ["doctor", "--origin", &origin, "--dist", dist.to_str().unwrap()];
    let mut command = program(fixture.folder.path(), &lines);
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.lines().any(|line| line.starts_with("ok    votes: ")), "{text}");
    assert!(text.lines().last().unwrap().contains(" checks: "), "{text}");
}

/// The program with TLS of its own, and its port.
fn serve_with_tls(fixture: &Fixture, certificate: &Certificate) -> (Child, String) {
    let folder = fixture.folder.path();
    std::fs::write(folder.join("a.pem"), &certificate.pem).unwrap();
    std::fs::write(folder.join("a.key"), &certificate.key).unwrap();
    let serve = ["serve", "--dist", "dist", "--listen", "127.0.0.1:0"];
    let tls = ["--tls-certificate", "a.pem", "--tls-key", "a.key"];
    let database = ["--database", &fixture.database];
    let mut command = program(folder, &[&serve[..], &tls, &database].concat());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let line = BufReader::new(child.stdout.take().unwrap()).lines().next().unwrap().unwrap();
    let port = line.trim_end_matches('/').rsplit(':').next().unwrap().to_owned();
    (child, format!("https://localhost:{port}"))
}

#[tokio::test]
async fn certificates_are_trusted_and_last() {
    let fixture = Fixture::on_sqlite();
    fixture.store().await.import(&newsroom()).await.unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let now = i64::try_from(now).unwrap();
    let trusted = fixture.folder.path().join("a.pem");
    let trusted = trusted.to_str().unwrap();
    for (until, is_trusted, level, words) in [
        (now + 400 * DAY, true, "ok", "it is trusted, and ends in"),
        (now + 5 * DAY + 60, true, "warn", "ends in 5 days"),
        (now - 3 * DAY - 60, true, "fail", "it ended 3 days ago"),
        (now + 400 * DAY, false, "fail", "browsers do not trust it"),
    ] {
        let (mut server, origin) = serve_with_tls(&fixture, &Certificate::until(until));
        let authority = if is_trusted { trusted } else { "/nonexistent" };
        let diagnosis =
            Diagnosis::trusting(&fixture, Some(authority), &["--origin", &origin]).await;
        server.kill().unwrap();
        server.wait().unwrap();
        diagnosis.assert("certificate", level, words);
        if level == "fail" {
            diagnosis.assert("reachable", "fail", "does not answer");
            assert_eq!(diagnosis.code, Some(1));
        } else {
            diagnosis.assert("cookies", "ok", "https only");
            diagnosis.assert("HSTS", "ok", "");
        }
    }
}

/// Serves `routes` on a free port; its origin.
async fn stand_in(routes: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(zaidu_server::serve(listener, routes, std::future::pending()));
    origin
}

#[tokio::test]
async fn what_a_proxy_does_wrong_is_named_with_its_remedy() {
    let fixture = Fixture::on_sqlite();
    fixture.store().await.close().await;
    let page = r#"<link rel="canonical" href="http://10.0.0.7:8720/">"#;
    let feed = r#"{"items":[{"id":"a-1"}]}"#;
    let headers = [("date", "Fri, 01 Jan 2021 00:00:00 GMT"), ("server", "nginx")];
    let proxy = Router::new()
        .route("/healthz", get(async move || (headers, "ok")))
        .route("/", get(async move || Html(page)))
        .route("/api/feeds/latest", get(async move || feed))
        .route("/api/articles/a-1/reaction", put(async || StatusCode::FORBIDDEN))
        .route("/api/events", get(async || std::future::pending::<()>().await));
    let origin = stand_in(proxy).await;
    let diagnosis = Diagnosis::of(&fixture, &["--origin", &origin]).await;
    diagnosis.assert("own address", "fail", "pages name http://10.0.0.7:8720 as theirs");
    diagnosis.assert("votes", "fail", "proxy_set_header Host $host");
    diagnosis.assert("security headers", "fail", "Content-Security-Policy");
    diagnosis.assert("compression", "warn", "Accept-Encoding");
    diagnosis.assert("clock", "fail", "NTP");
    diagnosis.assert("events", "warn", "proxy_buffering off");
    // It is on this machine, whose addresses are trusted.
    diagnosis.assert("trusted proxy", "ok", "nginx is in front");
    assert_eq!(diagnosis.code, Some(1));
}

#[tokio::test]
async fn an_address_where_another_program_answers_is_not_the_site() {
    let fixture = Fixture::on_sqlite();
    let other = stand_in(Router::new().fallback(async || "Welcome to nginx!")).await;
    let diagnosis = Diagnosis::of(&fixture, &["--origin", &other]).await;
    diagnosis.assert("reachable", "fail", "not by this program");
    let moved = Router::new().fallback(async || Redirect::permanent("https://www.example.org/"));
    let moved = stand_in(moved).await;
    let diagnosis = Diagnosis::of(&fixture, &["--origin", &moved]).await;
    diagnosis.assert("reachable", "fail", "leads to https://www.example.org/");
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = format!("http://{}", { closed }.local_addr().unwrap());
    let diagnosis = Diagnosis::of(&fixture, &["--origin", &closed]).await;
    diagnosis.assert("reachable", "fail", "is the server running");
    diagnosis.assert("database", "warn", "`serve` makes it");
    assert!(!fixture.folder.path().join("zaidu.sqlite").exists(), "it makes nothing");
}

#[tokio::test]
async fn database_content_and_account_are_checked() {
    let fixture = Fixture::on_sqlite();
    let server = fixture.serve(&newsroom()).await;
    let origin = format!("http://{}", server.address);
    let account = ["--wechat-app-id", "wx1", "--wechat-secret", "s3cr3t", "--wechat-api", &origin];
    let content = ["--content", "missing.json", "--origin", &origin];
    let sql = async |sql: &str| {
        use sea_orm::ConnectionTrait;
        let db = sea_orm::Database::connect(&fixture.database).await.unwrap();
        db.execute_unprepared(sql).await.unwrap();
        db.close().await.unwrap();
    };
    sql("UPDATE counts SET liked = 7 WHERE article = 'a-1'").await;
    let diagnosis = Diagnosis::of(&fixture, &[&account[..], &content].concat()).await;
    diagnosis.assert("database", "fail", "1 faults");
    diagnosis.assert("content", "fail", "missing.json");
    diagnosis.assert("WeChat", "warn", "16 hexadecimal digits");
    let all = format!("{:?}", diagnosis.findings);
    assert!(!all.contains("s3cr3t"), "{all}");
    sql("INSERT INTO seaql_migrations VALUES ('m9999_later', 1)").await;
    let diagnosis = Diagnosis::of(&fixture, &["--origin", &origin]).await;
    diagnosis.assert("database", "fail", "m9999_later");
}
