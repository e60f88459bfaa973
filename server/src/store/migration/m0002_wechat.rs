//! What WeChat gave the newsroom's account, and whose turn it is to ask again.

use sea_orm_migration::prelude::*;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0002_wechat"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let moment = |name: &'static str| ColumnDef::new(name).big_integer().not_null().take();
        let wechat = Table::create()
            .table("wechat")
            .col(ColumnDef::new("app_id").text().not_null().primary_key())
            .col(ColumnDef::new("token").text())
            .col(moment("token_until"))
            .col(ColumnDef::new("ticket").text())
            .col(moment("ticket_until"))
            .col(ColumnDef::new("holder").text())
            .col(moment("not_before"))
            .take();
        manager.create_table(wechat).await
    }
}
