//! Import of a newsroom: upserts articles by content hash, in one transaction.

use std::fmt;

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter};
use zaidu_model::{Article, Counts, Newsroom};

use super::entity::{articles, counts, facets, site, tags};
use super::import_plan::{Changes, ImportOptions, ImportPlan, plan};
use super::search::index;
use super::withdrawal::{self, BY_SOURCE};
use super::{BATCH, Store, StoreError};

/// The number of articles that an import added, updated and left unchanged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportSummary {
    /// New articles.
    pub added: usize,
    /// Stored articles whose content differed, or that came back.
    pub updated: usize,
    /// Stored articles with equal content.
    pub unchanged: usize,
}

impl fmt::Display for ImportSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { added, updated, unchanged } = self;
        write!(f, "{added} added, {updated} updated, {unchanged} unchanged")
    }
}

impl ImportPlan {
    /// The numbers of articles.
    #[must_use]
    pub fn summary(&self) -> ImportSummary {
        let Self { added, updated, unchanged, .. } = self;
        ImportSummary { added: added.len(), updated: updated.len(), unchanged: unchanged.len() }
    }
}

impl fmt::Display for ImportPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.summary().fmt(f)?;
        for (number, what) in
            [(self.withdrawn.len(), "withdrawn"), (self.kept_withdrawn.len(), "kept withdrawn")]
        {
            if number > 0 {
                write!(f, ", {number} {what}")?;
            }
        }
        Ok(())
    }
}

impl Store {
    /// Imports `newsroom` without a source, see [`Self::import_with`].
    ///
    /// # Errors
    /// An error of the database; then nothing changed.
    pub async fn import(&self, newsroom: &Newsroom) -> Result<ImportSummary, StoreError> {
        Ok(self.import_with(newsroom, &ImportOptions::default()).await?.summary())
    }

    /// Imports `newsroom`: replaces the site settings and upserts its articles, and withdraws those
    /// that it has taken back. Other articles and all reactions stay. An article that a person has
    /// withdrawn stays as it is; one that its source has withdrawn comes back. Idempotent. Returns
    /// what changed.
    ///
    /// # Errors
    /// An error of the database; then nothing changed.
    pub async fn import_with(
        &self,
        newsroom: &Newsroom,
        options: &ImportOptions,
    ) -> Result<ImportPlan, StoreError> {
        let write = self.begin_write().await?;
        let changes = plan(&write.txn, newsroom, options, self.now()).await?;
        write_articles(&write.txn, &changes, options).await?;
        let document = serde_json::to_string(newsroom.site())?;
        let row = site::Model { id: site::ROW_ID, document };
        site::Entity::insert(row.into_active_model())
            .on_conflict(
                OnConflict::column(site::Column::Id)
                    .update_column(site::Column::Document)
                    .to_owned(),
            )
            .exec_without_returning(&write.txn)
            .await?;
        withdrawal::renew_revision(&write.txn).await?;
        write.txn.commit().await?;
        Ok(changes.plan)
    }
}

async fn write_articles(
    txn: &DatabaseTransaction,
    changes: &Changes<'_>,
    options: &ImportOptions,
) -> Result<(), StoreError> {
    let Changes { plan, rows, moved } = changes;
    for batch in rows.chunks(BATCH) {
        let replace = OnConflict::column(articles::Column::Id)
            .update_columns([
                articles::Column::Published,
                articles::Column::ChannelKey,
                articles::Column::ColumnKey,
                articles::Column::Digest,
                articles::Column::Preview,
                articles::Column::Document,
                articles::Column::Updated,
                articles::Column::Origin,
                articles::Column::ShownFrom,
                articles::Column::WithdrawnBy,
            ])
            .to_owned();
        articles::Entity::insert_many(batch.iter().map(|(row, _)| row.clone().into_active_model()))
            .on_conflict(replace)
            .exec_without_returning(txn)
            .await?;
        tags::Entity::delete_many()
            .filter(tags::Column::Article.is_in(batch.iter().map(|(row, _)| row.id.as_str())))
            .exec(txn)
            .await?;
        facets::Entity::delete_many()
            .filter(facets::Column::Article.is_in(batch.iter().map(|(row, _)| row.id.as_str())))
            .exec(txn)
            .await?;
    }
    let tag_rows = rows.iter().flat_map(|(row, article)| tags::Model::rows_of(article, row));
    let tag_rows: Vec<_> = tag_rows.map(IntoActiveModel::into_active_model).collect();
    for batch in tag_rows.chunks(BATCH) {
        // As with counts, a concurrent import may have inserted the same rows.
        let keep =
            OnConflict::columns([tags::Column::Article, tags::Column::Tag]).do_nothing().to_owned();
        tags::Entity::insert_many(batch.iter().cloned())
            .on_conflict(keep)
            .try_insert()
            .exec_without_returning(txn)
            .await?;
    }
    let facet_rows = rows.iter().flat_map(|(_, article)| facets::Model::rows_of(article));
    let facet_rows: Vec<_> = facet_rows.map(IntoActiveModel::into_active_model).collect();
    for batch in facet_rows.chunks(BATCH) {
        let key = [facets::Column::Article, facets::Column::Kind, facets::Column::Name];
        facets::Entity::insert_many(batch.iter().cloned())
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(txn)
            .await?;
    }
    let changed: Vec<&Article> = rows.iter().map(|(_, article)| article.as_ref()).collect();
    index::upsert(txn, &changed).await?;
    for batch in plan.added.chunks(BATCH) {
        // A concurrent import may have inserted these rows, and readers may have reacted since.
        let keep = OnConflict::column(counts::Column::Article).do_nothing().to_owned();
        let row = |id: &zaidu_model::Key| counts::Model::new(id.to_string(), Counts::default());
        counts::Entity::insert_many(batch.iter().map(row).map(IntoActiveModel::into_active_model))
            .on_conflict(keep)
            .try_insert()
            .exec_without_returning(txn)
            .await?;
    }
    for batch in moved.chunks(BATCH) {
        articles::Entity::update_many()
            .col_expr(articles::Column::Origin, Expr::value(options.source.clone()))
            .filter(articles::Column::Id.is_in(batch))
            .exec(txn)
            .await?;
    }
    withdrawal::hide(txn, &plan.withdrawn, BY_SOURCE).await
}
