//! Migration: creates and fills the table `tags`, from which recommendations are read.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;
use serde::Deserialize;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0004_tags"
    }
}

/// Articles per query. Their rows include the full text.
const BATCH: u64 = 100;

/// Maximum number of tags of an article that count.
const MAX_TAGS: usize = 8;

/// Indexes for the sort orders and filters of recommendations, each covering its query.
const INDEXES: [(&str, &[&str]); 3] = [
    ("tags_column", &["tag", "channel_key", "column_key", "published", "article"]),
    ("tags_channel", &["tag", "channel_key", "published", "article", "column_key"]),
    ("tags_latest", &["tag", "published", "article", "channel_key"]),
];

/// The part of an article's JSON that is parsed.
#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    tags: Vec<String>,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let bytewise = |name: &'static str| {
            let mut column = ColumnDef::new(name);
            column.text();
            if backend == DbBackend::Postgres {
                column.extra(r#"COLLATE "C""#);
            }
            column
        };
        let mut tags = Table::create()
            .table("tags")
            .col(bytewise("article").not_null())
            .col(bytewise("tag").not_null())
            .col(ColumnDef::new("published").big_integer().not_null())
            .col(bytewise("channel_key"))
            .col(bytewise("column_key"))
            .primary_key(Index::create().col("article").col("tag"))
            .foreign_key(ForeignKey::create().from("tags", "article").to("articles", "id"))
            .take();
        if backend == DbBackend::Sqlite {
            tags.extra("WITHOUT ROWID");
        }
        manager.create_table(tags).await?;
        fill(manager).await?;
        for (name, columns) in INDEXES {
            let mut index = Index::create();
            index.name(name).table("tags");
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// Fills the table from the stored articles.
async fn fill(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let columns = ["id", "published", "channel_key", "column_key", "document"];
    let mut last = String::new();
    loop {
        let mut articles = Query::select();
        articles.columns(columns).from("articles").and_where(Expr::col("id").gt(&*last));
        articles.order_by("id", Order::Asc).limit(BATCH);
        let articles = db.query_all(&articles).await?;
        if articles.is_empty() {
            return Ok(());
        }
        let mut insert = Query::insert();
        insert.into_table("tags").columns([
            "article",
            "tag",
            "published",
            "channel_key",
            "column_key",
        ]);
        let mut is_empty = true;
        for row in articles {
            last = row.try_get_by_index(0)?;
            let published: i64 = row.try_get_by_index(1)?;
            let (channel, column): (Option<String>, Option<String>) =
                (row.try_get_by_index(2)?, row.try_get_by_index(3)?);
            let document: String = row.try_get_by_index(4)?;
            let Document { tags } = serde_json::from_str(&document)
                .map_err(|error| DbErr::Migration(format!("article {last}: {error}")))?;
            let mut seen: Vec<&str> = Vec::new();
            for tag in &tags {
                if seen.len() == MAX_TAGS || seen.contains(&&**tag) {
                    continue;
                }
                seen.push(tag);
                is_empty = false;
                insert.values_panic([
                    last.as_str().into(),
                    tag.as_str().into(),
                    published.into(),
                    channel.clone().into(),
                    column.clone().into(),
                ]);
            }
        }
        if !is_empty {
            db.execute(&insert).await?;
        }
    }
}
