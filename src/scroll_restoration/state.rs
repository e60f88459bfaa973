//! The state of scroll restoration, one per tab, and its limits in memory.

use std::cell::RefCell;

use super::snapshot::{List, Snapshot};

/// Most history entries whose snapshots stay in memory.
const MAX_CACHED_ENTRIES: usize = 10;

/// Most previews that stay in memory. Of a longer list only the scroll position is kept.
pub const MAX_CACHED_PREVIEWS: usize = 20_000;

/// Returns the current content of a list, or none to leave it out.
pub(super) type ListSource = Box<dyn Fn() -> Option<List>>;

/// A snapshot in memory: the key of its entry, and whether sessionStorage has it too.
pub(super) type CachedSnapshot = (String, Snapshot, bool);

#[derive(Default)]
pub(super) struct State {
    /// The key of the history entry that is shown.
    pub current: Option<String>,
    /// The lists that were loaded for it.
    pub lists: Vec<List>,
    /// The growing list on its page.
    pub tracked_list: Option<ListSource>,
    /// Snapshots, the latest last.
    pub cached: Vec<CachedSnapshot>,
    /// The snapshot that the current page is restored from.
    pub restoring: Option<Snapshot>,
    /// The paths of lists that the current page has taken from it.
    pub restored: Vec<String>,
}

thread_local! {
    pub(super) static STATE: RefCell<State> = RefCell::default();
}

/// Adds a list, in the place of an older one with the same path.
pub(super) fn put_list(lists: &mut Vec<List>, list: List) {
    lists.retain(|(path, _)| *path != list.0);
    lists.push(list);
}

/// Whether the snapshots exceed the limits of entries or previews in memory.
pub(super) fn is_over_limit(cached: &[CachedSnapshot]) -> bool {
    let lists = cached.iter().flat_map(|(_, snapshot, _)| &snapshot.lists);
    let previews = lists.map(|(_, list)| list.items.len()).sum::<usize>();
    cached.len() > MAX_CACHED_ENTRIES || previews > MAX_CACHED_PREVIEWS
}
