//! Access token and ticket of the account: fetched once, before they expire, by one server for all.
//!
//! Both are in the store. A server that finds the ticket close to its expiry acquires a lease there,
//! fetches a new ticket and stores it, while all others use the ticket that is still valid. Without
//! a valid ticket all wait for the server that holds the lease. The outcome of a renewal determines
//! when the next one may start, and all servers respect that.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{sleep, timeout};

use super::upstream::{MAX_LIFETIME, Upstream};
use super::upstream_error::{MAX_BACKOFF, UpstreamError};
use super::{WechatClient, WechatError, random_text};
use crate::store::{Account, Credential, Lease, Renewal, Store};

/// How long before its expiry a ticket is renewed, in seconds: enough for several attempts before
/// readers are affected.
const RENEW_BEFORE_EXPIRY: i64 = 30 * 60;

/// Duration of a lease in seconds: five calls at their timeout, and some time for the store. A
/// server that dies blocks the others for so long.
const LEASE_DURATION: i64 = 30;

/// The shortest and the longest time between two successful renewals, in seconds, whatever lifetime
/// WeChat states.
const RENEWAL_INTERVAL: (i64, i64) = (30, 10 * 60);

/// How long a request waits when there is no ticket at all. Less than the request timeout, whose
/// response does not name the cause.
const TICKET_TIMEOUT: Duration = Duration::from_secs(8);

/// Interval at which a waiting request checks whether another server has finished.
const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// `Retry-After` of a request for which no ticket arrived in time, in seconds.
const RETRY_AFTER: i64 = 5;

impl Account {
    /// The ticket, if it is valid at `now`.
    fn valid_ticket(&self, now: i64) -> Option<&Credential> {
        valid(self.ticket.as_ref(), now)
    }

    /// Whether no renewal may start at `now`. A later time than any back-off was written with a
    /// clock that has since been set back, and is ignored.
    fn is_backing_off(&self, now: i64) -> bool {
        self.not_before > now && self.not_before <= now + MAX_BACKOFF
    }
}

/// The credential, if it is valid at `now`. One with more than the longest lifetime left was stored
/// with a clock that has since been set back, and is ignored.
fn valid(credential: Option<&Credential>, now: i64) -> Option<&Credential> {
    credential.filter(|it| it.expires_at > now && it.expires_at <= now + MAX_LIFETIME)
}

impl WechatClient {
    /// A ticket that is valid at `now`.
    ///
    /// # Errors
    /// [`WechatError::Unavailable`] when there is none, or the store's.
    pub(super) async fn ticket(&self, store: &Store, now: i64) -> Result<String, WechatError> {
        let account = store.wechat(&self.upstream.app_id).await?;
        if let Some(ticket) = account.valid_ticket(now) {
            if ticket.expires_at - now <= RENEW_BEFORE_EXPIRY && !account.is_backing_off(now) {
                self.renew_in_background(store, now);
            }
            return Ok(ticket.value.clone());
        }
        let ticket = timeout(TICKET_TIMEOUT, self.wait_for_ticket(store, now)).await;
        ticket.unwrap_or_else(|_| Err(unavailable(RETRY_AFTER)))
    }

    /// Renews the ticket in a background task, unless this process is renewing it already.
    fn renew_in_background(&self, store: &Store, now: i64) {
        let Ok(guard) = Arc::clone(&self.renewal_lock).try_lock_owned() else { return };
        let (wechat, store) = (self.clone(), store.clone());
        tokio::spawn(async move {
            let _guard = guard;
            if let Err(error) = wechat.renew(&store, now).await {
                tracing::error!(?error, "the WeChat ticket was not renewed");
            }
        });
    }

    /// Waits for a ticket that this server or another one fetches.
    async fn wait_for_ticket(&self, store: &Store, now: i64) -> Result<String, WechatError> {
        let _guard = self.renewal_lock.lock().await;
        loop {
            let account = store.wechat(&self.upstream.app_id).await?;
            if let Some(ticket) = account.valid_ticket(now) {
                return Ok(ticket.value.clone());
            }
            match (account.is_backing_off(now), account.is_leased) {
                (true, false) => return Err(unavailable(account.not_before - now)),
                (true, true) => sleep(POLL_INTERVAL).await,
                (false, _) => {
                    // In a task of its own, so that the renewal completes although the request may
                    // be dropped.
                    let (wechat, store) = (self.clone(), store.clone());
                    let renewal = tokio::spawn(async move { wechat.renew(&store, now).await });
                    renewal.await.map_err(|error| WechatError::Internal(error.to_string()))??;
                }
            }
        }
    }

    /// Renews token and ticket, unless another server holds the lease.
    async fn renew(&self, store: &Store, now: i64) -> Result<(), WechatError> {
        let lease = Lease { app_id: self.upstream.app_id.clone(), holder: random_text()? };
        let (lease_end, horizon) = (now + LEASE_DURATION, now + MAX_BACKOFF);
        if !store.take_wechat_lease(&lease, now, lease_end, horizon).await? {
            return Ok(());
        }
        let account = store.wechat(&lease.app_id).await?;
        let token = valid(account.token.as_ref(), now).cloned();
        let renewal = match fetch_ticket(&self.upstream, token, now).await {
            (token, Ok(ticket)) => {
                let life = ticket.expires_at - now;
                tracing::info!(life, "WeChat gave a ticket");
                let (shortest, longest) = RENEWAL_INTERVAL;
                let not_before = now + life.clamp(shortest, longest);
                Renewal { token, ticket: Some(ticket), not_before }
            }
            (token, Err((refusal, had_token))) => {
                let (rest, todo) = (refusal.backoff(had_token), refusal.advice(had_token));
                tracing::error!(%refusal, rest, todo, "WeChat gave no ticket");
                Renewal { token, ticket: None, not_before: now + rest }
            }
        };
        Ok(store.end_wechat_renewal(&lease, renewal).await?)
    }
}

/// The outcome of [`fetch_ticket`]: the token that works, if any, and the ticket, or the error and
/// whether there was a token.
type Fetched = (Option<Credential>, Result<Credential, (UpstreamError, bool)>);

/// Fetches a ticket with the stored token, or a new one. A token that WeChat rejects is replaced
/// once.
async fn fetch_ticket(upstream: &Upstream, stored: Option<Credential>, now: i64) -> Fetched {
    let failed_without_token = |error| (None, Err((error, false)));
    let mut token = match stored {
        Some(token) => token,
        None => match upstream.token(now, false).await {
            Ok(token) => token,
            Err(error) => return failed_without_token(error),
        },
    };
    let mut ticket = upstream.ticket(now, &token.value).await;
    if ticket.as_ref().is_err_and(UpstreamError::is_stale_token) {
        token = match replace_token(upstream, &token, now).await {
            Ok(token) => token,
            Err(error) => return failed_without_token(error),
        };
        ticket = upstream.ticket(now, &token.value).await;
    }
    match ticket {
        Ok(ticket) => (Some(token), Ok(ticket)),
        Err(error) => (error.keeps_token().then_some(token), Err((error, true))),
    }
}

/// Fetches a token other than `stale`. Another program may have renewed it already; a renewal is
/// forced, which WeChat allows a limited number of times a day, only if WeChat returns the same one.
async fn replace_token(
    upstream: &Upstream,
    stale: &Credential,
    now: i64,
) -> Result<Credential, UpstreamError> {
    let current = upstream.token(now, false).await?;
    if current.value == stale.value { upstream.token(now, true).await } else { Ok(current) }
}

/// There is no ticket now; the client may retry after `seconds`.
fn unavailable(seconds: i64) -> WechatError {
    WechatError::Unavailable(seconds.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expiring_at(time: i64) -> Account {
        let ticket = Some(Credential { value: "t".into(), expires_at: time });
        Account { ticket, ..Account::default() }
    }

    #[test]
    fn tickets_are_valid_until_they_expire() {
        assert!(expiring_at(1001).valid_ticket(1000).is_some());
        assert!(expiring_at(1000).valid_ticket(1000).is_none());
        assert!(Account::default().valid_ticket(1000).is_none());
    }

    #[test]
    fn times_of_a_clock_that_was_set_back_are_ignored() {
        assert!(expiring_at(1000 + MAX_LIFETIME).valid_ticket(1000).is_some());
        assert!(expiring_at(1001 + MAX_LIFETIME).valid_ticket(1000).is_none());
        let is_backing_off =
            |not_before| Account { not_before, ..Account::default() }.is_backing_off(1000);
        assert!(
            !is_backing_off(1000) && is_backing_off(1001) && is_backing_off(1000 + MAX_BACKOFF)
        );
        assert!(!is_backing_off(1001 + MAX_BACKOFF));
    }

    #[test]
    fn a_lease_outlasts_the_slowest_renewal() {
        let calls = 5 * i64::try_from(super::super::upstream::CALL_TIMEOUT.as_secs()).unwrap();
        assert!(
            calls < LEASE_DURATION
                && LEASE_DURATION < RENEW_BEFORE_EXPIRY
                && LEASE_DURATION < MAX_BACKOFF
        );
    }
}
