//! Command-line tests of `zaidu-server`: output, exit codes, signals.

// A panic fails the test; clippy allows `unwrap` only inside test functions.
#![allow(clippy::unwrap_used)]

mod formats;
mod imports;
#[path = "../common/program.rs"]
mod program;

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use program::program;

/// A feed of a good item and one without an id.
const HALF: &str = r#"{"version":"https://jsonfeed.org/version/1.1","items":[
    {"id":"a","content_text":"江潮将至。","date_published":"2020-11-18T06:30:00+08:00"},
    {"content_text":"无号。"}]}"#;

/// A temporary directory with a built app.
fn folder_with_dist() -> TempDir {
    let folder = TempDir::new().unwrap();
    std::fs::create_dir(folder.path().join("dist")).unwrap();
    std::fs::write(folder.path().join("dist/index.html"), "app").unwrap();
    folder
}

/// The single line on standard error, without its prefix, and the exit code.
fn error_line_and_code(output: &Output) -> (String, Option<i32>) {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    let line = text.strip_suffix('\n').unwrap();
    assert!(!line.contains('\n'), "one line: {text}");
    assert!(output.stdout.is_empty());
    let line = line.strip_prefix("zaidu-server: ").unwrap();
    (line.to_owned(), output.status.code())
}

#[test]
fn failures_print_one_line_that_says_what_to_do() {
    let folder = folder_with_dist();
    let path = folder.path();
    std::fs::write(path.join("broken.json"), "{").unwrap();
    std::fs::write(path.join("half.json"), HALF).unwrap();
    std::fs::create_dir(path.join("empty")).unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let serve = ["serve", "--listen", "127.0.0.1:0", "--dist"];
    for (arguments, expected) in [
        (vec!["serve", "--dist", "dist", "--listen", &taken], "see --listen"),
        ([&serve[..], &["dist", "--admin-listen", &taken]].concat(), "see --admin-listen"),
        (vec!["serve", "--listen", "127.0.0.1:0"], "see --dist"),
        ([&serve[..], &["missing"]].concat(), "no index.html in missing"),
        ([&serve[..], &["empty"]].concat(), "cargo xtask dist"),
        ([&serve[..], &["dist", "--media", "missing"]].concat(), "see --media"),
        ([&serve[..], &["dist", "--cookie-key", "short"]].concat(), "see --cookie-key"),
        ([&serve[..], &["dist", "--database", "sqlite:dist"]].concat(), "see --database"),
        (
            [&serve[..], &["dist", "--database", "sqlite:broken.json/a.sqlite"]].concat(),
            "cannot make the folder broken.json",
        ),
        ([&serve[..], &["dist", "--database", "oracle:x"]].concat(), "see --database"),
        (vec!["headers", "--dist", "missing"], "see --dist"),
        (vec!["check", "--database", "sqlite:missing.sqlite"], "there is no such file"),
        (vec!["copy", "--from", "sqlite:missing.sqlite", "--to", "sqlite:b"], "no such file"),
        (vec!["import", "missing.json"], "import missing.json: "),
        (vec!["import", "--database", "sqlite:dist", "broken.json"], "import broken.json: "),
        (vec!["import", "--strict", "half.json"], "half.json: items[1].id: missing"),
    ] {
        let output = program(path, &arguments).output().unwrap();
        let (line, code) = error_line_and_code(&output);
        assert!(line.contains(expected), "{arguments:?}: {line}");
        assert_eq!(code, Some(1), "{line}");
    }
}

#[test]
fn import_prints_added_updated_and_unchanged_counts() {
    let folder = folder_with_dist();
    let feed = r#"{"version":"https://jsonfeed.org/version/1.1","title":"江畔日报","items":[
        {"id":"a","content_text":"江潮将至。","date_published":"2020-11-18T06:30:00+08:00"}]}"#;
    std::fs::write(folder.path().join("feed.json"), feed).unwrap();
    for expected in [
        "1 added, 0 updated, 0 unchanged, 0 refused\n",
        "0 added, 0 updated, 1 unchanged, 0 refused\n",
    ] {
        let output = program(folder.path(), &["import", "feed.json"]).output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
        assert!(output.status.success() && output.stderr.is_empty());
    }
}

#[test]
fn an_import_takes_good_items_and_names_the_others() {
    let folder = folder_with_dist();
    std::fs::write(folder.path().join("half.json"), HALF).unwrap();
    let output = program(folder.path(), &["import", "half.json"]).output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert_eq!(stdout, "1 added, 0 updated, 0 unchanged, 1 refused\n");
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        stderr,
        "zaidu-server: refused items[1].id: missing: give each item an id of its own\n"
    );
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn a_server_with_bad_content_serves_what_it_has_and_says_so() {
    let folder = folder_with_dist();
    std::fs::write(folder.path().join("half.json"), HALF).unwrap();
    std::fs::write(folder.path().join("broken.json"), "{").unwrap();
    for (content, logged) in [
        ("half.json", "items[1].id: missing"),
        ("broken.json", "cannot import broken.json: feed: "),
        ("missing.json", "cannot import missing.json: "),
    ] {
        let arguments = ["serve", "--dist", "dist", "--listen", "127.0.0.1:0"];
        let mut command =
            program(folder.path(), &[&arguments[..], &["--content", content]].concat());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next().unwrap().unwrap();
        assert!(line.starts_with("Zaidu is ready at "), "{line}");
        let killed = Command::new("kill").arg(child.id().to_string()).status().unwrap();
        assert!(killed.success());
        let output = child.wait_with_output().unwrap();
        let logs = String::from_utf8(output.stderr).unwrap();
        assert!(logs.contains(logged), "{content}: {logs}");
    }
}

#[test]
fn the_admin_listener_is_announced() {
    let folder = folder_with_dist();
    let listeners = ["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"];
    let mut command =
        program(folder.path(), &[&["serve", "--dist", "dist"], &listeners[..]].concat());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.next().unwrap().unwrap();
    assert!(line.starts_with("Metrics are at http://127.0.0.1:"), "{line}");
    assert!(lines.next().unwrap().unwrap().starts_with("Zaidu is ready at "));
    let killed = Command::new("kill").arg(child.id().to_string()).status().unwrap();
    assert!(killed.success() && child.wait().unwrap().success(), "both listeners stop");
}

#[test]
fn headers_command_prints_one_header_per_line() {
    let folder = folder_with_dist();
    std::fs::write(folder.path().join("dist/index.html"), "<script>1</script>").unwrap();
    let arguments = ["headers", "--dist", "dist", "--backend", "https://api.example.org"];
    let output = program(folder.path(), &arguments).output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(stdout.lines().any(|line| line == "x-content-type-options: nosniff"), "{stdout}");
    let policy = stdout.lines().find_map(|line| line.strip_prefix("content-security-policy: "));
    let policy = policy.unwrap();
    assert!(policy.contains("'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"), "{policy}");
    assert!(policy.contains("connect-src 'self' https://api.example.org;"), "{policy}");
    assert!(!policy.contains("qq.com"));
    let with_wechat = [&arguments[..], &["--wechat"]].concat();
    let more = program(folder.path(), &with_wechat).output().unwrap();
    assert!(String::from_utf8(more.stdout).unwrap().contains(" https://res.wx.qq.com/"));
    assert!(output.status.success() && output.stderr.is_empty());
}

#[test]
fn usage_errors_print_one_line_and_exit_with_2() {
    let folder = folder_with_dist();
    for arguments in [
        &[][..],
        &["sing"],
        &["serve", "--dist"],
        &["serve", "--dist", "dist", "--listen", "here"],
        &["serve", "--dist", "dist", "--log-format", "verse"],
        &["serve", "--dist", "dist", "--allow-origin", "https://a.example/path"],
        &["serve", "--dist", "dist", "--wechat-app-id", "wx1"],
        &["serve", "--dist", "dist", "--wechat-secret", "s3cr3t"],
        &["import"],
        &["headers"],
        &["copy", "--from", "sqlite:a"],
        &["check", "--mend"],
    ] {
        let output = program(folder.path(), arguments).output().unwrap();
        let (line, code) = error_line_and_code(&output);
        assert!(line.ends_with("; see --help"), "{arguments:?}: {line}");
        assert!(!line.contains("s3cr3t"), "{line}");
        assert_eq!(code, Some(2), "{line}");
    }
    let mut help = program(folder.path(), &["serve", "--help"]);
    let help = help.env("ZAIDU_WECHAT_SECRET", "s3cr3t").output().unwrap();
    assert!(help.status.success() && help.stderr.is_empty());
    let help = String::from_utf8(help.stdout).unwrap();
    assert!(help.contains("ZAIDU_LISTEN") && !help.contains("s3cr3t"), "{help}");
}

#[test]
fn serve_prints_its_address_and_exits_cleanly_on_sigterm_and_sigint() {
    let folder = folder_with_dist();
    for signal in ["-TERM", "-INT"] {
        let mut command = program(folder.path(), &["serve", "--log-format", "json"]);
        command.env("ZAIDU_DIST", "dist").env("ZAIDU_LISTEN", "127.0.0.1:0");
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next().unwrap().unwrap();
        let address = line.strip_prefix("Zaidu is ready at http://").unwrap();
        let address = address.strip_suffix('/').unwrap();
        assert!(std::net::TcpStream::connect(address).is_ok(), "{line}");
        let killed = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        assert!(killed.success());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{signal}");
        assert!(lines.next().is_none(), "one line and no more");
        let logs = String::from_utf8(output.stderr).unwrap();
        for log in logs.lines() {
            assert!(serde_json::from_str::<serde_json::Value>(log).is_ok(), "{log}");
        }
    }
    assert!(folder.path().join("data/zaidu.sqlite").is_file());
}
