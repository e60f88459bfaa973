//! Tests of `import` with every format, by file and by folder.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{folder_with_dist, program};

/// The newsrooms of the tests of the import.
fn newsroom(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../import/tests/formats/data").join(name)
}

/// Imports `content`; returns the last line of standard output, standard error and the exit code.
fn import(folder: &TempDir, content: &Path) -> (String, String, Option<i32>) {
    let output = program(folder.path(), &["import"]).arg(content).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let stdout = text(output.stdout);
    (
        stdout.lines().last().unwrap_or_default().to_owned(),
        text(output.stderr),
        output.status.code(),
    )
}

#[test]
fn every_format_is_imported_and_changes_nothing_the_second_time() {
    for (name, count) in [
        ("rss.xml", 4),
        ("atom.xml", 4),
        ("rdf.xml", 2),
        ("gbk.xml", 2),
        ("wordpress.xml", 3),
        ("ghost.json", 4),
        ("blog", 5),
        ("blog/_posts/2026-11-17-level.md", 1),
        ("", 24),
    ] {
        let folder = folder_with_dist();
        let (first, stderr, code) = import(&folder, &newsroom(name));
        assert_eq!(first, format!("{count} added, 0 updated, 0 unchanged, 0 refused"), "{name}");
        assert_eq!(code, Some(0), "{name}: {stderr}");
        let (second, _, _) = import(&folder, &newsroom(name));
        assert_eq!(second, format!("0 added, 0 updated, {count} unchanged, 0 refused"), "{name}");
    }
}

#[test]
fn what_is_left_out_and_skipped_is_said() {
    let folder = folder_with_dist();
    let (_, stderr, _) = import(&folder, &newsroom("wordpress.xml"));
    for line in ["left out: 2 attachment", "left out: 1 draft", "left out: 1 page"] {
        assert!(stderr.contains(line), "{line} not in {stderr}");
    }
    let content = folder.path().join("content");
    std::fs::create_dir(&content).unwrap();
    std::fs::write(content.join("a.md"), "# 题\n\n文。").unwrap();
    std::fs::write(content.join("b.css"), "body {}").unwrap();
    std::fs::write(content.join("c.xml"), "<rss><channel><item><guid>1").unwrap();
    let (summary, stderr, code) = import(&folder, &content);
    assert_eq!((&*summary, code), ("1 added, 0 updated, 0 unchanged, 1 refused", Some(3)));
    assert!(stderr.contains("skipped, its format is not known: b.css"), "{stderr}");
    assert!(stderr.contains("refused c.xml: items[0]: the file ends inside this item"), "{stderr}");
}

#[test]
fn a_document_leaves_the_settings_of_the_site_as_they_are() {
    let folder = folder_with_dist();
    let feed = r#"{"version":"https://jsonfeed.org/version/1.1","title":"望澜日报","items":[],
        "_newsroom":{"channels":[{"key":"city","name":"城市"}]}}"#;
    std::fs::write(folder.path().join("feed.json"), feed).unwrap();
    std::fs::write(folder.path().join("a.md"), "---\ncategories: [城市, 桥]\n---\n文。").unwrap();
    std::fs::write(folder.path().join("b.md"), "---\nchannel: 水文\n---\n文。").unwrap();
    for content in ["feed.json", "a.md", "b.md"] {
        assert_eq!(import(&folder, Path::new(content)).2, Some(0));
    }
    let database = Path::new("data/zaidu.sqlite");
    let bytes = std::fs::read(folder.path().join(database)).unwrap();
    let wal = std::fs::read(folder.path().join("data/zaidu.sqlite-wal")).unwrap_or_default();
    let text = String::from_utf8_lossy(&[bytes, wal].concat()).into_owned();
    assert!(text.contains(r#""name":"望澜日报","#), "the name stays");
    assert!(text.contains(r#"{"key":"city","name":"城市"}"#), "the channel keeps its key");
}
