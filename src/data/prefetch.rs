//! Prefetch: the main request of a page that the reader is about to open.

use std::cell::RefCell;

use leptos::prelude::*;

use super::fetch::{Fetched, fetch};
use super::load_state::LoadState;
use crate::backend::{ApiRequest, ApiResponse};
use crate::browser::clock;

/// How long a prefetched response may be used instead of a new one, in seconds.
const MAX_AGE: i64 = 60;

/// The one prefetch, pending or finished. A new one cancels it.
struct Prefetch {
    path: String,
    /// When the request was sent, in Unix seconds of the reader's clock.
    sent_at: i64,
    state: RwSignal<LoadState<ApiResponse>>,
    retries: RwSignal<u32>,
    /// Its clean-up cancels the request.
    owner: Owner,
}

thread_local! {
    static CURRENT: RefCell<Option<Prefetch>> = const { RefCell::new(None) };
}

/// Sends `request`, unless it is the current prefetch already. Only in a browser.
pub fn request(request: ApiRequest) {
    let path = request.path();
    if is_current(&path) {
        return;
    }
    cancel();
    let owner = Owner::new();
    // The response does not belong to the page that is shown, so it is not recorded for
    // scroll restoration.
    let (state, retries) = owner.with(|| fetch(request, None, |_, _| ()));
    CURRENT.set(Some(Prefetch { path, sent_at: clock::now().unix(), state, retries, owner }));
}

/// Cancels the prefetch.
pub fn cancel() {
    if let Some(prefetch) = CURRENT.take() {
        prefetch.owner.cleanup();
    }
}

/// The prefetch of `request`, pending or finished, which from now on lives as long as the
/// current owner; none if it has failed.
pub(super) fn take(request: &ApiRequest) -> Option<Fetched> {
    if !is_current(&request.path()) {
        return None;
    }
    let Prefetch { state, retries, owner, .. } = CURRENT.take()?;
    if state.with_untracked(|state| matches!(state, LoadState::Failed(_))) {
        owner.cleanup();
        return None;
    }
    on_cleanup(move || owner.cleanup());
    Some((state, retries))
}

/// Whether `path` is the current prefetch, younger than [`MAX_AGE`].
fn is_current(path: &str) -> bool {
    CURRENT.with_borrow(|current| {
        current.as_ref().is_some_and(|prefetch| {
            prefetch.path == path && clock::now().unix() - prefetch.sent_at < MAX_AGE
        })
    })
}
