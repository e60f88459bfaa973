//! Migration: previews name the channel and the source. They are derived from the articles.

use sea_orm_migration::prelude::*;
use zaidu_model::Article;

use super::documents;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0006_previews"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let preview = |document: &str| {
            let article: Article = serde_json::from_str(document)?;
            Ok(Some(serde_json::to_string(&article.preview())?.into()))
        };
        documents::fill_column(manager.get_connection(), "preview", preview).await
    }
}
