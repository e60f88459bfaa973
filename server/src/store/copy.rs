//! From one database into another, of whichever engine.

use futures_util::TryStreamExt;
use sea_orm::{
    ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait,
};

use super::check::Fault;
use super::entity::{articles, counts, period_counts, reactions, settings, site, tags, wechat};
use super::search::index;
use super::{BATCH, Store, StoreError};

/// Why nothing was copied.
#[derive(Debug)]
pub enum CopyError {
    /// The source does not answer, or has what cannot be read.
    From(StoreError),
    /// The source's sums are not those of its reactions.
    Wrong(Fault),
    /// The target does not answer.
    To(StoreError),
    /// The target holds something already.
    Occupied {
        /// In which table.
        table: &'static str,
    },
    /// The target does not hold what was put into it.
    Differs {
        /// In which table.
        table: &'static str,
        /// TableRows that were sent.
        sent: u64,
        /// TableRows that are there.
        found: u64,
    },
}

/// A table and how many rows it has.
pub type TableRows = (&'static str, u64);

impl Store {
    /// Puts everything that is here at this moment into `to`, which must hold
    /// nothing, in one transaction: the rows of each table, counted on both sides.
    ///
    /// # Errors
    /// [`CopyError`]; then `to` is as it was.
    pub async fn copy(&self, to: &Self) -> Result<Vec<TableRows>, CopyError> {
        let wrong = self.check().await.map_err(CopyError::From)?;
        if let Some(fault) = wrong.into_iter().next() {
            return Err(CopyError::Wrong(fault));
        }
        let from = self.snapshot().await.map_err(CopyError::From)?;
        let write = to.begin_write().await.map_err(CopyError::To)?;
        let copied = all(&from, &write.txn).await;
        // Read only: there is nothing to undo.
        drop(from);
        match copied {
            Ok(copied) => {
                // What is searched is made of articles, by each engine in its own way.
                let filled = index::fill(&write.txn).await;
                filled.map_err(|error| CopyError::To(error.into()))?;
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

/// Every table, articles first, because others refer to them.
async fn all(
    from: &DatabaseTransaction,
    to: &DatabaseTransaction,
) -> Result<Vec<TableRows>, CopyError> {
    Ok(vec![
        ("articles", table::<articles::Entity>("articles", from, to).await?),
        ("tags", table::<tags::Entity>("tags", from, to).await?),
        ("counts", table::<counts::Entity>("counts", from, to).await?),
        ("reactions", table::<reactions::Entity>("reactions", from, to).await?),
        ("tallies", table::<period_counts::Entity>("tallies", from, to).await?),
        ("site", table::<site::Entity>("site", from, to).await?),
        ("settings", table::<settings::Entity>("settings", from, to).await?),
        ("wechat", table::<wechat::Entity>("wechat", from, to).await?),
    ])
}

/// One table; how many rows it has.
async fn table<E>(
    name: &'static str,
    from: &DatabaseTransaction,
    to: &DatabaseTransaction,
) -> Result<u64, CopyError>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel> + Sync,
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    let theirs = |error: sea_orm::DbErr| CopyError::From(error.into());
    let ours = |error: sea_orm::DbErr| CopyError::To(error.into());
    if E::find().count(to).await.map_err(ours)? > 0 {
        return Err(CopyError::Occupied { table: name });
    }
    let rows = E::find().stream(from).await.map_err(theirs)?;
    let mut batches = rows.try_chunks(BATCH);
    let mut sent = 0;
    while let Some(batch) = batches.try_next().await.map_err(|error| theirs(error.1))? {
        sent += batch.len() as u64;
        let rows = batch.into_iter().map(IntoActiveModel::into_active_model);
        E::insert_many(rows).exec_without_returning(to).await.map_err(ours)?;
    }
    let found = E::find().count(to).await.map_err(ours)?;
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
