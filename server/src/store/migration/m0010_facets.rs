//! Migration: creates and fills the table `facets` of tags and authors, derived from the articles.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;
use zaidu_model::Article;

use super::documents;
use crate::store::BATCH;
use crate::store::entity::facets::Model;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0010_facets"
    }
}

/// Indexes for the articles of a tag or author and for the search of names, each covering its query.
const INDEXES: [(&str, &[&str]); 2] = [
    ("facets_latest", &["kind", "name", "published", "article"]),
    ("facets_folded", &["folded", "kind", "name", "published", "article"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        // Bytewise collation on both engines.
        let text = |name: &'static str| {
            let mut column = ColumnDef::new(name).text().not_null().take();
            if backend == DbBackend::Postgres {
                column.extra(r#"COLLATE "C""#);
            }
            column
        };
        let mut facets = Table::create()
            .table("facets")
            .col(text("article"))
            .col(text("kind"))
            .col(text("name"))
            .col(text("folded"))
            .col(ColumnDef::new("published").big_integer().not_null())
            .primary_key(Index::create().col("article").col("kind").col("name"))
            .foreign_key(ForeignKey::create().from("facets", "article").to("articles", "id"))
            .take();
        if backend == DbBackend::Sqlite {
            facets.extra("WITHOUT ROWID");
        }
        manager.create_table(facets).await?;
        fill(manager.get_connection()).await?;
        for (name, columns) in INDEXES {
            let mut index = Index::create();
            index.name(name).table("facets");
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// Fills the table from the stored articles.
async fn fill(db: &SchemaManagerConnection<'_>) -> Result<(), DbErr> {
    let mut last = String::new();
    loop {
        let batch = documents::batch_after(db, &last).await?;
        let Some((id, _)) = batch.last() else { return Ok(()) };
        last.clone_from(id);
        let mut rows = Vec::new();
        for (id, document) in &batch {
            let article: Article =
                serde_json::from_str(document).map_err(|error| documents::failed(id, &error))?;
            rows.extend(Model::rows_of(&article));
        }
        for rows in rows.chunks(BATCH) {
            let mut insert = Query::insert();
            insert.into_table("facets").columns(["article", "kind", "name", "folded", "published"]);
            for row in rows.iter().cloned() {
                insert.values_panic([
                    row.article.into(),
                    row.kind.into(),
                    row.name.into(),
                    row.folded.into(),
                    row.published.into(),
                ]);
            }
            db.execute(&insert).await?;
        }
    }
}
