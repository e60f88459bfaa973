//! Taking over a newsroom.

use std::collections::HashMap;
use std::fmt;

use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use zaidu_model::{Article, Counts, Newsroom};

use super::entity::{articles, counts, site, tags};
use super::search::index;
use super::{BATCH, Store, StoreError};
use crate::etag::content_hash;

/// What an import did, in articles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportSummary {
    /// Were not there.
    pub added: usize,
    /// Were there with another text.
    pub updated: usize,
    /// Were there as they are.
    pub unchanged: usize,
}

impl fmt::Display for ImportSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { added, updated, unchanged } = self;
        write!(f, "{added} added, {updated} updated, {unchanged} unchanged")
    }
}

impl Store {
    /// Makes the store hold `newsroom`: its site in place of the one before, and
    /// its articles. Articles that it lacks stay, and reactions too. Twice is
    /// once; a failure changes nothing.
    ///
    /// # Errors
    /// The engine's.
    pub async fn import(&self, newsroom: &Newsroom) -> Result<ImportSummary, StoreError> {
        let write = self.begin_write().await?;
        let known: Vec<(String, String)> = articles::Entity::find()
            .select_only()
            .columns([articles::Column::Id, articles::Column::Digest])
            .into_tuple()
            .all(&write.txn)
            .await?;
        let known: HashMap<_, _> = known.into_iter().collect();
        let mut imported = ImportSummary::default();
        let (mut rows, mut zeros) = (Vec::new(), Vec::new());
        let (mut about, mut changed) = (Vec::new(), Vec::new());
        for article in newsroom.articles() {
            let row = row(article)?;
            match known.get(&row.id) {
                Some(digest) if *digest == row.digest => {
                    imported.unchanged += 1;
                    continue;
                }
                Some(_) => imported.updated += 1,
                None => {
                    imported.added += 1;
                    zeros.push(counts::Model::new(row.id.clone(), Counts::default()));
                }
            }
            about.extend(tags::Model::of(article, &row));
            rows.push(row.into_active_model());
            changed.push(article);
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
        for batch in about.chunks(BATCH) {
            // As with counts, another server may have written the same.
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
        index::put(&write.txn, &changed).await?;
        for batch in zeros.chunks(BATCH) {
            // Another server may have imported the same file meanwhile, and
            // readers may have reacted.
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
        let row = site::Model { id: site::ONLY, document };
        site::Entity::insert(row.into_active_model())
            .on_conflict(
                OnConflict::column(site::Column::Id)
                    .update_column(site::Column::Document)
                    .to_owned(),
            )
            .exec_without_returning(&write.txn)
            .await?;
        write.txn.commit().await?;
        Ok(imported)
    }
}

/// The row of `article`. Its counts are readers' own and no part of it.
fn row(article: &Article) -> Result<articles::Model, StoreError> {
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
