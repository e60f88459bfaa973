//! Sends a request from a client-only effect and writes its state into a signal.
//!
//! Not generic over the response: one copy of this code serves every query.

use leptos::prelude::*;

use super::load_state::LoadState;
use crate::backend::{ApiRequest, ApiResponse, backend};
use crate::client_effect::{client_effect, spawn_scoped};

/// The state of a request, and how often it was retried.
pub(super) type Fetched = (RwSignal<LoadState<ApiResponse>>, RwSignal<u32>);

/// Sends `request`, unless `cached` has its response, and again on each retry. Each new
/// response is passed to `on_response`.
pub(super) fn fetch(
    request: ApiRequest,
    cached: Option<LoadState<ApiResponse>>,
    on_response: fn(&ApiRequest, &LoadState<ApiResponse>),
) -> Fetched {
    let is_cached = cached.is_some();
    let state = RwSignal::new(cached.unwrap_or(LoadState::Loading));
    let retries = RwSignal::new(0);
    let backend = backend();
    // The effect runs once the view is mounted, and never during server rendering. A
    // retry cancels the request before it, and so does the end of the owner.
    client_effect(move || {
        if retries.get() == 0 && is_cached {
            return;
        }
        let (backend, request) = (backend.clone(), request.clone());
        spawn_scoped(async move {
            let response = LoadState::from_result(backend.fetch(request.clone()).await);
            on_response(&request, &response);
            state.try_set(response);
        });
    });
    (state, retries)
}

/// Sends the request once more and shows its loading state meanwhile.
pub(super) fn refetch(state: RwSignal<LoadState<ApiResponse>>, retries: RwSignal<u32>) {
    state.set(LoadState::Loading);
    retries.update(|retries| *retries += 1);
}
