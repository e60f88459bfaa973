//! Where the reader stood on each page, and the lists that they had there, for when
//! they come back: by Back and Forward, after a reload, and after the browser threw
//! the page away.
//!
//! It is kept for each entry of the history, in memory and until the tab closes. On
//! a server nothing is.

use std::cell::RefCell;

use leptos::prelude::on_cleanup;
use zaidu_model::FeedPage;

use crate::backend::json;
use crate::browser::scroll_position::{self, ScrollPosition};
use crate::browser::storage::Storage;
use crate::browser::{history, lifecycle, overlay_history};

/// What keys of storage begin with.
const PREFIX: &str = "zaidu-place:";

/// Pages whose lists stay in memory.
const ENTRIES: usize = 10;

/// Previews that stay in memory. A list of more is not kept, only the place in it.
pub const MAX_CACHED_PREVIEWS: usize = 20_000;

/// The longest list that is written down, in previews: some 3 MB of the 5 that
/// browsers give. A longer one has its place, and its beginning from the server.
const LONGEST: usize = 5_000;

/// What belongs to one entry of the history.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Kept {
    spot: ScrollPosition,
    lists: Vec<List>,
}

/// A list as one page, and where its first page was asked for.
type List = (String, FeedPage);

type Holder = Box<dyn Fn() -> Option<List>>;

#[derive(Default)]
struct Places {
    /// The entry that is shown.
    current: Option<String>,
    /// The lists that came to it.
    lists: Vec<List>,
    /// What its long one is by now.
    holder: Option<Holder>,
    /// Entries by their names, the latest last, and whether storage has them too.
    kept: Vec<(String, Kept, bool)>,
    /// What belongs to the page that is being built.
    coming: Option<Kept>,
    /// The addresses of lists that have been given back to it.
    given: Vec<String>,
}

thread_local! {
    static PLACES: RefCell<Places> = RefCell::default();
}

/// Begins with the page that has just been loaded. One that was loaded before, in
/// the same entry, is to stand as it stood.
pub fn start() {
    enter_entry();
    let is_back = PLACES.with_borrow(|places| places.coming.is_some());
    history::set_native_scroll_restoration(is_back);
    lifecycle::on_visibility_change(|is_hidden| {
        if is_hidden {
            keep();
            PLACES.with_borrow_mut(|places| places.kept.iter_mut().for_each(store));
        }
        history::set_native_scroll_restoration(is_hidden);
    });
}

/// A list has come to the page that is shown: its first page, and where that is. A
/// server shows pages to nobody in particular, and makes none of it.
pub fn record_list(list: impl FnOnce() -> Option<(String, FeedPage)>) {
    PLACES.with_borrow_mut(|places| {
        if places.current.is_some()
            && let Some(list) = list()
        {
            put(&mut places.lists, list);
        }
    });
}

fn put(lists: &mut Vec<List>, list: List) {
    lists.retain(|(address, _)| *address != list.0);
    lists.push(list);
}

/// What the long list on the page is, whenever the reader leaves it and as long as the
/// current owner lives: the address of its first page, and the list so far, unless it
/// is longer than [`MAX_CACHED_PREVIEWS`].
pub fn track_list(list: impl Fn() -> Option<(String, FeedPage)> + 'static) {
    let put = |holder| PLACES.with_borrow_mut(|places| places.holder = holder);
    put(Some(Box::new(list)));
    on_cleanup(move || put(None));
}

/// Keeps the page that is shown: the reader leaves it, or may not come back. One that
/// has not come back itself stays what it was.
fn keep() {
    PLACES.with_borrow_mut(|places| {
        let Some(name) = places.current.clone() else { return };
        let mut kept = Kept { spot: scroll_position::measure(), lists: places.lists.clone() };
        if let Some(list) = places.holder.as_ref().and_then(|list| list()) {
            put(&mut kept.lists, list);
        }
        if let Some(coming) = places.coming.as_ref().filter(|_| scroll_position::is_pending()) {
            kept.spot = coming.spot.clone();
            for list in &coming.lists {
                put(&mut kept.lists, list.clone());
            }
        }
        places.kept.retain(|(other, ..)| *other != name);
        places.kept.push((name, kept, false));
        while places.kept.len() > 1 && is_too_much(&places.kept) {
            store(&mut places.kept.remove(0));
        }
    });
}

/// Whether so much is kept that the memory is better used for something else.
fn is_too_much(kept: &[(String, Kept, bool)]) -> bool {
    let lists = kept.iter().flat_map(|(_, kept, _)| &kept.lists);
    kept.len() > ENTRIES
        || lists.map(|(_, list)| list.items.len()).sum::<usize>() > MAX_CACHED_PREVIEWS
}

/// The reader goes to another entry of the history, and to another page unless it
/// `stays`.
pub fn leave_entry(stays: bool) {
    keep();
    scroll_position::cancel();
    PLACES.with_borrow_mut(|places| {
        places.coming = None;
        if !stays {
            places.lists.clear();
            places.given.clear();
        }
    });
}

/// The reader has come to the current entry, perhaps not for the first time. What
/// covers a page is no other entry.
pub fn enter_entry() {
    let name = overlay_history::covered_entry()
        .or_else(history::entry_key)
        .unwrap_or_else(history::assign_entry_key);
    PLACES.with_borrow_mut(|places| {
        let kept = places.kept.iter().find(|(other, ..)| *other == name);
        places.coming = kept.map(|(_, kept, _)| kept.clone()).or_else(|| stored(&name));
        places.current = Some(name);
        if places.coming.is_some() {
            scroll_position::expect_restoration();
        }
    });
}

/// Whether the history shows another entry than the one last arrived at.
#[must_use]
pub fn has_entry_changed() -> bool {
    let now = overlay_history::covered_entry().or_else(history::entry_key);
    PLACES.with_borrow(|places| now.is_none() || places.current != now)
}

/// The list whose first page is at `address`, if the reader comes back to it.
/// Whoever takes it shows it.
#[must_use]
pub fn take_list(address: &str) -> Option<FeedPage> {
    PLACES.with_borrow_mut(|places| {
        let lists = &mut places.coming.as_mut()?.lists;
        let at = lists.iter().position(|list| list.0 == address)?;
        let (address, list) = lists.swap_remove(at);
        places.given.push(address);
        Some(list)
    })
}

/// Whether the list whose first page is at `address` was given to this page.
#[must_use]
pub fn has_restored_list(address: &str) -> bool {
    PLACES.with_borrow(|places| places.given.iter().any(|given| given == address))
}

/// Where the card leads at which the reader is still to be put; empty for none.
#[must_use]
pub fn pending_card() -> String {
    PLACES.with_borrow(|places| {
        let coming = places.coming.as_ref().filter(|_| scroll_position::is_pending());
        coming.map(|coming| coming.spot.card.clone()).unwrap_or_default()
    })
}

/// Goes back to where the reader stood; nothing for a page that is new to them. A
/// page that was `loaded` may have been moved meanwhile: then it stays.
pub fn restore(loaded: bool) {
    let spot = PLACES.with_borrow(|places| places.coming.as_ref().map(|it| it.spot.clone()));
    history::set_native_scroll_restoration(false);
    match spot {
        Some(spot) if !loaded || !scroll_position::has_reader_scrolled() => {
            scroll_position::restore(spot);
        }
        Some(_) | None => scroll_position::cancel(),
    }
}

/// Until the tab closes. The browser may refuse; where it is full, others go first.
fn store((name, kept, is_stored): &mut (String, Kept, bool)) {
    if *is_stored {
        return;
    }
    let key = [PREFIX, name].concat();
    let value = to_text(kept);
    let others = Storage::Session.keys(PREFIX).unwrap_or_default();
    let mut others = others.into_iter().filter(|other| *other != key);
    loop {
        *is_stored = Storage::Session.set(&key, &value).is_ok();
        let Some(other) = others.next().filter(|_| !*is_stored) else { return };
        let _ = Storage::Session.remove(&other);
    }
}

fn stored(name: &str) -> Option<Kept> {
    from_text(&Storage::Session.get(&[PREFIX, name].concat()).ok()??)
}

/// One line each: where the reader stood, then each list and its address.
fn to_text(Kept { spot, lists }: &Kept) -> String {
    let mut lines = vec![spot.y.to_string(), spot.top.to_string(), spot.card.clone()];
    for (address, list) in lists.iter().filter(|(_, list)| list.items.len() <= LONGEST) {
        // Previews are text and numbers, which always serialise.
        lines.extend([address.clone(), serde_json::to_string(list).unwrap_or_default()]);
    }
    lines.join("\n")
}

/// Anyone may have edited what is kept: then it is nothing.
fn from_text(text: &str) -> Option<Kept> {
    let mut lines = text.split('\n');
    let mut number = || lines.next()?.parse().ok();
    let (y, top) = (number()?, number()?);
    let mut kept =
        Kept { spot: ScrollPosition { y, top, card: lines.next()?.into() }, lists: Vec::new() };
    while let Some(address) = lines.next() {
        kept.lists.push((address.to_owned(), json::from_str(lines.next()?).ok()?));
    }
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::Cursor;

    #[test]
    fn a_server_keeps_nothing() {
        record_list(|| Some(("/api/feeds/latest".to_owned(), FeedPage::default())));
        PLACES.with_borrow(|places| assert!(places.lists.is_empty()));
    }

    #[test]
    fn what_is_kept_comes_back() {
        let wire =
            r#"[{"id":"a","title":"一\n二","excerpt":"春","published":"2026-11-20T08:00:00Z"}]"#;
        let spot = ScrollPosition { y: 1_200, card: "/articles/a".into(), top: -30 };
        let list = FeedPage {
            items: serde_json::from_str(wire).unwrap(),
            next: Some(Cursor::from_wire("0.1.2.a")),
        };
        let lists = vec![("/api/feeds/latest".into(), list), ("/b".into(), FeedPage::default())];
        for kept in [Kept { spot: spot.clone(), lists }, Kept { spot, lists: vec![] }] {
            assert_eq!(from_text(&to_text(&kept)), Some(kept));
        }
        for edited in ["", "1\n2", "1\n2\n\n/a", "x\n2\n\n/a\n{\"items\":[]}", "1\n2\n\n/a\n{}"] {
            assert_eq!(from_text(edited), None, "{edited}");
        }
    }
}
