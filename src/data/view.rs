//! Views of a query's states: the dynamic view, the error with a retry button, the
//! skeleton of a list.

use leptos::prelude::*;

use super::fetch::refetch;
use super::load_state::LoadState;
use super::query::Query;
use crate::backend::{ApiResponse, BackendError, Payload};
use crate::strings;
use crate::ui::{ChunkPlaceholder, Retry, Skeleton, dynamic};

/// Renders the state of `query` by `view`, again after each change.
pub fn view_query<T: Payload>(
    query: Query<T>,
    view: impl Fn(LoadState<T>) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    dynamic(move || view(query.get()))
}

/// The error state: a message, and a button that sends the request again.
#[must_use]
pub fn view_error<T: 'static>(error: &BackendError, query: Query<T>) -> AnyView {
    retry(strings::error_message(error), query.state, query.retries)
}

/// The part of [`view_error`] that does not depend on the type of the response.
fn retry(
    message: &'static str,
    state: RwSignal<LoadState<ApiResponse>>,
    retries: RwSignal<u32>,
) -> AnyView {
    view! { <Retry message button=strings::RETRY on_retry=move || refetch(state, retries) /> }
        .into_any()
}

/// The loading state of a list.
#[must_use]
pub fn view_loading_list(lines: usize) -> AnyView {
    view! { <Skeleton lines label=strings::LOADING kind="cards" /> }.into_any()
}

/// The views of a chunk that is not there: `loading`, or a message with a retry button.
#[must_use]
pub const fn chunk_placeholder(loading: fn() -> AnyView) -> ChunkPlaceholder {
    ChunkPlaceholder { loading, failed: strings::PART_FAILED, retry: strings::RETRY }
}
