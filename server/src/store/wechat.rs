//! WeChat credentials shared by all servers of one database, and the lease that makes one server at
//! a time renew them.

use std::fmt;

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter};

use super::entity::wechat;
use super::{Store, StoreError};

/// An access token or a `jsapi_ticket` with its expiry. `Debug` hides the value.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Credential {
    /// The secret: its bearer can act for the account.
    pub(crate) value: String,
    /// In seconds since 1970-01-01T00:00:00Z.
    pub(crate) expires_at: i64,
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credential(…, until {})", self.expires_at)
    }
}

/// The stored state of a WeChat account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) token: Option<Credential>,
    pub(crate) ticket: Option<Credential>,
    /// Whether a server holds the lease, or held it when it crashed.
    pub(crate) is_leased: bool,
    /// No renewal begins earlier, in seconds since 1970-01-01T00:00:00Z.
    pub(crate) not_before: i64,
}

/// The exclusive right to renew the credentials of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lease {
    pub(crate) app_id: String,
    /// Random id of the holder, new for each lease.
    pub(crate) holder: String,
}

/// The result of a renewal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Renewal {
    /// The valid token; `None` deletes the stored one.
    pub(crate) token: Option<Credential>,
    /// The new ticket; `None` leaves the stored one.
    pub(crate) ticket: Option<Credential>,
    /// When the next renewal may begin, in seconds since 1970-01-01T00:00:00Z.
    pub(crate) not_before: i64,
}

impl Store {
    /// The state of the account `app_id`; empty before the first renewal.
    pub(crate) async fn wechat(&self, app_id: &str) -> Result<Account, StoreError> {
        let row = wechat::Entity::find_by_id(app_id).one(&self.db).await?.unwrap_or_default();
        let credential =
            |value: Option<String>, expires_at| value.map(|value| Credential { value, expires_at });
        Ok(Account {
            token: credential(row.token, row.token_until),
            ticket: credential(row.ticket, row.ticket_until),
            is_leased: row.holder.is_some(),
            not_before: row.not_before,
        })
    }

    /// Takes the lease until `until`, unless `not_before` is later than `now`: a renewal is
    /// running, or the next one is not due. A `not_before` later than `horizon` was written by a
    /// clock that has since been set back and is ignored. Of concurrent servers, exactly one
    /// succeeds.
    pub(crate) async fn take_wechat_lease(
        &self,
        lease: &Lease,
        now: i64,
        until: i64,
        horizon: i64,
    ) -> Result<bool, StoreError> {
        let write = self.begin_write().await?;
        let empty = wechat::Model { app_id: lease.app_id.clone(), ..wechat::Model::default() };
        wechat::Entity::insert(empty.into_active_model())
            .on_conflict(OnConflict::column(wechat::Column::AppId).do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(&write.txn)
            .await?;
        let is_free = Condition::any()
            .add(wechat::Column::NotBefore.lte(now))
            .add(wechat::Column::NotBefore.gt(horizon));
        let taken = wechat::Entity::update_many()
            .col_expr(wechat::Column::Holder, Expr::value(lease.holder.clone()))
            .col_expr(wechat::Column::NotBefore, Expr::value(until))
            .filter(wechat::Column::AppId.eq(&*lease.app_id))
            .filter(is_free)
            .exec(&write.txn)
            .await?;
        write.txn.commit().await?;
        Ok(taken.rows_affected == 1)
    }

    /// Stores the result of a renewal and releases `lease`. Changes nothing when another server has
    /// taken the lease since.
    pub(crate) async fn end_wechat_renewal(
        &self,
        lease: &Lease,
        renewal: Renewal,
    ) -> Result<(), StoreError> {
        let columns = |credential: Option<Credential>| match credential {
            Some(Credential { value, expires_at }) => (Some(value), expires_at),
            None => (None, 0),
        };
        let (token, token_until) = columns(renewal.token);
        let mut update = wechat::Entity::update_many()
            .col_expr(wechat::Column::Token, Expr::value(token))
            .col_expr(wechat::Column::TokenUntil, Expr::value(token_until))
            .col_expr(wechat::Column::Holder, Expr::value(None::<String>))
            .col_expr(wechat::Column::NotBefore, Expr::value(renewal.not_before));
        if renewal.ticket.is_some() {
            let (ticket, ticket_until) = columns(renewal.ticket);
            update = update
                .col_expr(wechat::Column::Ticket, Expr::value(ticket))
                .col_expr(wechat::Column::TicketUntil, Expr::value(ticket_until));
        }
        let write = self.begin_write().await?;
        update
            .filter(wechat::Column::AppId.eq(&*lease.app_id))
            .filter(wechat::Column::Holder.eq(&*lease.holder))
            .exec(&write.txn)
            .await?;
        Ok(write.txn.commit().await?)
    }
}
