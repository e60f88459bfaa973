//! Schema of the database: its version, the way to the current one, and a copy of a SQLite file
//! from before.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr};
use sea_orm_migration::{MigratorTrait, SchemaManager};

use super::migration::Migrator;
use super::write_lock::Writer;
use super::{IN_MEMORY, StoreError, sqlite_path};

/// Key of the advisory lock that a migrating server holds on PostgreSQL: `zaidu` in ASCII.
const MIGRATION_LOCK: i64 = 0x7a_6169_6475;

/// How a database's schema compares with that of this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SchemaVersion {
    /// No schema yet.
    Empty,
    /// That of this program.
    Current,
    /// Older: these migrations are pending.
    Older(Vec<String>),
    /// Newer: these migrations are unknown here.
    Newer(Vec<String>),
}

impl SchemaVersion {
    /// Reads the version, and changes nothing.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn read(db: &DatabaseConnection) -> Result<Self, DbErr> {
        // Reading the migrations would create their table.
        let table = Migrator::migration_table_name().to_string();
        if !SchemaManager::new(db).has_table(table).await? {
            return Ok(Self::Empty);
        }
        let applied = Migrator::get_migration_models(db).await?;
        let applied: Vec<String> = applied.into_iter().map(|row| row.version).collect();
        let known: Vec<String> =
            Migrator::migrations().iter().map(|it| it.name().to_owned()).collect();
        Ok(Self::compare(&applied, &known))
    }

    fn compare(applied: &[String], known: &[String]) -> Self {
        let without = |all: &[String], some: &[String]| -> Vec<String> {
            all.iter().filter(|name| !some.contains(name)).cloned().collect()
        };
        let (unknown, pending) = (without(applied, known), without(known, applied));
        match (unknown.is_empty(), pending.is_empty()) {
            (false, _) => Self::Newer(unknown),
            (true, _) if applied.is_empty() => Self::Empty,
            (true, true) => Self::Current,
            (true, false) => Self::Older(pending),
        }
    }
}

/// The error of a database that a newer version of this program has changed.
pub(super) fn newer(unknown: &[String]) -> StoreError {
    let message = format!(
        "it is of a newer version of this program (it has {}); start that version again, or restore \
         the backup of before the upgrade",
        unknown.join(", ")
    );
    DbErr::Custom(message).into()
}

/// The error of a database that has to be migrated first.
pub(super) fn older() -> StoreError {
    let message = "it is of an older version; `serve` or `import` brings it up to date";
    DbErr::Custom(message.into()).into()
}

/// Migrates the schema, in one transaction and by one server at a time. On a read-only database
/// this fails at start-up and not at the first reaction.
///
/// A schema that this program does not know is refused. A SQLite file with an older one is copied
/// before it is changed: that copy is the way back.
pub(super) async fn migrate(
    db: &DatabaseConnection,
    url: &str,
    writer: &Writer,
) -> Result<(), StoreError> {
    match SchemaVersion::read(db).await? {
        SchemaVersion::Newer(unknown) => return Err(newer(&unknown)),
        SchemaVersion::Older(pending) => {
            tracing::info!(pending = pending.join(", "), "the database is brought up to date");
            let file = url.strip_prefix("sqlite:").map(sqlite_path);
            if let Some(file) = file.filter(|file| *file != IN_MEMORY) {
                let backup = back_up(db, Path::new(file)).await?;
                tracing::info!(backup = %backup.display(), "a copy of the database is kept");
            }
        }
        SchemaVersion::Empty | SchemaVersion::Current => {}
    }
    let write = writer.begin().await?;
    if write.txn.get_database_backend() == DbBackend::Postgres {
        let lock = format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})");
        write.txn.execute_unprepared(&lock).await?;
    }
    Migrator::up(&write.txn, None).await?;
    write.commit().await
}

/// Copies the SQLite database beside its file, as `NAME.before-upgrade-SECONDS`. The copy appears
/// under that name when it is complete.
async fn back_up(db: &DatabaseConnection, file: &Path) -> Result<PathBuf, StoreError> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let backup = file.with_file_name(format!("{name}.before-upgrade-{seconds}"));
    // Two servers that start at once each make their own.
    let part = file.with_file_name(format!("{name}.{}.part", std::process::id()));
    let failed = |reason: String| {
        // What was written of an incomplete copy; there may be nothing.
        let _ = std::fs::remove_file(&part);
        StoreError::from(DbErr::Custom(format!(
            "cannot copy it to {} before its upgrade: {reason}; make room there",
            backup.display()
        )))
    };
    let target = part.to_string_lossy().replace('\'', "''");
    let copied = db.execute_unprepared(&format!("VACUUM INTO '{target}'")).await;
    copied.map_err(|error| failed(error.to_string()))?;
    let flushed = std::fs::File::open(&part).and_then(|file| file.sync_all());
    let named = flushed.and_then(|()| std::fs::rename(&part, &backup));
    named.map_err(|error| failed(error.to_string()))?;
    Ok(backup)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_migrations() {
        let names =
            |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let known = names(&["m1", "m2"]);
        let compare = |applied: &[&str]| SchemaVersion::compare(&names(applied), &known);
        assert_eq!(compare(&[]), SchemaVersion::Empty);
        assert_eq!(compare(&["m1", "m2"]), SchemaVersion::Current);
        assert_eq!(compare(&["m1"]), SchemaVersion::Older(names(&["m2"])));
        assert_eq!(compare(&["m1", "m2", "m3"]), SchemaVersion::Newer(names(&["m3"])));
        // Of another branch: what is unknown counts.
        assert_eq!(compare(&["m1", "m3"]), SchemaVersion::Newer(names(&["m3"])));
    }
}
