//! Tests of `import` with its options, and of `withdraw`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::{folder_with_dist, program};

/// Runs a command in `folder`; returns standard output, standard error and the exit code.
fn run(folder: &TempDir, arguments: &[&str]) -> (String, String, Option<i32>) {
    let output = program(folder.path(), arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code())
}

/// A folder with a feed of these items, whose ids are `ids`.
fn write_feed(folder: &TempDir, name: &str, title: &str, ids: &[&str]) {
    let item = |id: &&str| {
        format!(
            r#"{{"id":"{id}","title":"{id}","content_text":"江潮将至。","date_published":"2020-11-18T06:30:00+08:00"}}"#
        )
    };
    let items: Vec<String> = ids.iter().map(item).collect();
    let feed = format!(
        r#"{{"version":"https://jsonfeed.org/version/1.1","title":"{title}","items":[{}]}}"#,
        items.join(",")
    );
    std::fs::write(folder.path().join(name), feed).unwrap();
}

#[test]
fn withdraw_takes_ids_and_addresses_and_restores() {
    let folder = folder_with_dist();
    write_feed(&folder, "feed.json", "报", &["a", "b", "https://a.example/p?c=1"]);
    run(&folder, &["import", "feed.json"]);
    let in_feed = "https://a.example/p?c=1";
    let (stdout, stderr, code) = run(&folder, &["withdraw", "a", "/articles/b?from=x", in_feed]);
    assert_eq!((stdout.lines().count(), &*stderr, code), (3, "", Some(0)), "{stdout}");
    assert!(stdout.starts_with("withdrawn: a\nwithdrawn: b\nwithdrawn: https"), "{stdout}");
    let (stdout, stderr, code) = run(&folder, &["withdraw", "a", "nobody"]);
    assert_eq!((&*stdout, code), ("a is withdrawn already\n", Some(1)));
    assert_eq!(stderr, "zaidu-server: \"nobody\" is the id or address of no article\n");
    // No import brings it back.
    let summary = "0 added, 0 updated, 0 unchanged, 3 kept withdrawn, 0 refused\n";
    assert_eq!(run(&folder, &["import", "feed.json"]).0, summary);
    let (stdout, _, code) = run(&folder, &["withdraw", "--restore", "a", "b"]);
    assert_eq!((&*stdout, code), ("restored: a\nrestored: b\n", Some(0)));
    let (stdout, _, _) = run(&folder, &["withdraw", "--restore", "a"]);
    assert_eq!(stdout, "a is not withdrawn\n");
    assert_eq!(run(&folder, &["check"]).2, Some(0));
    assert_eq!(run(&folder, &["withdraw"]).2, Some(2), "which ones?");
}

#[test]
fn prune_withdraws_what_is_gone_from_the_same_source_only() {
    let folder = folder_with_dist();
    write_feed(&folder, "one.json", "甲报", &["a", "b", "c"]);
    write_feed(&folder, "other.json", "乙报", &["x"]);
    run(&folder, &["import", "one.json"]);
    run(&folder, &["import", "other.json"]);
    // The same source in another file.
    write_feed(&folder, "two.json", "甲报", &["a"]);
    let kept = "0 added, 0 updated, 1 unchanged, 0 refused\n";
    assert_eq!(run(&folder, &["import", "two.json"]).0, kept, "without --prune all stay");
    let pruned = "0 added, 0 updated, 1 unchanged, 2 withdrawn, 0 refused\n";
    assert_eq!(
        run(&folder, &["import", "--prune", "two.json"]),
        (pruned.into(), String::new(), Some(0))
    );
    assert_eq!(run(&folder, &["import", "--prune", "two.json"]).0, kept, "once");
    // What the source has again comes back; what a person has withdrawn does not.
    run(&folder, &["withdraw", "c"]);
    let back = "0 added, 1 updated, 1 unchanged, 1 kept withdrawn, 0 refused\n";
    assert_eq!(run(&folder, &["import", "--prune", "one.json"]).0, back);
    assert_eq!(run(&folder, &["check"]).2, Some(0));
}

#[test]
fn an_empty_another_or_a_broken_feed_prunes_nothing_unless_forced() {
    let folder = folder_with_dist();
    write_feed(&folder, "feed.json", "报", &["a", "b"]);
    write_feed(&folder, "empty.json", "报", &[]);
    write_feed(&folder, "another.json", "报", &["c"]);
    let broken = r#"{"version":"https://jsonfeed.org/version/1.1","title":"报","items":[
        {"id":"a","title":"a","content_text":"江潮将至。","date_published":"2020-11-18T06:30:00+08:00"},
        {"id":"b"}]}"#;
    std::fs::write(folder.path().join("broken.json"), broken).unwrap();
    run(&folder, &["import", "feed.json"]);
    for (file, reason) in [
        ("empty.json", "the feed has no article"),
        ("broken.json", "the feed has items that are refused"),
        ("another.json", "none of the 2 articles of this source is in the feed"),
    ] {
        let (stdout, stderr, code) = run(&folder, &["import", "--prune", file]);
        assert!(!stdout.contains("withdrawn"), "{file}: {stdout}");
        let said = format!("nothing is withdrawn: {reason}; see --force");
        assert!(stderr.contains(&said), "{file}: {stderr}");
        assert_eq!(code, Some(3), "{file}");
    }
    let (stdout, stderr, code) = run(&folder, &["import", "--prune", "--force", "empty.json"]);
    assert_eq!(stdout, "0 added, 0 updated, 0 unchanged, 3 withdrawn, 0 refused\n");
    assert_eq!((&*stderr, code), ("", Some(0)));
    assert_eq!(run(&folder, &["import", "--force", "empty.json"]).2, Some(2), "of what?");
}

#[test]
fn an_item_that_says_so_is_withdrawn_until_it_says_otherwise() {
    let folder = folder_with_dist();
    write_feed(&folder, "feed.json", "报", &["a", "b"]);
    run(&folder, &["import", "feed.json"]);
    let feed = r#"{"version":"https://jsonfeed.org/version/1.1","items":[
        {"id":"a","_newsroom":{"withdrawn":true}},{"id":"never","_newsroom":{"withdrawn":true}}]}"#;
    std::fs::write(folder.path().join("back.json"), feed).unwrap();
    let (stdout, _, code) = run(&folder, &["import", "back.json"]);
    assert_eq!(stdout, "0 added, 0 updated, 0 unchanged, 1 withdrawn, 0 refused\n");
    assert_eq!(code, Some(0));
    let again = "0 added, 1 updated, 1 unchanged, 0 refused\n";
    assert_eq!(run(&folder, &["import", "feed.json"]).0, again);
}

#[test]
fn items_with_a_date_to_come_are_held_and_said_to_be() {
    let folder = folder_with_dist();
    let feed = r#"{"version":"https://jsonfeed.org/version/1.1","items":[
        {"id":"later","content_text":"江潮将至。","date_published":"9000-01-01T00:00:00Z"}]}"#;
    std::fs::write(folder.path().join("feed.json"), feed).unwrap();
    let held = "held until 9000-01-01T08:00:00+08:00: later\n";
    let (stdout, _, _) = run(&folder, &["import", "feed.json"]);
    assert_eq!(stdout, format!("{held}1 added, 0 updated, 0 unchanged, 0 refused\n"));
    let (stdout, _, _) = run(&folder, &["import", "--embargo", "show", "feed.json"]);
    assert_eq!(stdout, "0 added, 1 updated, 0 unchanged, 0 refused\n");
    let (stdout, _, _) = run(&folder, &["import", "--embargo", "hold", "feed.json"]);
    assert_eq!(stdout, format!("{held}0 added, 1 updated, 0 unchanged, 0 refused\n"));
}

#[test]
fn a_dry_run_says_what_would_happen_and_writes_nothing() {
    let folder = folder_with_dist();
    write_feed(&folder, "feed.json", "报", &["a", "b"]);
    let (stdout, stderr, code) = run(&folder, &["import", "--dry-run", "feed.json"]);
    let expected = "would add: b \"b\"\nwould add: a \"a\"\n\
        dry run, nothing is written: 2 added, 0 updated, 0 unchanged, 0 refused\n";
    assert_eq!((&*stdout, &*stderr, code), (expected, "", Some(0)));
    assert!(!folder.path().join("data").exists());
    run(&folder, &["import", "feed.json"]);
    let feed = r#"{"version":"https://jsonfeed.org/version/1.1","title":"报","items":[
        {"id":"a","title":"改","content_html":"<p>作者：林一舟</p><p>　　江潮将至。</p><p>&nbsp;</p>","date_published":"2020-11-18T06:30:00+08:00"},
        {"id":"new","content_text":"新。","date_published":"2020-11-18T06:30:00+08:00"},
        {"content_text":"无号。","id":[]}]}"#;
    std::fs::write(folder.path().join("next.json"), feed).unwrap();
    let arguments = ["import", "--dry-run", "--prune", "--force", "next.json"];
    let (stdout, stderr, code) = run(&folder, &arguments);
    let lines: Vec<&str> = stdout.lines().collect();
    for line in [
        "would update: a \"改\"",
        "would add: new \"新\"",
        "would withdraw: b",
        "cleaned a: trim indents: changes 1 line, such as \"\\u{3000}\\u{3000}江潮将至。\" to \"江潮将至。\"",
        "cleaned a: remove empty blocks: removes \"[paragraph]\"",
        "cleaned a: extract the byline: removes \"作者：林一舟\"",
        "dry run, nothing is written: 1 added, 1 updated, 0 unchanged, 1 withdrawn, 1 refused",
    ] {
        assert!(lines.contains(&line), "{line} in {stdout}");
    }
    assert!(stderr.contains("refused items[2].id"), "{stderr}");
    assert_eq!(code, Some(3));
    assert_eq!(
        run(&folder, &["import", "feed.json"]).0,
        "0 added, 0 updated, 2 unchanged, 0 refused\n"
    );
}

#[test]
fn a_preview_serves_the_feed_and_touches_no_database() {
    let folder = folder_with_dist();
    write_feed(&folder, "feed.json", "报", &["a"]);
    let arguments =
        ["import", "--preview", "--dist", "dist", "--listen", "127.0.0.1:0", "feed.json"];
    let mut command = program(folder.path(), &arguments);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.next().unwrap().unwrap();
    let address = line.strip_prefix("preview at http://").unwrap().trim_end_matches('/');
    let mut stream = TcpStream::connect(address).unwrap();
    let request = "GET /api/articles/a HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    assert!(response.starts_with("HTTP/1.1 200") && response.contains("江潮将至"), "{response}");
    let killed = Command::new("kill").arg(child.id().to_string()).status().unwrap();
    assert!(killed.success() && child.wait().unwrap().success());
    assert!(!folder.path().join("data").exists());
    assert_eq!(run(&folder, &["import", "--preview", "feed.json"]).2, Some(1), "without --dist");
}

/// The sample newsroom has every kind of content that a feed can have.
#[test]
fn an_export_is_imported_as_the_same_database() {
    let folder = folder_with_dist();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../sample/feed.json");
    let (summary, _, _) = run(&folder, &["import", sample]);
    let all: usize = summary.split(' ').next().unwrap().parse().unwrap();
    assert!(all > 50, "more than a page: {summary}");
    let (feed, stderr, code) = run(&folder, &["export", "--origin", "https://a.example"]);
    assert_eq!((&*stderr, code), ("", Some(0)));
    std::fs::write(folder.path().join("export.json"), &feed).unwrap();
    let (summary, _, _) = run(&folder, &["import", "export.json"]);
    assert_eq!(summary, format!("0 added, 0 updated, {all} unchanged, 0 refused\n"));
    // Also into another database, whose export is the same then.
    let other = ["--database", "sqlite:other.sqlite"];
    run(&folder, &[&["import", "export.json"], &other[..]].concat());
    let arguments = [&["export", "--origin", "https://a.example"], &other[..]].concat();
    assert_eq!(run(&folder, &arguments).0, feed);
    assert_eq!(run(&folder, &["export"]).2, Some(2), "of which site?");
}
