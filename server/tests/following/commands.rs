//! The program: `import URL`, and `serve` with several contents.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use super::common::{Fixture, client};
use super::program::program;
use super::site::{Reply, Site, WORDPRESS_PAGE, rsshub};

/// Runs a command to its end, while the stand-in answers.
async fn output(folder: PathBuf, arguments: &[&str]) -> (String, String, Option<i32>) {
    let mut command = program(&folder, arguments);
    let output: Output =
        tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code())
}

#[tokio::test(flavor = "multi_thread")]
async fn import_takes_an_address_once() {
    let (site, fixture) = (Site::start().await, Fixture::on_sqlite());
    site.set("/ferry", Reply::ok(rsshub(&["1", "2"])));
    site.set("/", Reply::ok(WORDPRESS_PAGE));
    let folder = || fixture.folder.path().to_owned();
    let url = site.url("/ferry");
    let (_, stderr, code) = output(folder(), &["import", &url]).await;
    assert!(stderr.contains("localhost is not on the public Internet"), "{stderr}");
    assert_eq!((stderr.lines().count(), code), (1, Some(1)));
    let allowed = ["import", "--allow-private-feed", "localhost"];
    let section = format!("江河={url}");
    let (stdout, stderr, code) = output(folder(), &[&allowed[..], &[&section]].concat()).await;
    assert_eq!(
        (&*stdout, code),
        ("2 added, 0 updated, 0 unchanged, 0 refused\n", Some(0)),
        "{stderr}"
    );
    site.set("/ferry", Reply::ok(rsshub(&["2"])));
    let pruning = [&allowed[..], &["--prune", &url]].concat();
    let (stdout, _, _) = output(folder(), &pruning).await;
    assert!(stdout.contains("1 withdrawn"), "{stdout}");
    let (_, stderr, code) = output(folder(), &[&allowed[..], &[&site.url("/")]].concat()).await;
    assert!(
        stderr.contains(&format!("the page names this feed: {}", site.url("/feed/"))),
        "{stderr}"
    );
    assert_eq!(code, Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn serve_follows_several_contents() {
    let (site, fixture) = (Site::start().await, Fixture::on_sqlite());
    let folder = fixture.folder.path();
    std::fs::write(folder.join("feed.xml"), rsshub(&["file-1"])).unwrap();
    site.set("/ferry", Reply::ok(rsshub(&["1"])));
    site.set("/gone", Reply::status(410));
    let url = site.url("/ferry");
    let contents = format!("feed.xml\n江河={url}\n{}\n", site.url("/gone"));
    let serve = ["serve", "--dist", "dist", "--listen", "127.0.0.1:0"];
    let unknown = [&serve[..], &["--content", "feed.xml", "--prune-content", "b.xml"]].concat();
    let (_, stderr, code) = output(folder.to_owned(), &unknown).await;
    assert!(stderr.contains("none of --content; see --prune-content"), "{stderr}");
    assert_eq!(code, Some(1));
    let mut command = program(folder, &serve);
    command.args(["--allow-private-feed", "localhost", "--poll-feeds", "20ms"]);
    command.args(["--poll-files", "20ms"]).env("ZAIDU_CONTENT", contents);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().trim_start_matches("Zaidu is ready at http://").trim_end_matches('/');
    let address = address.parse().unwrap();
    let get = async |path: &str| client::send(address, "GET", path, &[], "").await;
    assert_eq!(get("/api/articles/file-1").await.status, 200, "files are there from the start");
    site.set("/ferry", Reply::ok(rsshub(&["2"])));
    std::fs::write(folder.join("feed.xml"), rsshub(&["file-2"])).unwrap();
    for path in ["/api/articles/2", "/api/articles/file-2"] {
        while get(path).await.status != 200 {
            tokio::task::yield_now().await;
        }
    }
    while !get("/readyz").await.text().contains("/gone: stopped: is gone for good (410)") {
        tokio::task::yield_now().await;
    }
    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let output = tokio::task::spawn_blocking(|| child.wait_with_output()).await.unwrap().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let logs = String::from_utf8(output.stderr).unwrap();
    assert!(logs.contains("the feed is gone (410)"), "{logs}");
}
