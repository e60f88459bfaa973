//! Migration: creates the table `wechat`, which stores credentials and the lease for their renewal.

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
        let unix_time = |name: &'static str| ColumnDef::new(name).big_integer().not_null().take();
        let wechat = Table::create()
            .table("wechat")
            .col(ColumnDef::new("app_id").text().not_null().primary_key())
            .col(ColumnDef::new("token").text())
            .col(unix_time("token_until"))
            .col(ColumnDef::new("ticket").text())
            .col(unix_time("ticket_until"))
            .col(ColumnDef::new("holder").text())
            .col(unix_time("not_before"))
            .take();
        manager.create_table(wechat).await
    }
}
