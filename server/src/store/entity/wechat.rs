//! What WeChat gave an account, and whose turn it is to ask again.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wechat")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub app_id: String,
    /// Opens WeChat's interfaces.
    pub token: Option<String>,
    /// When it ends, in seconds since 1970-01-01T00:00:00Z; so are the others.
    pub token_until: i64,
    /// Pages are signed with it.
    pub ticket: Option<String>,
    pub ticket_until: i64,
    /// The server that asks WeChat now; none between two rounds.
    pub holder: Option<String>,
    /// Nobody else asks before.
    pub not_before: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
