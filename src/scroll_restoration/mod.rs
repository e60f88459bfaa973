//! Scroll restoration: the scroll position and the loaded lists of each history entry, for
//! Back and Forward, for a reload, and for a tab that the browser has discarded.
//!
//! One snapshot per entry is kept in memory and, once the page is hidden, in
//! sessionStorage. On a server nothing is recorded. What measures and scrolls the document
//! is [`scroll_position`].

mod list_cache;
mod snapshot;
mod state;

use crate::browser::{history, lifecycle, overlay_history, scroll_position};
use snapshot::Snapshot;
use state::{STATE, put_list};

pub use list_cache::{has_restored_list, record_list, take_list, track_list};
pub use state::MAX_CACHED_PREVIEWS;

/// Starts with the page that has just been loaded. If its history entry was loaded before,
/// the browser restores the scroll position until [`restore`] does.
pub fn start() {
    enter_entry();
    let is_back = STATE.with_borrow(|state| state.restoring.is_some());
    history::set_native_scroll_restoration(is_back);
    lifecycle::on_visibility_change(|is_hidden| {
        if is_hidden {
            save();
            STATE.with_borrow_mut(|state| state.cached.iter_mut().for_each(snapshot::store));
        }
        history::set_native_scroll_restoration(is_hidden);
    });
}

/// Saves the snapshot of the current entry, because the reader leaves it or may not come
/// back. While a restoration is pending, the position and lists to be restored stay.
fn save() {
    STATE.with_borrow_mut(|state| {
        let Some(key) = state.current.clone() else { return };
        let mut snapshot =
            Snapshot { position: scroll_position::measure(), lists: state.lists.clone() };
        if let Some(list) = state.tracked_list.as_ref().and_then(|list| list()) {
            put_list(&mut snapshot.lists, list);
        }
        if let Some(restoring) = state.restoring.as_ref().filter(|_| scroll_position::is_pending())
        {
            snapshot.position = restoring.position.clone();
            for list in &restoring.lists {
                put_list(&mut snapshot.lists, list.clone());
            }
        }
        state.cached.retain(|(other, ..)| *other != key);
        state.cached.push((key, snapshot, false));
        while state.cached.len() > 1 && state::is_over_limit(&state.cached) {
            snapshot::store(&mut state.cached.remove(0));
        }
    });
}

/// Saves the current history entry before the reader goes to another one, which shows
/// another page unless it is the `same_page`.
pub fn leave_entry(same_page: bool) {
    save();
    scroll_position::cancel();
    STATE.with_borrow_mut(|state| {
        state.restoring = None;
        if !same_page {
            state.lists.clear();
            state.restored.clear();
        }
    });
}

/// Makes the entry that the history now shows the current one and looks up its snapshot. An
/// overlay's entry counts as the entry that it covers.
pub fn enter_entry() {
    let key = overlay_history::covered_entry()
        .or_else(history::entry_key)
        .unwrap_or_else(history::assign_entry_key);
    STATE.with_borrow_mut(|state| {
        let cached = state.cached.iter().find(|(other, ..)| *other == key);
        state.restoring =
            cached.map(|(_, snapshot, _)| snapshot.clone()).or_else(|| snapshot::load(&key));
        state.current = Some(key);
        if state.restoring.is_some() {
            scroll_position::expect_restoration();
        }
    });
}

/// The key of the history entry that is shown.
#[must_use]
pub fn current_entry() -> Option<String> {
    STATE.with_borrow(|state| state.current.clone())
}

/// Whether the history shows another entry than the one last entered.
#[must_use]
pub fn has_entry_changed() -> bool {
    let shown = overlay_history::covered_entry().or_else(history::entry_key);
    STATE.with_borrow(|state| shown.is_none() || state.current != shown)
}

/// The link of the card at which the scroll position is still to be restored; empty for
/// none.
#[must_use]
pub fn pending_card() -> String {
    STATE.with_borrow(|state| {
        let restoring = state.restoring.as_ref().filter(|_| scroll_position::is_pending());
        restoring.map(|snapshot| snapshot.position.card.clone()).unwrap_or_default()
    })
}

/// Whether the reader has come back to the current entry, whose scroll position is restored.
#[must_use]
pub fn is_returning() -> bool {
    STATE.with_borrow(|state| state.restoring.is_some())
}

/// Restores the scroll position of the current entry, if it has a snapshot. After a full
/// page load (`after_load`) only if the reader has not scrolled meanwhile.
pub fn restore(after_load: bool) {
    let position =
        STATE.with_borrow(|state| state.restoring.as_ref().map(|it| it.position.clone()));
    history::set_native_scroll_restoration(false);
    match position {
        Some(position) if !after_load || !scroll_position::has_reader_scrolled() => {
            scroll_position::restore(position);
        }
        Some(_) | None => scroll_position::cancel(),
    }
}
