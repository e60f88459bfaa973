//! The database: its schema, what `check` finds, and the room beside it.

use std::path::Path;

use super::report::{Finding, Report};
use crate::cli::options::ServeOptions;
use crate::store::{SchemaVersion, Store};

const CHECK: &str = "database";

/// A write-ahead log of this size is one that something keeps from being written back.
const LARGE_LOG: u64 = 256 << 20;

/// Free space below which little is left to happen, and that with which nothing need be done.
const LITTLE: u64 = 200 << 20;
const ENOUGH: u64 = 1 << 30;

pub(super) async fn check(report: &mut Report, serve: &ServeOptions) {
    let file = serve.database.strip_prefix("sqlite:").map(Store::sqlite_path).map(Path::new);
    if let Some(file) = file {
        check_space(report, file);
        if !file.is_file() {
            let found = format!("there is no {} yet", file.display());
            return report.add(Finding::warn(CHECK, found, "`serve` makes it; see --database"));
        }
    }
    let reason = match Store::connect_only(&serve.database).await {
        Ok(store) => {
            let checked = check_store(report, &store).await;
            store.close().await;
            checked.err().map(|error| error.to_string())
        }
        Err(error) => Some(error.to_string()),
    };
    if let Some(reason) = reason {
        let advice = "is it running, and may this user read and write it? see --database";
        report.add(Finding::fail(CHECK, format!("it cannot be used: {reason}"), advice));
    }
    if let Some(file) = file {
        check_log(report, file);
    }
}

async fn check_store(report: &mut Report, store: &Store) -> Result<(), crate::store::StoreError> {
    match store.schema_version().await? {
        SchemaVersion::Current => {}
        SchemaVersion::Empty => {
            report.add(Finding::warn(CHECK, "it is empty", "`serve` and `import` fill it"));
            return Ok(());
        }
        SchemaVersion::Older(pending) => {
            let found = format!("it is of an older version ({} is pending)", pending.join(", "));
            let advice = "the next start of `serve` brings it up to date: make a backup before";
            report.add(Finding::warn(CHECK, found, advice));
            return Ok(());
        }
        SchemaVersion::Newer(unknown) => {
            let found = format!("it is of a newer version ({} is unknown)", unknown.join(", "));
            let advice = "install that version again, or restore the backup of before the upgrade";
            report.add(Finding::fail(CHECK, found, advice));
            return Ok(());
        }
    }
    let faults = store.check().await?;
    report.add_if(
        faults.is_empty(),
        Finding::ok(CHECK, "it is up to date and sound"),
        Finding::fail(
            CHECK,
            format!("it has {} faults", faults.len()),
            "`zaidu-server check` lists them, `check --repair` mends what can be mended",
        ),
    );
    Ok(())
}

/// The write-ahead log of SQLite, which is written back now and then.
fn check_log(report: &mut Report, file: &Path) {
    let log = file
        .with_file_name(format!("{}-wal", file.file_name().unwrap_or_default().to_string_lossy()));
    let size = std::fs::metadata(log).map_or(0, |log| log.len());
    if size > LARGE_LOG {
        let found = format!("its write-ahead log has {} MB", size >> 20);
        let advice = "a program holds an old read transaction on it: end that program";
        report.add(Finding::warn(CHECK, found, advice));
    }
}

/// Free space beside the database, whose upgrade makes a copy.
fn check_space(report: &mut Report, file: &Path) {
    const CHECK: &str = "disk";
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let size = std::fs::metadata(file).map_or(0, |file| file.len());
    let Some(free) = free_space(folder) else {
        let found = format!("the space in {} is not known", folder.display());
        return report.add(Finding::warn(CHECK, found, "does the folder exist? see --database"));
    };
    let found = format!("{} MB are free in {}", free >> 20, folder.display());
    let advice = "make room: votes are refused on a full disk, and an upgrade copies the database";
    report.add(match free {
        ..LITTLE => Finding::fail(CHECK, found, advice),
        _ if free < ENOUGH.max(size) => Finding::warn(CHECK, found, advice),
        _ => Finding::ok(CHECK, found),
    });
}

#[cfg(unix)]
fn free_space(folder: &Path) -> Option<u64> {
    let space = rustix::fs::statvfs(folder).ok()?;
    Some(space.f_bavail.saturating_mul(space.f_frsize))
}

#[cfg(not(unix))]
fn free_space(_folder: &Path) -> Option<u64> {
    None
}
