//! Offline outbox: choices of moods are stored in localStorage from the tap until the server
//! confirms them, and sent with retries.
//!
//! Neither a network failure nor a closed page loses a choice. Sending one twice is harmless:
//! the request is idempotent. The latest choice on an article wins, in whichever tab it was made.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use zaidu_model::{Choice, Key, Mood, Reaction};

use super::optimistic::{MoodState, PendingReason, Phase};
use crate::backend::{Backend, BackendError, backend};
use crate::browser::storage::{self, Storage};
use crate::browser::{clock, lifecycle};
use crate::client_effect::client_effect;

/// Prefix of the localStorage keys of unconfirmed choices; the article's key follows.
const KEY_PREFIX: &str = "zaidu:untaken:";

/// localStorage key that is set once the reader has reacted to any article.
const REACTED_KEY: &str = "zaidu:reacted";

/// Delay before the first retry, in milliseconds; it doubles with each further retry
/// (exponential backoff).
const MIN_BACKOFF: u32 = 4_000;

/// Maximum delay before a retry, in milliseconds.
const MAX_BACKOFF: u32 = 300_000;

/// Maximum number of stored choices sent at once: storage may hold anything, and the server has
/// other readers.
const MAX_BATCH: usize = 20;

thread_local! {
    /// The outbox of the page; `None` on the server.
    static OUTBOX: RefCell<Option<Outbox>> = const { RefCell::new(None) };
}

/// Handle to the mood states that are shown or unsettled.
#[derive(Clone)]
pub(super) struct Outbox(SendWrapper<Rc<Inner>>);

struct Inner {
    /// Usually one: that of the article shown.
    moods: RefCell<Vec<(Key, ArcRwSignal<MoodState>)>>,
    /// Notified when the counts should be requested again.
    stale: Trigger,
    backend: Backend,
    /// Delay before the next retry, in milliseconds.
    backoff: Cell<u32>,
    /// Whether a retry is scheduled after the backoff.
    is_retry_scheduled: Cell<bool>,
    /// Whether the server's rate limit forbids requests until its Retry-After time.
    is_rate_limited: Cell<bool>,
}

/// Creates the outbox of the page, which survives navigation; its stored choices survive the
/// visit. Does nothing on the server.
pub fn provide_outbox() {
    if !is_browser() {
        return;
    }
    let outbox = Outbox(SendWrapper::new(Rc::new(Inner {
        moods: RefCell::default(),
        stale: Trigger::new(),
        backend: backend(),
        backoff: Cell::new(MIN_BACKOFF),
        is_retry_scheduled: Cell::default(),
        is_rate_limited: Cell::default(),
    })));
    OUTBOX.set(Some(outbox.clone()));
    client_effect(move || {
        let handle = outbox.clone();
        lifecycle::on_return(move || {
            handle.send_all();
            handle.0.stale.notify();
        });
        let handle = outbox.clone();
        storage::on_change(move |key, value| {
            if let Some(id) = key.strip_prefix(KEY_PREFIX).and_then(|id| Key::new(id).ok()) {
                handle.apply_storage_event(&id, value.as_deref().and_then(parse_choice));
            }
        });
    });
}

/// Sends the choices stored by earlier visits. To be called after hydration: until then the page
/// has to match the HTML that is shared by all readers.
pub fn send_outbox() {
    if let Some(outbox) = Outbox::current() {
        outbox.send_all();
    }
}

/// Whether the reader has ever reacted to any article in this browser.
pub(super) fn has_reacted() -> bool {
    Storage::Local.get(REACTED_KEY).is_ok_and(|value| value.is_some())
}

/// The localStorage key of the choice on article `id`.
fn storage_key(id: &Key) -> String {
    [KEY_PREFIX, id.as_str()].concat()
}

/// Parses a stored choice: a mood or none. The value is untrusted: any script may have written it.
fn parse_choice(value: &str) -> Option<Option<Mood>> {
    value.parse().ok().map(|choice: Choice| choice.mood)
}

/// The stored choice on article `id`, which the server has not confirmed.
fn stored_choice(id: &Key) -> Option<Option<Mood>> {
    parse_choice(&Storage::Local.get(&storage_key(id)).ok()??)
}

impl Outbox {
    /// The outbox of the page; `None` on the server.
    pub(super) fn current() -> Option<Self> {
        OUTBOX.with_borrow(Clone::clone)
    }

    /// The mood state of article `id`, updated with `initial`. Settled states of other articles
    /// are dropped.
    pub(super) fn moods(&self, id: &Key, initial: Reaction) -> ArcRwSignal<MoodState> {
        let is_done = |phase| matches!(phase, Phase::Settled | Phase::Withdrawn);
        self.0.moods.borrow_mut().retain(|(_, it)| !is_done(it.read_untracked().phase()));
        let moods = self.find(id);
        // A state that exists already may stem from an earlier page; a new one is empty.
        moods.update_untracked(|moods| moods.reconcile(initial, moods.revision()));
        moods
    }

    /// Subscribes the current observer: it reruns when the counts should be requested again.
    pub(super) fn track(&self) {
        self.0.stale.track();
    }

    /// Stores the choice `desired` on article `id`, then sends it.
    pub(super) fn submit(&self, id: &Key, desired: Option<Mood>) {
        // Where storage is unavailable, the choice is sent all the same.
        let _ = Storage::Local.set(&storage_key(id), Choice { mood: desired }.key());
        self.send(id, |moods| moods.select(desired));
    }

    /// Sends the pending or rejected choice on article `id` again.
    pub(super) fn retry(&self, id: &Key) {
        let desired = self.find(id).read_untracked().unsent();
        if let Some(desired) = desired {
            self.submit(id, desired);
        }
    }

    fn find(&self, id: &Key) -> ArcRwSignal<MoodState> {
        let mut all = self.0.moods.borrow_mut();
        if let Some((_, moods)) = all.iter().find(|(other, _)| other == id) {
            return moods.clone();
        }
        let moods = ArcRwSignal::new(MoodState::new(Reaction::default()));
        all.push((id.clone(), moods.clone()));
        moods
    }

    /// Handles a storage event: another tab has stored `choice` on article `id` and sends it, or
    /// has removed it because the server confirmed it.
    fn apply_storage_event(&self, id: &Key, choice: Option<Option<Mood>>) {
        self.find(id).update(|moods| match choice {
            Some(desired) => moods.selected_in_other_tab(desired),
            None => moods.confirmed_in_other_tab(),
        });
        if choice.is_none() {
            self.0.stale.notify();
        }
    }

    /// Sends all pending and stored choices, unless the server's rate limit forbids it.
    fn send_all(&self) {
        if self.0.is_rate_limited.get() {
            return;
        }
        // Where storage is unavailable, pending choices exist in memory only.
        let in_memory = self.0.moods.borrow().clone();
        for (id, moods) in in_memory {
            let phase = moods.read_untracked().phase();
            if let Phase::Pending {
                desired,
                reason: PendingReason::Backoff | PendingReason::RetryAfter,
            } = phase
            {
                self.send(&id, |moods| moods.resend(desired));
            }
        }
        let keys = Storage::Local.keys(KEY_PREFIX).unwrap_or_default();
        for key in keys.into_iter().take(MAX_BATCH) {
            match Key::new(&key[KEY_PREFIX.len()..])
                .ok()
                .and_then(|id| Some((stored_choice(&id)?, id)))
            {
                Some((desired, id)) => self.send(&id, |moods| moods.resend(desired)),
                // Not written by this app.
                None => drop(Storage::Local.remove(&key)),
            }
        }
    }

    /// Applies `change` to the mood state of article `id` and sends the choice that it returns.
    fn send(&self, id: &Key, change: impl FnOnce(&mut MoodState) -> Option<Option<Mood>>) {
        let moods = self.find(id);
        if let Some(first) = moods.try_update(change).flatten() {
            spawn_local(self.clone().deliver(id.clone(), moods, first));
        }
    }

    /// Sends `first`, and then each choice that was selected meanwhile.
    async fn deliver(self, id: Key, moods: ArcRwSignal<MoodState>, first: Option<Mood>) {
        let mut next = Some(first);
        while let Some(mood) = next {
            let response = self.0.backend.clone().set_reaction(id.clone(), mood).await;
            // Where storage is unavailable, a page rendered for this reader has the choice.
            let _ = Storage::Local.set(REACTED_KEY, "1");
            if let Err(error) = &response
                && let Some(reason) = pending_reason(error)
            {
                moods.write().defer(reason);
                return self.schedule_retry(error);
            }
            let is_withdrawn = response.as_ref().err().is_some_and(BackendError::is_withdrawn);
            if is_withdrawn || stored_choice(&id) == Some(mood) {
                // An entry that could not be removed is sent again, which is harmless.
                let _ = Storage::Local.remove(&storage_key(&id));
            }
            next = match response {
                Ok(response) => {
                    self.0.backoff.set(MIN_BACKOFF);
                    moods.write().confirm(response)
                }
                Err(_) if is_withdrawn => moods.write().withdraw(),
                Err(_) => moods.write().reject(),
            };
        }
    }

    /// Schedules a retry of all choices: after the server's Retry-After time, else after the
    /// backoff.
    fn schedule_retry(&self, error: &BackendError) {
        type Flag = fn(&Inner) -> &Cell<bool>;
        let (flag, delay): (Flag, u32) = match error {
            BackendError::RateLimited(seconds) => {
                (|it| &it.is_rate_limited, seconds.saturating_mul(1_000))
            }
            _ => {
                let backoff = self.0.backoff.get();
                self.0.backoff.set((backoff * 2).min(MAX_BACKOFF));
                (|it| &it.is_retry_scheduled, backoff)
            }
        };
        if !flag(&self.0).replace(true) {
            let handle = self.clone();
            clock::set_timeout(delay, move || {
                flag(&handle.0).set(false);
                handle.send_all();
            });
        }
    }
}

/// Why a choice stays pending after `error`; `None` when the server rejected it.
fn pending_reason(error: &BackendError) -> Option<PendingReason> {
    match error {
        BackendError::RateLimited(_) => Some(PendingReason::RetryAfter),
        // The server or a proxy in front of it failed; a retry may succeed.
        BackendError::Problem(problem) if problem.status >= 500 => Some(PendingReason::Backoff),
        // No response, or one of something else: offline, or a captive portal.
        BackendError::Unreachable | BackendError::TimedOut | BackendError::InvalidResponse(_) => {
            Some(PendingReason::Backoff)
        }
        BackendError::Problem(_) => None,
    }
}
