//! Migration: the searched texts have names and tags, and neither punctuation nor spaces.

use sea_orm_migration::prelude::*;

use crate::store::search::index as search_index;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0007_folded_texts"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        search_index::rebuild(manager.get_connection()).await
    }
}
