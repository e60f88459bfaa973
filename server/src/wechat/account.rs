//! Token and ticket: asked for once, early, and by one server for all.
//!
//! They stand in the store. Whoever finds the ticket near its end takes a lease
//! there, asks WeChat and writes down what came; everyone else goes on with the
//! ticket that is still good. Without one, all wait for the one who asks. How a
//! round ended says when the next may begin, and all servers keep to it.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{sleep, timeout};

use super::refusal::{LONGEST, Refusal};
use super::upstream::{LIFE, Upstream};
use super::{WechatClient, WechatError, random_text};
use crate::store::{Account, Credential, Lease, Renewal, Store};

/// How long before its end a ticket is renewed, in seconds: time for some tries
/// before anybody notices.
const EARLY: i64 = 30 * 60;

/// How long one server may ask, in seconds: five calls at their longest, and
/// some for the store. A server that dies keeps the others waiting for so long.
const LEASE: i64 = 30;

/// The shortest and the longest time between two rounds that went well, in
/// seconds, whatever WeChat says about how long its answer lasts.
const CALM: (i64, i64) = (30, 10 * 60);

/// How long a page waits where there is no ticket at all. Less than the router's
/// own deadline, which knows no reason.
const PATIENCE: Duration = Duration::from_secs(8);

/// How often one looks whether another server has finished.
const LOOK: Duration = Duration::from_millis(100);

/// When to try again who has waited in vain, in seconds.
const AGAIN: i64 = 5;

impl Account {
    /// The ticket, where it is good at `now`. One that would last longer than any
    /// can was written by a clock that has since been set back.
    fn good_ticket(&self, now: i64) -> Option<&Credential> {
        good(self.ticket.as_ref(), now)
    }

    /// Whether nobody begins a round at `now`.
    fn rests(&self, now: i64) -> bool {
        self.not_before > now && self.not_before <= now + LONGEST
    }
}

fn good(timed: Option<&Credential>, now: i64) -> Option<&Credential> {
    timed.filter(|timed| timed.expires_at > now && timed.expires_at <= now + LIFE)
}

impl WechatClient {
    /// A ticket that is good at `now`.
    ///
    /// # Errors
    /// [`WechatError::Unavailable`] where there is none, or the store's.
    pub(super) async fn ticket(&self, store: &Store, now: i64) -> Result<String, WechatError> {
        let account = store.wechat(&self.upstream.app_id).await?;
        if let Some(ticket) = account.good_ticket(now) {
            if ticket.expires_at - now <= EARLY && !account.rests(now) {
                self.renew_behind(store, now);
            }
            return Ok(ticket.value.clone());
        }
        let waited = timeout(PATIENCE, self.first_ticket(store, now)).await;
        waited.unwrap_or_else(|_| Err(later(AGAIN)))
    }

    /// Lets one task of this process renew the ticket, while nobody waits for it.
    fn renew_behind(&self, store: &Store, now: i64) {
        let Ok(turn) = Arc::clone(&self.round_lock).try_lock_owned() else { return };
        let (wechat, store) = (self.clone(), store.clone());
        tokio::spawn(async move {
            let _turn = turn;
            if let Err(error) = wechat.round(&store, now).await {
                tracing::error!(?error, "the WeChat ticket was not renewed");
            }
        });
    }

    /// Waits for the ticket that this server or another one asks for.
    async fn first_ticket(&self, store: &Store, now: i64) -> Result<String, WechatError> {
        let _turn = self.round_lock.lock().await;
        loop {
            let account = store.wechat(&self.upstream.app_id).await?;
            if let Some(ticket) = account.good_ticket(now) {
                return Ok(ticket.value.clone());
            }
            match (account.rests(now), account.is_leased) {
                (true, false) => return Err(later(account.not_before - now)),
                (true, true) => sleep(LOOK).await,
                (false, _) => {
                    // A task of its own: who asked for the page may go, the round
                    // goes on.
                    let (wechat, store) = (self.clone(), store.clone());
                    let round = tokio::spawn(async move { wechat.round(&store, now).await });
                    round.await.map_err(|error| WechatError::Internal(error.to_string()))??;
                }
            }
        }
    }

    /// One round of asking, unless another server is at it.
    async fn round(&self, store: &Store, now: i64) -> Result<(), WechatError> {
        let lease = Lease { app_id: self.upstream.app_id.clone(), holder: random_text()? };
        if !store.take_wechat_lease(&lease, now, now + LEASE, now + LONGEST).await? {
            return Ok(());
        }
        let account = store.wechat(&lease.app_id).await?;
        let asked = ask(&self.upstream, good(account.token.as_ref(), now).cloned(), now).await;
        let round = match asked {
            (token, Ok(ticket)) => {
                let life = ticket.expires_at - now;
                tracing::info!(life, "WeChat gave a ticket");
                let not_before = now + life.clamp(CALM.0, CALM.1);
                Renewal { token, ticket: Some(ticket), not_before }
            }
            (token, Err((refusal, had_token))) => {
                let (rest, todo) = (refusal.rest(had_token), refusal.advice(had_token));
                tracing::error!(%refusal, rest, todo, "WeChat gave no ticket");
                Renewal { token, ticket: None, not_before: now + rest }
            }
        };
        Ok(store.end_wechat_renewal(&lease, round).await?)
    }
}

/// What a round brought: the token that works, and a ticket, or why there is none
/// and whether there was a token.
type Asked = (Option<Credential>, Result<Credential, (Refusal, bool)>);

/// Asks for a ticket with the token that was kept, or a new one. A token that
/// WeChat does not take is replaced once.
async fn ask(wechat: &Upstream, kept: Option<Credential>, now: i64) -> Asked {
    let without = |refusal| (None, Err((refusal, false)));
    let mut token = match kept {
        Some(token) => token,
        None => match wechat.token(now, false).await {
            Ok(token) => token,
            Err(refusal) => return without(refusal),
        },
    };
    let mut ticket = wechat.ticket(now, &token.value).await;
    if ticket.as_ref().is_err_and(Refusal::is_stale_token) {
        token = match another_token(wechat, &token, now).await {
            Ok(token) => token,
            Err(refusal) => return without(refusal),
        };
        ticket = wechat.ticket(now, &token.value).await;
    }
    match ticket {
        Ok(ticket) => (Some(token), Ok(ticket)),
        Err(refusal) => (refusal.spares_token().then_some(token), Err((refusal, true))),
    }
}

/// A token other than `stale`. Somebody else may have renewed it already; only
/// where WeChat still gives out the same one is it forced to another, which it
/// allows some times a day.
async fn another_token(
    wechat: &Upstream,
    stale: &Credential,
    now: i64,
) -> Result<Credential, Refusal> {
    let given = wechat.token(now, false).await?;
    if given.value == stale.value { wechat.token(now, true).await } else { Ok(given) }
}

/// No ticket now; perhaps in so many seconds.
fn later(seconds: i64) -> WechatError {
    WechatError::Unavailable(seconds.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ending(until: i64) -> Account {
        let ticket = Some(Credential { value: "t".into(), expires_at: until });
        Account { ticket, ..Account::default() }
    }

    #[test]
    fn tickets_are_good_until_their_end() {
        assert!(ending(1001).good_ticket(1000).is_some());
        assert!(ending(1000).good_ticket(1000).is_none());
        assert!(Account::default().good_ticket(1000).is_none());
    }

    #[test]
    fn what_a_clock_wrote_that_was_set_back_counts_for_nothing() {
        assert!(ending(1000 + LIFE).good_ticket(1000).is_some());
        assert!(ending(1001 + LIFE).good_ticket(1000).is_none());
        let resting = |not_before| Account { not_before, ..Account::default() }.rests(1000);
        assert!(!resting(1000) && resting(1001) && resting(1000 + LONGEST));
        assert!(!resting(1001 + LONGEST));
    }

    #[test]
    fn a_lease_outlasts_the_slowest_round() {
        let calls = 5 * i64::try_from(super::super::upstream::CALL.as_secs()).unwrap();
        assert!(calls < LEASE && LEASE < EARLY && LEASE < LONGEST);
    }
}
