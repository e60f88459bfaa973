//! What was read in this visit, so that it is not recommended again.

use std::cell::RefCell;

use zaidu_model::Key;

use crate::browser::storage::Storage;

/// Where it is kept until the tab closes: one id a line.
const KEY: &str = "zaidu-read";

/// Older ones are forgotten.
const MOST: usize = 200;

thread_local! {
    static READ: RefCell<Option<Vec<Key>>> = const { RefCell::new(None) };
}

/// The reader has opened article `id`.
pub fn note(id: &Key) {
    with(|read| {
        read.retain(|other| other != id);
        read.push(id.clone());
        if read.len() > MOST {
            read.remove(0);
        }
        let lines: Vec<&str> = read.iter().map(Key::as_str).collect();
        // A browser that refuses forgets it with the page.
        let _ = Storage::Session.set(KEY, &lines.join("\n"));
    });
}

/// What was read, in no order that matters. Only in a browser.
pub(super) fn ids() -> Vec<Key> {
    with(|read| read.clone())
}

fn with<T>(act: impl FnOnce(&mut Vec<Key>) -> T) -> T {
    READ.with_borrow_mut(|read| {
        let kept = || {
            let lines = Storage::Session.get(KEY).ok().flatten().unwrap_or_default();
            lines.lines().filter_map(|line| Key::new(line).ok()).collect()
        };
        act(read.get_or_insert_with(kept))
    })
}
