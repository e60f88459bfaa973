//! Page change: where the focus goes after a client-side navigation, and what is announced.
//!
//! A browser does both when it loads a page. Here the focus goes to the new page; on the way back
//! it goes to the link by which the page was left, as soon as the page has it again. The title is
//! announced once it is known. What happens is decided by [`PageChange`], which knows no document.

use std::cell::{Cell, RefCell};

use crate::browser::focus::{self, Link};
use crate::browser::scroll_position::{Observation, observe_body};
use crate::scroll_restoration;

/// How many history entries are remembered by the link by which they were left.
const MAX_ENTRIES: usize = 50;

/// The state of the current page change, and how earlier pages were left.
#[derive(Debug, Default)]
struct PageChange {
    /// Keys of history entries with the link by which each was left, the latest last.
    left: Vec<(String, Link)>,
    /// The link that gets the focus once the page has it.
    awaited: Option<Link>,
    /// Whether the title of the page is still to be announced.
    is_untitled: bool,
}

impl PageChange {
    /// The reader leaves the page of `entry` by `link`, for another page or, `within` the same
    /// page, for one with another query: there the same link keeps the focus.
    fn leave(&mut self, entry: Option<String>, link: Option<Link>, within: bool) {
        self.is_untitled = true;
        self.awaited = link.clone().filter(|_| within);
        let Some(entry) = entry else { return };
        self.left.retain(|(other, _)| *other != entry);
        if self.left.len() == MAX_ENTRIES {
            self.left.remove(0);
        }
        self.left.extend(link.map(|link| (entry, link)));
    }

    /// The reader has gone back, or forward, to `entry`.
    fn return_to(&mut self, entry: Option<&str>) {
        self.is_untitled = true;
        let left = self.left.iter().find(|(other, _)| Some(&**other) == entry);
        self.awaited = left.map(|(_, link)| link.clone());
    }

    /// The link that gets the focus as soon as the page has it; otherwise the page gets it. A
    /// reader who has moved the focus meanwhile (`is_taken`) keeps it.
    fn awaited(&mut self, is_taken: bool) -> Option<Link> {
        if is_taken {
            self.awaited = None;
        }
        self.awaited.clone()
    }

    /// The awaited link has the focus.
    fn arrived(&mut self) {
        self.awaited = None;
    }

    /// The page has its title. Returns whether that is news: it is also set when a page is
    /// loaded, and again when the name of the site changes.
    fn titled(&mut self) -> bool {
        std::mem::take(&mut self.is_untitled)
    }
}

thread_local! {
    static CHANGE: RefCell<PageChange> = RefCell::default();
    /// Moves the focus to the awaited link when more of the page is there.
    static GROWTH: Cell<Option<Observation>> = const { Cell::new(None) };
}

fn with<T>(act: impl FnOnce(&mut PageChange) -> T) -> T {
    CHANGE.with_borrow_mut(act)
}

/// The reader leaves the current history entry by `link`; `within` the page if only the query
/// changes.
pub fn leave(link: Option<Link>, within: bool) {
    let entry = scroll_restoration::current_entry();
    with(|change| change.leave(entry, link, within));
}

/// The reader has returned to what is now the current history entry.
pub fn return_to_entry() {
    let entry = scroll_restoration::current_entry();
    with(|change| change.return_to(entry.as_deref()));
}

/// The new page, or its placeholder, has been rendered: moves the focus.
pub fn rendered() {
    if !focus_link(false) {
        focus::focus_main();
        GROWTH.set(observe_body(|| _ = focus_link(!focus::is_on_main())));
    }
}

/// Moves the focus to the awaited link. Returns whether it is there.
fn focus_link(is_taken: bool) -> bool {
    let link = with(|change| change.awaited(is_taken));
    let has_focus = link.is_some_and(|link| link.focus());
    if has_focus {
        with(PageChange::arrived);
    }
    has_focus
}

/// Announces the title of a page that has been changed to.
pub fn announce(title: &str) {
    if with(PageChange::titled) {
        focus::announce(title);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(href: &str) -> Link {
        Link { href: href.to_owned(), index: 0 }
    }

    fn entry(number: usize) -> Option<String> {
        Some(format!("zaidu-{number}"))
    }

    #[test]
    fn the_first_page_is_not_announced() {
        let mut change = PageChange::default();
        assert!(!change.titled());
        assert_eq!(change.awaited(false), None);
    }

    #[test]
    fn a_new_page_awaits_no_link_and_is_announced_once() {
        let mut change = PageChange::default();
        change.leave(entry(1), Some(link("/articles/a")), false);
        assert_eq!(change.awaited(false), None);
        assert!(change.titled());
        assert!(!change.titled(), "the name of the site has come later");
    }

    #[test]
    fn back_leads_to_the_link_by_which_the_page_was_left() {
        let mut change = PageChange::default();
        change.leave(entry(1), Some(link("/articles/a")), false);
        change.leave(entry(2), Some(link("/articles/b")), false);
        change.return_to(entry(2).as_deref());
        assert_eq!(change.awaited(false), Some(link("/articles/b")));
        change.arrived();
        assert!(change.titled());
        change.return_to(entry(1).as_deref());
        assert_eq!(change.awaited(false), Some(link("/articles/a")));
        // Forward, to a page that was left by Back.
        change.return_to(entry(3).as_deref());
        assert_eq!(change.awaited(false), None);
        change.return_to(None);
        assert_eq!(change.awaited(false), None);
    }

    #[test]
    fn a_page_that_was_left_twice_is_returned_to_by_the_later_link() {
        let mut change = PageChange::default();
        change.leave(entry(1), Some(link("/articles/a")), false);
        change.leave(entry(1), Some(link("/articles/b")), false);
        change.return_to(entry(1).as_deref());
        assert_eq!(change.awaited(false), Some(link("/articles/b")));
        // By a form.
        change.leave(entry(1), None, false);
        change.return_to(entry(1).as_deref());
        assert_eq!(change.awaited(false), None);
    }

    #[test]
    fn a_link_that_is_still_loading_is_awaited_unless_the_reader_moves_on() {
        let mut change = PageChange::default();
        change.leave(entry(1), Some(link("/articles/a")), false);
        change.return_to(entry(1).as_deref());
        assert_eq!(change.awaited(false), Some(link("/articles/a")));
        change.arrived();
        assert_eq!(change.awaited(false), None);

        change.return_to(entry(1).as_deref());
        assert_eq!(change.awaited(true), None);
        assert_eq!(change.awaited(false), None, "the focus has come back to the page");
    }

    #[test]
    fn within_a_page_the_link_keeps_the_focus() {
        let mut change = PageChange::default();
        change.leave(entry(1), Some(link("/ranking?mood=sad")), true);
        assert_eq!(change.awaited(false), Some(link("/ranking?mood=sad")));
    }

    #[test]
    fn the_memory_is_limited() {
        let mut change = PageChange::default();
        for number in 0..=MAX_ENTRIES {
            change.leave(entry(number), Some(link("/articles/a")), false);
        }
        assert_eq!(change.left.len(), MAX_ENTRIES);
        change.return_to(entry(0).as_deref());
        assert_eq!(change.awaited(false), None);
    }
}
