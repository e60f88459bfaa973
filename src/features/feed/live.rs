//! What brings a list to life: more of it in time, and its keys.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use zaidu_model::{Preview, Route};

use super::card;
use super::list::{cards, of};
use super::paging::{Paging, Section, State, Wish};
use crate::browser::{network, pieces, watch};
use crate::effect::effect;
use crate::place;
use crate::ui::Roll;

/// Puts what `paging` holds on the page, and asks for more in time, as long as the
/// current owner lives.
pub(super) fn follow(
    paging: Signal<Paging>,
    name: &'static str,
    root: NodeRef<html::Div>,
    end: NodeRef<html::Div>,
    on_wish: UnsyncCallback<Wish>,
) {
    let (Some(root), Some(end)) = (root.get(), end.get()) else { return };
    let roll = Rc::new(RefCell::new(Roll::new(root.clone().into())));
    let content = move |paging: &Paging, number: usize| {
        paging.sections().get(number).map(|it| cards(it, name, paging)).unwrap_or_default()
    };
    let show = {
        let roll = Rc::clone(&roll);
        move |paging: &Paging| {
            let length = paging.sections().len();
            // Until a reader who comes back stands where they stood, that is there.
            let at = section_of(paging, &place::card());
            roll.borrow_mut().show(length, at, |number| content(paging, number));
        }
    };
    let on_scroll = show.clone();
    watch::scrolled(move || {
        paging.try_with_untracked(|paging| {
            // A short list stands whole.
            if paging.sections().len() > Roll::WHOLE {
                on_scroll(paging);
            }
        });
    });
    // Who asked for less data asks for each page.
    let is_near =
        (!network::saves_data()).then(|| watch::near(&end, move || on_wish.run(Wish::Ahead)));
    let is_near = is_near.flatten();
    let mut before = None;
    effect(move || {
        paging.with(|paging| {
            let first = paging.sections().first().map_or(0, |section| section.items.len());
            // The first section may have lost some, also before this list came to life.
            let stood = before.unwrap_or_else(|| pieces::all(&root, "article").len());
            if stood != first {
                roll.borrow_mut().renew(0, content(paging, 0));
            }
            show(paging);
            match paging.state() {
                State::Idle(_) => is_near.iter().for_each(watch::Near::look_again),
                State::Done => {
                    let size = card::size(of(paging));
                    pieces::mark_all(&root, "article", "aria-setsize", &size);
                }
                State::Loading(..) | State::Failed(..) => {}
            }
            before = Some(first);
        });
    });
}

/// The number of the section with the card that leads to `address`.
fn section_of(paging: &Paging, address: &str) -> Option<usize> {
    let leads = |item: &Preview| Route::Article(item.id.clone()).to_string() == address;
    let holds = |section: &Section| section.items.iter().any(leads);
    (!address.is_empty()).then(|| paging.sections().iter().position(holds))?
}

/// The keys of a feed: Page Down and Page Up go from card to card, Control with End
/// and Home leave the list (WAI-ARIA Authoring Practices, feed pattern). `last` is the
/// number of the last card.
pub(super) fn step(event: &ev::KeyboardEvent, name: &'static str, last: usize) {
    if event.shift_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let number = || pieces::around(event, "aria-posinset")?.parse::<usize>().ok();
    let card = |number: usize| {
        pieces::focus(&["[aria-labelledby='", name, "-", &number.to_string(), "']"].concat())
    };
    let more = || pieces::focus(".feed-more");
    let has_gone = match (&*event.key(), event.ctrl_key()) {
        ("PageDown", false) => number().is_some_and(|number| match number {
            number if number == last => more(),
            number => card(number + 1),
        }),
        ("PageUp", false) => number().is_some_and(|number| card(number - 1)),
        ("End", true) => more(),
        ("Home", true) => pieces::focus("#feed-title"),
        _ => false,
    };
    if has_gone {
        event.prevent_default();
    }
}
