//! A view in a chunk: while the chunk is loading, its place says so; where it cannot be loaded,
//! there is a button to try again.

use leptos::prelude::*;

use super::dynamic::dynamic;
use super::notice::Retry;
use crate::chunk::{ChunkFuture, ready};
use crate::client_effect::spawn_scoped;

/// The views of a chunk that is not there.
#[derive(Debug, Clone, Copy)]
pub struct ChunkPlaceholder {
    /// Shown while the chunk is loading.
    pub loading: fn() -> AnyView,
    /// Says that it could not be loaded.
    pub failed: &'static str,
    /// The label of the button that tries again.
    pub retry: &'static str,
}

/// Renders `view`, whose code is in the chunk that `load` loads. Where the chunk is loaded
/// already, and on a server, that is at once and without any node around it.
pub fn chunk_view(
    load: fn() -> ChunkFuture<()>,
    placeholder: ChunkPlaceholder,
    view: impl Fn() -> ChunkFuture<AnyView> + Send + Sync + 'static,
) -> AnyView {
    let has_failed = RwSignal::new(false);
    dynamic(move || {
        if has_failed.get() {
            let ChunkPlaceholder { failed: message, retry: button, .. } = placeholder;
            let on_retry = move || has_failed.set(false);
            return view! { <Retry message button on_retry /> }.into_any();
        }
        // What the view reads while it is made must not make it again.
        untrack(|| ready(view())).unwrap_or_else(|| {
            // Each new value renders again, also where it is the same.
            spawn_scoped(async move {
                let result = load().await;
                has_failed.try_set(result.is_err());
            });
            (placeholder.loading)()
        })
    })
}
