//! Import of a newsroom: upserts articles by content hash, in one transaction.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use zaidu_model::{Article, Counts, Newsroom, Timestamp};

use super::entity::{articles, counts, site, tags};
use super::search::index;
use super::{BATCH, Store, StoreError};
use crate::etag::content_hash;

/// The number of articles that an import added, updated and left unchanged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportSummary {
    /// New articles.
    pub added: usize,
    /// Stored articles whose content differed.
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

impl Store {
    /// Imports `newsroom`: replaces the site settings and upserts its articles. Other articles and
    /// all reactions stay. Idempotent.
    ///
    /// # Errors
    /// An error of the database; then nothing changed.
    pub async fn import(&self, newsroom: &Newsroom) -> Result<ImportSummary, StoreError> {
        let write = self.begin_write().await?;
        let stored: Vec<(String, String, i64)> = articles::Entity::find()
            .select_only()
            .columns([articles::Column::Id, articles::Column::Digest, articles::Column::Published])
            .into_tuple()
            .all(&write.txn)
            .await?;
        let stored: HashMap<_, _> =
            stored.into_iter().map(|(id, digest, published)| (id, (digest, published))).collect();
        // An article whose source tells no date keeps that of its first import.
        let dated: Vec<Cow<'_, Article>> = newsroom
            .articles()
            .iter()
            .map(|article| {
                let first = stored.get(article.id.as_str()).map(|(_, published)| *published);
                let first = first.filter(|_| newsroom.is_undated(&article.id));
                match first.map(Timestamp::from_unix) {
                    Some(Ok(published)) => Cow::Owned(Article { published, ..article.clone() }),
                    Some(Err(_)) | None => Cow::Borrowed(article),
                }
            })
            .collect();
        let mut summary = ImportSummary::default();
        let (mut rows, mut new_counts) = (Vec::new(), Vec::new());
        let (mut tag_rows, mut changed) = (Vec::new(), Vec::new());
        for article in &dated {
            let row = article_row(article)?;
            match stored.get(&row.id) {
                Some((digest, _)) if *digest == row.digest => {
                    summary.unchanged += 1;
                    continue;
                }
                Some(_) => summary.updated += 1,
                None => {
                    summary.added += 1;
                    new_counts.push(counts::Model::new(row.id.clone(), Counts::default()));
                }
            }
            tag_rows.extend(tags::Model::rows_of(article, &row));
            rows.push(row.into_active_model());
            changed.push(article.as_ref());
        }
        for batch in rows.chunks(BATCH) {
            let replace = OnConflict::column(articles::Column::Id)
                .update_columns([
                    articles::Column::Published,
                    articles::Column::ChannelKey,
                    articles::Column::ColumnKey,
                    articles::Column::Digest,
                    articles::Column::Preview,
                    articles::Column::Document,
                ])
                .to_owned();
            articles::Entity::insert_many(batch.iter().cloned())
                .on_conflict(replace)
                .exec_without_returning(&write.txn)
                .await?;
            let ids = batch.iter().filter_map(|row| row.id.try_as_ref());
            tags::Entity::delete_many()
                .filter(tags::Column::Article.is_in(ids))
                .exec(&write.txn)
                .await?;
        }
        for batch in tag_rows.chunks(BATCH) {
            // As with counts, a concurrent import may have inserted the same rows.
            let keep = OnConflict::columns([tags::Column::Article, tags::Column::Tag])
                .do_nothing()
                .to_owned();
            let rows = batch.iter().cloned().map(IntoActiveModel::into_active_model);
            tags::Entity::insert_many(rows)
                .on_conflict(keep)
                .try_insert()
                .exec_without_returning(&write.txn)
                .await?;
        }
        index::upsert(&write.txn, &changed).await?;
        for batch in new_counts.chunks(BATCH) {
            // A concurrent import may have inserted these rows, and readers may have reacted since.
            let keep = OnConflict::column(counts::Column::Article).do_nothing().to_owned();
            counts::Entity::insert_many(
                batch.iter().cloned().map(IntoActiveModel::into_active_model),
            )
            .on_conflict(keep)
            .try_insert()
            .exec_without_returning(&write.txn)
            .await?;
        }
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
        write.txn.commit().await?;
        Ok(summary)
    }
}

/// The row of `article`, whose counts are stored as zero: `counts` holds those of the readers.
fn article_row(article: &Article) -> Result<articles::Model, StoreError> {
    let document =
        serde_json::to_string(&Article { counts: Counts::default(), ..article.clone() })?;
    let section = article.section.as_ref();
    Ok(articles::Model {
        id: article.id.to_string(),
        published: article.published.unix(),
        channel_key: section.map(|section| section.channel.key.to_string()),
        column_key: section
            .and_then(|section| section.column.as_ref())
            .map(|column| column.key.to_string()),
        digest: content_hash(document.as_bytes()),
        preview: serde_json::to_string(&article.preview())?,
        document,
    })
}
