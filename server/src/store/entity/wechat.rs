//! Table `wechat`: access token and `jsapi_ticket` of each account, and the lease for their
//! renewal.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wechat")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub app_id: String,
    /// The access token, which authorises calls of WeChat's API.
    pub token: Option<String>,
    /// Expiry of the token in seconds since 1970-01-01T00:00:00Z, as all times of this table.
    pub token_until: i64,
    /// The `jsapi_ticket`, from which page signatures are computed.
    pub ticket: Option<String>,
    pub ticket_until: i64,
    /// Id of the server that is renewing now; `NULL` between two renewals.
    pub holder: Option<String>,
    /// No other renewal begins earlier.
    pub not_before: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
