//! An answer that is asked for before its page is opened: the reader is about to.

use std::cell::RefCell;

use leptos::prelude::*;

use super::LoadState;
use crate::backend::{ApiRequest, ApiResponse};
use crate::browser::clock;

/// How long an answer is as good as a new one, in seconds.
const FRESH: i64 = 60;

/// The one answer that is on its way, or here. Another one ends it.
struct Ahead {
    address: String,
    /// When it was asked for, in seconds of the reader's clock.
    since: i64,
    face: RwSignal<LoadState<ApiResponse>>,
    tries: RwSignal<u32>,
    /// With it the request ends.
    owner: Owner,
}

thread_local! {
    static AHEAD: RefCell<Option<Ahead>> = const { RefCell::new(None) };
}

/// Asks `question`, unless it is being asked. Only in a browser.
pub fn request(question: ApiRequest) {
    let address = question.path();
    if is_coming(&address) {
        return;
    }
    cancel();
    let owner = Owner::new();
    // It is no answer to the page that is shown, so nothing is noted.
    let (face, tries) = owner.with(|| super::wait_for(question, None, |_, _| ()));
    AHEAD.set(Some(Ahead { address, since: clock::now().unix(), face, tries, owner }));
}

/// The reader goes elsewhere, or stays.
pub fn cancel() {
    if let Some(ahead) = AHEAD.take() {
        ahead.owner.cleanup();
    }
}

/// The answer to `question`, here or on its way, for the page of the current owner;
/// one that has failed is none.
pub(super) fn take(
    question: &ApiRequest,
) -> Option<(RwSignal<LoadState<ApiResponse>>, RwSignal<u32>)> {
    if !is_coming(&question.path()) {
        return None;
    }
    let Ahead { face, tries, owner, .. } = AHEAD.take()?;
    if face.with_untracked(|face| matches!(face, LoadState::Failed(_))) {
        owner.cleanup();
        return None;
    }
    on_cleanup(move || owner.cleanup());
    Some((face, tries))
}

/// Whether what is at `address` is on its way, or here and fresh.
fn is_coming(address: &str) -> bool {
    AHEAD.with_borrow(|ahead| {
        ahead.as_ref().is_some_and(|ahead| {
            ahead.address == address && clock::now().unix() - ahead.since < FRESH
        })
    })
}
