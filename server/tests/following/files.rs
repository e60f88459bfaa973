//! Files and folders that are watched.

use std::fs;

use zaidu_server::SourceState;

use super::feeds::Run;
use super::site::rsshub;

#[tokio::test]
async fn a_file_is_imported_when_it_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("feed.xml");
    fs::write(&file, rsshub(&["1"])).unwrap();
    let run = Run::start(&[file.to_str().unwrap()]).await;
    assert!(run.has("1").await, "before the server serves");
    fs::write(&file, rsshub(&["1", "2"])).unwrap();
    run.imported(0, 2).await;
    assert!(run.has("2").await);
    // Written elsewhere and renamed.
    fs::write(folder.path().join("feed.tmp"), rsshub(&["3"])).unwrap();
    fs::rename(folder.path().join("feed.tmp"), &file).unwrap();
    run.imported(0, 3).await;
    assert!(run.has("1").await && run.has("3").await, "nothing is withdrawn");
}

#[tokio::test]
async fn a_bad_or_missing_file_changes_nothing_until_it_is_good_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("feed.json");
    let run = Run::start(&[file.to_str().unwrap()]).await;
    run.until(0, |source| matches!(source.state, SourceState::Failing { .. })).await;
    fs::write(&file, rsshub(&["1"])).unwrap();
    run.imported(0, 1).await;
    fs::write(&file, "nonsense").unwrap();
    let source = run.until(0, |it| matches!(it.state, SourceState::Failing { .. })).await;
    assert_eq!(source.name, "feed.json", "without its folders");
    assert!(run.has("1").await);
    fs::remove_file(&file).unwrap();
    fs::write(&file, rsshub(&["2"])).unwrap();
    run.imported(0, 2).await;
    assert_eq!(run.status.sources()[0].state, SourceState::Current);
    fs::remove_file(&file).unwrap();
    run.until(0, |it| matches!(it.state, SourceState::Failing { .. })).await;
    assert!(run.has("1").await && run.has("2").await);
}

#[tokio::test]
async fn a_folder_is_imported_when_anything_in_it_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("feed.xml"), rsshub(&["1"])).unwrap();
    let run = Run::start(&[&format!("江河={}", folder.path().display())]).await;
    assert!(run.has("1").await);
    fs::create_dir(folder.path().join("城市")).unwrap();
    fs::write(folder.path().join("城市/fog.md"), "---\ntitle: 大雾\n---\n停航。").unwrap();
    run.imported(0, 2).await;
    let channels = run.store.site().await.unwrap().channels;
    let names: Vec<_> = channels.iter().map(|channel| &*channel.name).collect();
    assert!(names.contains(&"江河") && names.contains(&"城市"), "{names:?}");
}
