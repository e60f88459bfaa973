//! Migration: previews name the channel and the source. They are derived from the articles.

use sea_orm_migration::prelude::*;
use zaidu_model::Article;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0006_previews"
    }
}

/// Articles per query. Their rows include the full text.
const BATCH: u64 = 100;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let mut last = String::new();
        loop {
            let mut articles = Query::select();
            articles.columns(["id", "document"]).from("articles");
            articles.and_where(Expr::col("id").gt(&*last)).order_by("id", Order::Asc).limit(BATCH);
            let articles = db.query_all(&articles).await?;
            if articles.is_empty() {
                return Ok(());
            }
            for row in articles {
                last = row.try_get_by_index(0)?;
                let document: String = row.try_get_by_index(1)?;
                let failed = |error| DbErr::Migration(format!("article {last}: {error}"));
                let article: Article = serde_json::from_str(&document).map_err(failed)?;
                let preview = serde_json::to_string(&article.preview()).map_err(failed)?;
                let mut update = Query::update();
                update.table("articles").value("preview", preview);
                update.and_where(Expr::col("id").eq(&*last));
                db.execute(&update).await?;
            }
        }
    }
}
