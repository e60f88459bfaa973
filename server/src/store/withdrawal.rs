//! Withdrawal of articles, and its end. The rows stay, and with them the votes of readers: what is
//! restored is as it was.

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use zaidu_model::Key;

use super::entity::articles::Column::{Id, Published, ShownFrom, WithdrawnBy};
use super::entity::{articles, settings};
use super::visibility::{ALWAYS, NEVER, REVISION};
use super::{BATCH, Store, StoreError};

/// `withdrawn_by` of an article that a person has withdrawn: no import brings it back.
pub(super) const BY_HAND: &str = "hand";

/// `withdrawn_by` of an article that its source has withdrawn. An import that has it again brings it
/// back.
pub(super) const BY_SOURCE: &str = "source";

/// What became of the ids of a withdrawal or restoration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Withdrawal {
    /// Ids of the articles that changed.
    pub changed: Vec<Key>,
    /// Ids of those that were in that state already.
    pub unchanged: Vec<Key>,
    /// Ids of no article.
    pub unknown: Vec<Key>,
}

impl Store {
    /// Withdraws the articles `ids`: readers see them nowhere. No import brings them back, only
    /// [`Self::restore`].
    ///
    /// # Errors
    /// An error of the database; then nothing changed.
    pub async fn withdraw(&self, ids: &[Key]) -> Result<Withdrawal, StoreError> {
        self.change(
            ids,
            |by| by != Some(BY_HAND),
            async |txn, changed| hide(txn, changed, BY_HAND).await,
        )
        .await
    }

    /// Restores the withdrawn articles `ids`, with their votes. One that is published later is shown
    /// from then on.
    ///
    /// # Errors
    /// An error of the database; then nothing changed.
    pub async fn restore(&self, ids: &[Key]) -> Result<Withdrawal, StoreError> {
        let now = self.now();
        self.change(
            ids,
            |by| by.is_some(),
            async |txn, changed| {
                let shown_from =
                    Expr::case(Published.gt(now), Expr::col(Published)).finally(ALWAYS);
                articles::Entity::update_many()
                    .col_expr(ShownFrom, shown_from.into())
                    .col_expr(WithdrawnBy, Expr::value(Option::<String>::None))
                    .filter(Id.is_in(changed))
                    .exec(txn)
                    .await?;
                Ok(())
            },
        )
        .await
    }

    /// Applies `apply` to those of `ids` that `is_due` tells by their `withdrawn_by`.
    async fn change(
        &self,
        ids: &[Key],
        is_due: impl Fn(Option<&str>) -> bool,
        apply: impl AsyncFn(&DatabaseTransaction, &[String]) -> Result<(), StoreError>,
    ) -> Result<Withdrawal, StoreError> {
        let write = self.begin_write().await?;
        let mut outcome = Withdrawal::default();
        for ids in ids.chunks(BATCH) {
            let rows: Vec<(String, Option<String>)> = articles::Entity::find()
                .filter(Id.is_in(ids.iter().map(Key::as_str)))
                .select_only()
                .columns([Id, WithdrawnBy])
                .into_tuple()
                .all(&write.txn)
                .await?;
            let mut changed = Vec::new();
            for id in ids {
                match rows.iter().find(|(stored, _)| stored == id.as_str()) {
                    None => outcome.unknown.push(id.clone()),
                    Some((stored, by)) if is_due(by.as_deref()) => {
                        changed.push(stored.clone());
                        outcome.changed.push(id.clone());
                    }
                    Some(_) => outcome.unchanged.push(id.clone()),
                }
            }
            if !changed.is_empty() {
                apply(&write.txn, &changed).await?;
            }
        }
        renew_revision(&write.txn).await?;
        write.commit().await?;
        Ok(outcome)
    }
}

/// Hides the articles `ids` in the name of `by`.
pub(super) async fn hide(
    txn: &DatabaseTransaction,
    ids: &[String],
    by: &str,
) -> Result<(), StoreError> {
    for ids in ids.chunks(BATCH) {
        articles::Entity::update_many()
            .col_expr(ShownFrom, Expr::value(NEVER))
            .col_expr(WithdrawnBy, Expr::value(by))
            .filter(Id.is_in(ids))
            .exec(txn)
            .await?;
    }
    Ok(())
}

/// Gives the content a new [revision](super::Revision).
pub(super) async fn renew_revision(txn: &DatabaseTransaction) -> Result<(), StoreError> {
    let mut random = [0; 8];
    // Without random bytes there is the time; two writes in a nanosecond are not to be expected.
    if getrandom::fill(&mut random).is_err() {
        let time = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
        random = (time.as_nanos() as u64).to_le_bytes();
    }
    let value = format!("{:016x}", u64::from_le_bytes(random));
    let row = settings::Model { name: REVISION.to_owned(), value };
    let replace = OnConflict::column(settings::Column::Name)
        .update_column(settings::Column::Value)
        .to_owned();
    settings::Entity::insert(row.into_active_model())
        .on_conflict(replace)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}
