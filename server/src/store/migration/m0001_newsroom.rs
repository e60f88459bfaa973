//! Migration: creates the tables `articles`, `counts`, `reactions`, `site` and `settings`.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0001_newsroom"
    }
}

/// A text column with bytewise collation. That is SQLite's default; PostgreSQL's default depends on
/// the locale of the database, and feeds would be sorted differently from their cursors.
fn bytewise(name: &'static str, backend: DbBackend) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.text();
    if backend == DbBackend::Postgres {
        column.extra(r#"COLLATE "C""#);
    }
    column
}

fn index(
    table: &'static str,
    name: &'static str,
    columns: &[&'static str],
) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(table);
    for column in columns {
        index.col(*column);
    }
    index
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let articles = Table::create()
            .table("articles")
            .col(bytewise("id", backend).not_null().primary_key())
            .col(ColumnDef::new("published").big_integer().not_null())
            .col(bytewise("channel_key", backend))
            .col(bytewise("column_key", backend))
            .col(ColumnDef::new("digest").text().not_null())
            .col(ColumnDef::new("preview").text().not_null())
            .col(ColumnDef::new("document").text().not_null())
            .take();
        let count = |name: &'static str| ColumnDef::new(name).big_integer().not_null().take();
        let of_article = |table: &'static str| {
            ForeignKey::create().from(table, "article").to("articles", "id").take()
        };
        let counts = Table::create()
            .table("counts")
            .col(bytewise("article", backend).not_null().primary_key())
            .col(count("happy"))
            .col(count("sad"))
            .col(count("liked"))
            .col(count("passed"))
            .foreign_key(&mut of_article("counts"))
            .take();
        let reactions = Table::create()
            .table("reactions")
            .col(bytewise("article", backend).not_null())
            .col(bytewise("reader", backend).not_null())
            .col(ColumnDef::new("mood").text().not_null())
            .col(ColumnDef::new("chosen_at").big_integer().not_null())
            .primary_key(Index::create().col("article").col("reader"))
            .foreign_key(&mut of_article("reactions"))
            .take();
        let site = Table::create()
            .table("site")
            .col(ColumnDef::new("id").integer().not_null().primary_key())
            .col(ColumnDef::new("document").text().not_null())
            .take();
        let settings = Table::create()
            .table("settings")
            .col(ColumnDef::new("name").text().not_null().primary_key())
            .col(ColumnDef::new("value").text().not_null())
            .take();
        for table in [articles, counts, reactions, site, settings] {
            manager.create_table(table).await?;
        }
        // Feeds scan these indexes backwards, which both engines support.
        let indexes = [
            index("articles", "articles_latest", &["published", "id"]),
            index("articles", "articles_channel", &["channel_key", "published", "id"]),
            index("articles", "articles_column", &["channel_key", "column_key", "published", "id"]),
            index("reactions", "reactions_ranking", &["mood", "chosen_at", "article"]),
        ];
        for index in indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
