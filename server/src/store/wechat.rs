//! What WeChat gave, shared by all servers of one database, and the lease under
//! which one of them asks for more.

use std::fmt;

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter};

use super::entity::wechat;
use super::{Store, StoreError};

/// Something of WeChat's that ends.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Timed {
    /// Whoever has it can speak for the account.
    pub(crate) text: String,
    /// In seconds since 1970-01-01T00:00:00Z.
    pub(crate) until: i64,
}

impl fmt::Debug for Timed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Timed(…, until {})", self.until)
    }
}

/// What is known of an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) token: Option<Timed>,
    pub(crate) ticket: Option<Timed>,
    /// Whether a server asks WeChat now, or did when it died.
    pub(crate) is_leased: bool,
    /// Nobody begins to ask before.
    pub(crate) not_before: i64,
}

/// The right to ask WeChat for an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lease {
    pub(crate) app_id: String,
    /// Its holder's own, new each time.
    pub(crate) name: String,
}

/// How a round of asking ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Round {
    /// The token that works; none takes away the one before.
    pub(crate) token: Option<Timed>,
    /// The new ticket; none leaves the one before.
    pub(crate) ticket: Option<Timed>,
    /// When the next may begin.
    pub(crate) not_before: i64,
}

impl Store {
    /// What is known of the account `app_id`; nothing at first.
    pub(crate) async fn wechat(&self, app_id: &str) -> Result<Account, StoreError> {
        let row = wechat::Entity::find_by_id(app_id).one(&self.db).await?.unwrap_or_default();
        let timed = |text: Option<String>, until| text.map(|text| Timed { text, until });
        Ok(Account {
            token: timed(row.token, row.token_until),
            ticket: timed(row.ticket, row.ticket_until),
            is_leased: row.holder.is_some(),
            not_before: row.not_before,
        })
    }

    /// Takes the lease until `until`, unless a round is under way or to be waited
    /// for at `now`. What is further off than `horizon` was written by a clock that
    /// has since been set back, and counts for nothing. Of any number of servers
    /// that try at once, one succeeds.
    pub(crate) async fn take_wechat_lease(
        &self,
        lease: &Lease,
        now: i64,
        until: i64,
        horizon: i64,
    ) -> Result<bool, StoreError> {
        let write = self.begin_write().await?;
        let first = wechat::Model { app_id: lease.app_id.clone(), ..wechat::Model::default() };
        wechat::Entity::insert(first.into_active_model())
            .on_conflict(OnConflict::column(wechat::Column::AppId).do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(&write.txn)
            .await?;
        let is_free = Condition::any()
            .add(wechat::Column::NotBefore.lte(now))
            .add(wechat::Column::NotBefore.gt(horizon));
        let taken = wechat::Entity::update_many()
            .col_expr(wechat::Column::Holder, Expr::value(lease.name.clone()))
            .col_expr(wechat::Column::NotBefore, Expr::value(until))
            .filter(wechat::Column::AppId.eq(&*lease.app_id))
            .filter(is_free)
            .exec(&write.txn)
            .await?;
        write.txn.commit().await?;
        Ok(taken.rows_affected == 1)
    }

    /// Ends the round under `lease`. One that was overtaken changes nothing.
    pub(crate) async fn end_wechat_round(
        &self,
        lease: &Lease,
        round: Round,
    ) -> Result<(), StoreError> {
        let halves = |timed: Option<Timed>| match timed {
            Some(Timed { text, until }) => (Some(text), until),
            None => (None, 0),
        };
        let (token, token_until) = halves(round.token);
        let mut update = wechat::Entity::update_many()
            .col_expr(wechat::Column::Token, Expr::value(token))
            .col_expr(wechat::Column::TokenUntil, Expr::value(token_until))
            .col_expr(wechat::Column::Holder, Expr::value(None::<String>))
            .col_expr(wechat::Column::NotBefore, Expr::value(round.not_before));
        if round.ticket.is_some() {
            let (ticket, ticket_until) = halves(round.ticket);
            update = update
                .col_expr(wechat::Column::Ticket, Expr::value(ticket))
                .col_expr(wechat::Column::TicketUntil, Expr::value(ticket_until));
        }
        let write = self.begin_write().await?;
        update
            .filter(wechat::Column::AppId.eq(&*lease.app_id))
            .filter(wechat::Column::Holder.eq(&*lease.name))
            .exec(&write.txn)
            .await?;
        Ok(write.txn.commit().await?)
    }
}
