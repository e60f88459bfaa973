//! Database copy, also between SQLite and PostgreSQL.

use futures_util::TryStreamExt;
use sea_orm::{
    ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait,
};

use super::check::Fault;
use super::entity::{
    articles, counts, facets, period_counts, reactions, settings, site, tags, wechat,
};
use super::search::index;
use super::{BATCH, Store, StoreError};

/// Why a copy failed. Nothing was copied.
#[derive(Debug)]
pub enum CopyError {
    /// The source failed, or holds a row that cannot be parsed.
    From(StoreError),
    /// The integrity check of the source failed.
    Wrong(Fault),
    /// The target failed.
    To(StoreError),
    /// The target is not empty.
    Occupied {
        /// The first table that has rows.
        table: &'static str,
    },
    /// The row counts of a table differ after the copy.
    Differs {
        /// The table.
        table: &'static str,
        /// Rows read from the source.
        sent: u64,
        /// Rows found in the target.
        found: u64,
    },
}

/// The name of a table and its number of rows.
pub type TableRows = (&'static str, u64);

impl Store {
    /// Copies a snapshot of all tables into `to`, which must be empty, in one transaction, and
    /// compares the row counts. Returns the row count of each table.
    ///
    /// # Errors
    /// [`CopyError`]; then `to` is unchanged.
    pub async fn copy(&self, to: &Self) -> Result<Vec<TableRows>, CopyError> {
        let faults = self.check().await.map_err(CopyError::From)?;
        if let Some(fault) = faults.into_iter().next() {
            return Err(CopyError::Wrong(fault));
        }
        let from = self.begin_snapshot().await.map_err(CopyError::From)?;
        let write = to.begin_write().await.map_err(CopyError::To)?;
        let copied = copy_tables(&from, &write.txn).await;
        // A read transaction needs no commit.
        drop(from);
        match copied {
            Ok(copied) => {
                // The search index depends on the engine and is built from the articles.
                let indexed = index::index_all(&write.txn).await;
                indexed.map_err(|error| CopyError::To(error.into()))?;
                write.commit().await.map_err(CopyError::To)?;
                Ok(copied)
            }
            Err(error) => {
                write.rollback().await;
                Err(error)
            }
        }
    }
}

/// Copies all tables, `articles` first because of foreign keys.
async fn copy_tables(
    from: &DatabaseTransaction,
    to: &DatabaseTransaction,
) -> Result<Vec<TableRows>, CopyError> {
    Ok(vec![
        ("articles", copy_table::<articles::Entity>("articles", from, to).await?),
        ("tags", copy_table::<tags::Entity>("tags", from, to).await?),
        ("facets", copy_table::<facets::Entity>("facets", from, to).await?),
        ("counts", copy_table::<counts::Entity>("counts", from, to).await?),
        ("reactions", copy_table::<reactions::Entity>("reactions", from, to).await?),
        ("tallies", copy_table::<period_counts::Entity>("tallies", from, to).await?),
        ("site", copy_table::<site::Entity>("site", from, to).await?),
        ("settings", copy_table::<settings::Entity>("settings", from, to).await?),
        ("wechat", copy_table::<wechat::Entity>("wechat", from, to).await?),
    ])
}

/// Copies one table and returns its number of rows.
async fn copy_table<E>(
    name: &'static str,
    from: &DatabaseTransaction,
    to: &DatabaseTransaction,
) -> Result<u64, CopyError>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel> + Sync,
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    let source_error = |error: sea_orm::DbErr| CopyError::From(error.into());
    let target_error = |error: sea_orm::DbErr| CopyError::To(error.into());
    if E::find().count(to).await.map_err(target_error)? > 0 {
        return Err(CopyError::Occupied { table: name });
    }
    let rows = E::find().stream(from).await.map_err(source_error)?;
    let mut batches = rows.try_chunks(BATCH);
    let mut sent = 0;
    while let Some(batch) = batches.try_next().await.map_err(|error| source_error(error.1))? {
        sent += batch.len() as u64;
        let rows = batch.into_iter().map(IntoActiveModel::into_active_model);
        E::insert_many(rows).exec_without_returning(to).await.map_err(target_error)?;
    }
    let found = E::find().count(to).await.map_err(target_error)?;
    if found == sent { Ok(sent) } else { Err(CopyError::Differs { table: name, sent, found }) }
}

impl std::fmt::Display for CopyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::From(error) => write!(f, "cannot read --from: {error}"),
            Self::Wrong(fault) => {
                write!(f, "--from is not sound ({fault}); see `zaidu-server check --repair`")
            }
            Self::To(error) => write!(f, "cannot write --to: {error}"),
            Self::Occupied { table } => {
                write!(f, "--to holds something already (in {table}); name an empty database")
            }
            Self::Differs { table, sent, found } => {
                write!(f, "{sent} rows of {table} were sent, and {found} are there")
            }
        }
    }
}

impl std::error::Error for CopyError {}
