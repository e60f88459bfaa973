//! Visited articles: ids of articles opened in this tab, which are not recommended again.

use std::cell::RefCell;

use zaidu_model::Key;

use crate::browser::storage::Storage;

/// Key in sessionStorage; the value has one id per line.
const STORAGE_KEY: &str = "zaidu-read";

/// Maximum number of ids; the oldest are dropped.
const MAX_IDS: usize = 200;

thread_local! {
    static VISITED: RefCell<Option<Vec<Key>>> = const { RefCell::new(None) };
}

/// Records that the reader has opened article `id`.
pub fn record(id: &Key) {
    with_ids(|ids| {
        ids.retain(|other| other != id);
        ids.push(id.clone());
        if ids.len() > MAX_IDS {
            ids.remove(0);
        }
        let lines: Vec<&str> = ids.iter().map(Key::as_str).collect();
        // Where storage is unavailable, the ids live as long as the document.
        let _ = Storage::Session.set(STORAGE_KEY, &lines.join("\n"));
    });
}

/// The visited ids, the latest last. Only in a browser.
pub(super) fn visited_ids() -> Vec<Key> {
    with_ids(|ids| ids.clone())
}

fn with_ids<T>(act: impl FnOnce(&mut Vec<Key>) -> T) -> T {
    VISITED.with_borrow_mut(|visited| {
        let stored = || {
            let lines = Storage::Session.get(STORAGE_KEY).ok().flatten().unwrap_or_default();
            lines.lines().filter_map(|line| Key::new(line).ok()).collect()
        };
        act(visited.get_or_insert_with(stored))
    })
}
