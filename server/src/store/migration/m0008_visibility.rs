//! Migration: articles have their last change, their source, the time from which readers see them,
//! and who has withdrawn them.

use sea_orm_migration::prelude::*;
use serde::Deserialize;
use zaidu_model::Timestamp;

use super::documents;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0008_visibility"
    }
}

/// The field of an article that becomes a column.
#[derive(Deserialize)]
struct Updated {
    #[serde(default)]
    updated: Option<Timestamp>,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [
            ColumnDef::new("updated").big_integer().take(),
            ColumnDef::new("origin").text().take(),
            ColumnDef::new("shown_from").big_integer().not_null().default(0).take(),
            ColumnDef::new("withdrawn_by").text().take(),
        ] {
            // One a statement, as SQLite has it.
            manager.alter_table(Table::alter().table("articles").add_column(column).take()).await?;
        }
        let db = manager.get_connection();
        for index in [
            // Of a large archive, only what is hidden or was is in it.
            "CREATE INDEX articles_embargo ON articles (shown_from) WHERE shown_from > 0",
            // The queries that read a column from its index alone need the new column too.
            "DROP INDEX articles_column",
            "CREATE INDEX articles_column ON articles \
             (channel_key, column_key, published, id, shown_from)",
        ] {
            db.execute_unprepared(index).await?;
        }
        let updated = |document: &str| {
            let article: Updated = serde_json::from_str(document)?;
            Ok(article.updated.map(|updated| updated.unix().into()))
        };
        documents::fill_column(db, "updated", updated).await
    }
}
