//! Cache of the lists that a page has loaded, by the API path of their first page, so that
//! a reader who comes back finds them as long as they were.

use leptos::prelude::on_cleanup;
use zaidu_model::FeedPage;

use super::state::{STATE, put_list};

/// Records a list that was loaded for the current page: the path of its first page, and
/// that page. On a server `list` is never called.
pub fn record_list(list: impl FnOnce() -> Option<(String, FeedPage)>) {
    STATE.with_borrow_mut(|state| {
        if state.current.is_some()
            && let Some(list) = list()
        {
            put_list(&mut state.lists, list);
        }
    });
}

/// Tracks the growing list of the current page until the current owner ends. `list` is
/// called for each snapshot; it returns the path of the first page and all items so far, or
/// none for more than [`MAX_CACHED_PREVIEWS`](super::MAX_CACHED_PREVIEWS).
pub fn track_list(list: impl Fn() -> Option<(String, FeedPage)> + 'static) {
    let set = |source| STATE.with_borrow_mut(|state| state.tracked_list = source);
    set(Some(Box::new(list)));
    on_cleanup(move || set(None));
}

/// Removes and returns the list whose first page is at `path` from the snapshot that is
/// being restored. The caller is to show it.
#[must_use]
pub fn take_list(path: &str) -> Option<FeedPage> {
    STATE.with_borrow_mut(|state| {
        let lists = &mut state.restoring.as_mut()?.lists;
        let index = lists.iter().position(|list| list.0 == path)?;
        let (path, list) = lists.swap_remove(index);
        state.restored.push(path);
        Some(list)
    })
}

/// Whether the current page has restored the list whose first page is at `path`.
#[must_use]
pub fn has_restored_list(path: &str) -> bool {
    STATE.with_borrow(|state| state.restored.iter().any(|restored| restored == path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_records_nothing() {
        record_list(|| Some(("/api/feeds/latest".to_owned(), FeedPage::default())));
        STATE.with_borrow(|state| assert!(state.lists.is_empty()));
    }
}
