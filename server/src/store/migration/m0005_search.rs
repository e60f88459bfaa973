//! Migration: creates and fills the table `texts` of search documents and their full-text index.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::store::search::index as search_index;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0005_search"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let db = manager.get_connection();
        // Bytewise collation on both engines.
        let text = |name: &'static str| {
            let mut column = ColumnDef::new(name).text().not_null().take();
            if backend == DbBackend::Postgres {
                column.extra(r#"COLLATE "C""#);
            }
            column
        };
        let mut table = Table::create().table("texts").take();
        if backend == DbBackend::Sqlite {
            // The index refers to rows by this id; an implicit rowid may change.
            table.col(ColumnDef::new("id").integer().not_null().primary_key());
        }
        table
            .col(text("article").unique_key())
            .col(ColumnDef::new("published").big_integer().not_null())
            .col(text("title"))
            .col(text("words"))
            .foreign_key(ForeignKey::create().from("texts", "article").to("articles", "id"));
        manager.create_table(table).await?;
        let mut latest = Index::create();
        latest.name("texts_latest").table("texts").col("published").col("article");
        manager.create_index(latest).await?;
        let index = match backend {
            DbBackend::Postgres => {
                "ALTER TABLE texts ADD COLUMN tokens text[] COLLATE \"C\" NOT NULL; \
                 CREATE INDEX texts_tokens ON texts USING gin (tokens) \
                 WITH (fastupdate = off)"
            }
            _ => search_index::SQLITE_INDEX,
        };
        db.execute_unprepared(index).await?;
        search_index::index_all(db).await
    }
}
