//! What brings a list to life: more of it in time, and its keys.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use zaidu_model::{Preview, Route};

use super::card;
use super::list::{cards, of};
use super::pagination::{Pagination, Section, State, Trigger};
use crate::browser::{dom, network, observers};
use crate::client_effect::client_effect;
use crate::scroll_restoration;
use crate::ui::VirtualList;

/// Puts what `pagination` holds on the page, and asks for more in time, as long as the
/// current owner lives.
pub(super) fn follow(
    pagination: Signal<Pagination>,
    name: &'static str,
    root: NodeRef<html::Div>,
    end: NodeRef<html::Div>,
    on_wish: UnsyncCallback<Trigger>,
) {
    let (Some(root), Some(end)) = (root.get(), end.get()) else { return };
    let roll = Rc::new(RefCell::new(VirtualList::new(root.clone().into())));
    let content = move |pagination: &Pagination, number: usize| {
        pagination.sections().get(number).map(|it| cards(it, name, pagination)).unwrap_or_default()
    };
    let show = {
        let roll = Rc::clone(&roll);
        move |pagination: &Pagination| {
            let length = pagination.sections().len();
            // Until a reader who comes back stands where they stood, that is there.
            let at = section_of(pagination, &scroll_restoration::card());
            roll.borrow_mut().show(length, at, |number| content(pagination, number));
        }
    };
    let on_scroll = show.clone();
    observers::scrolled(move || {
        pagination.try_with_untracked(|pagination| {
            // A short list stands whole.
            if pagination.sections().len() > VirtualList::WHOLE {
                on_scroll(pagination);
            }
        });
    });
    // Who asked for less data asks for each page.
    let is_near = (!network::saves_data())
        .then(|| observers::near(&end, move || on_wish.run(Trigger::Prefetch)));
    let is_near = is_near.flatten();
    let mut before = None;
    client_effect(move || {
        pagination.with(|pagination| {
            let first = pagination.sections().first().map_or(0, |section| section.items.len());
            // The first section may have lost some, also before this list came to life.
            let stood = before.unwrap_or_else(|| dom::all(&root, "article").len());
            if stood != first {
                roll.borrow_mut().renew(0, content(pagination, 0));
            }
            show(pagination);
            match pagination.state() {
                State::Idle(_) => is_near.iter().for_each(observers::Near::look_again),
                State::Done => {
                    let size = card::size(of(pagination));
                    dom::mark_all(&root, "article", "aria-setsize", &size);
                }
                State::Loading(..) | State::Failed(..) => {}
            }
            before = Some(first);
        });
    });
}

/// The number of the section with the card that leads to `address`.
fn section_of(pagination: &Pagination, address: &str) -> Option<usize> {
    let leads = |item: &Preview| Route::Article(item.id.clone()).to_string() == address;
    let holds = |section: &Section| section.items.iter().any(leads);
    (!address.is_empty()).then(|| pagination.sections().iter().position(holds))?
}

/// The keys of a feed: Page Down and Page Up go from card to card, Control with End
/// and Home leave the list (WAI-ARIA Authoring Practices, feed pattern). `last` is the
/// number of the last card.
pub(super) fn step(event: &ev::KeyboardEvent, name: &'static str, last: usize) {
    if event.shift_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let number = || dom::around(event, "aria-posinset")?.parse::<usize>().ok();
    let card = |number: usize| {
        dom::focus(&["[aria-labelledby='", name, "-", &number.to_string(), "']"].concat())
    };
    let more = || dom::focus(".feed-more");
    let has_gone = match (&*event.key(), event.ctrl_key()) {
        ("PageDown", false) => number().is_some_and(|number| match number {
            number if number == last => more(),
            number => card(number + 1),
        }),
        ("PageUp", false) => number().is_some_and(|number| card(number - 1)),
        ("End", true) => more(),
        ("Home", true) => dom::focus("#feed-title"),
        _ => false,
    };
    if has_gone {
        event.prevent_default();
    }
}
