//! Infinite scroll: virtual rendering of a list, prefetch of its next page, keyboard navigation.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use zaidu_model::{Preview, Route};

use super::card::{aria_setsize, known_length, section_cards};
use super::pagination::{Pagination, Section, State, Trigger};
use crate::browser::{comfort, dom, network, observers};
use crate::client_effect::client_effect;
use crate::preview_meta::{keep_times_relative, show_relative_times};
use crate::scroll_restoration;
use crate::ui::VirtualList;

/// The button that loads the next page; hidden at the end of the list.
const BUTTON: &str = ".feed-more";

/// The live region with the state of the list.
const STATUS: &str = ".feed-status";

/// Renders the sections of `pagination` into `root` as a virtual list, and calls `on_load_more`
/// when `end` comes near the viewport, until the current owner is disposed.
pub(super) fn attach_infinite_scroll(
    pagination: Signal<Pagination>,
    name: &'static str,
    root: NodeRef<html::Div>,
    end: NodeRef<html::Div>,
    on_load_more: UnsyncCallback<Trigger>,
) {
    let list = root;
    let (Some(root), Some(end)) = (root.get(), end.get()) else { return };
    let virtual_list = Rc::new(RefCell::new(VirtualList::new(root.clone().into())));
    let section_content = move |pagination: &Pagination, index: usize| {
        pagination
            .sections()
            .get(index)
            .map(|section| section_cards(section, name, pagination))
            .unwrap_or_default()
    };
    let render = {
        let (virtual_list, cards) = (Rc::clone(&virtual_list), root.clone());
        move |pagination: &Pagination| {
            let length = pagination.sections().len();
            // While the scroll position is being restored, its section is rendered.
            let target = section_of(pagination, &scroll_restoration::pending_card());
            virtual_list
                .borrow_mut()
                .render(length, target, |index| section_content(pagination, index));
            show_relative_times(&cards);
        }
    };
    keep_times_relative(list);
    let on_scroll = render.clone();
    observers::on_scroll_or_resize(move || {
        pagination.try_with_untracked(|pagination| {
            // A short list is rendered as a whole.
            if pagination.sections().len() > VirtualList::WINDOW_THRESHOLD {
                on_scroll(pagination);
            }
        });
    });
    // No prefetch for readers who save data, nor in 关怀模式, where a page must have an end: they
    // request each page by the button.
    let near_end = (!network::saves_data() && !comfort::is_caring()).then(|| {
        observers::observe_near_viewport(&end, move || on_load_more.run(Trigger::Prefetch))
    });
    let near_end = near_end.flatten();
    let mut previous_count = None;
    let mut was_asked = false;
    client_effect(move || {
        pagination.with(|pagination| {
            let count = pagination.sections().first().map_or(0, |section| section.items.len());
            // Items may have been removed from the first section, also before this list was
            // attached.
            let rendered = previous_count.unwrap_or_else(|| dom::query_all(&root, "article").len());
            if rendered != count {
                virtual_list.borrow_mut().replace(0, section_content(pagination, 0));
            }
            render(pagination);
            match pagination.state() {
                State::Idle(_) => near_end.iter().for_each(observers::ViewportObserver::recheck),
                State::Done => {
                    let size = aria_setsize(known_length(pagination));
                    dom::set_attribute_on_all(&root, "article", "aria-setsize", &size);
                    // The button is hidden at the end of the list, and may have lost the focus by
                    // now.
                    if dom::is_focused(BUTTON) || was_asked && dom::is_focused("body") {
                        dom::focus_first(STATUS);
                    }
                }
                State::Loading(..) | State::Failed(..) => {}
            }
            was_asked = matches!(pagination.state(), State::Loading(_, Trigger::User));
            previous_count = Some(count);
        });
    });
}

/// The index of the section with the card that links to `path`.
fn section_of(pagination: &Pagination, path: &str) -> Option<usize> {
    let is_target = |item: &Preview| Route::Article(item.id.clone()).to_string() == path;
    let contains = |section: &Section| section.items.iter().any(is_target);
    (!path.is_empty()).then(|| pagination.sections().iter().position(contains))?
}

/// Keyboard navigation of a feed: Page Down and Page Up move the focus from card to card, Control
/// with End and Home moves it out of the list (WAI-ARIA Authoring Practices, feed pattern). `last`
/// is the number of the last card.
pub(super) fn handle_key(event: &ev::KeyboardEvent, name: &'static str, last: usize) {
    if event.shift_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let current = || dom::closest_attribute(event, "aria-posinset")?.parse::<usize>().ok();
    let focus_card = |number: usize| {
        dom::focus_first(&["[aria-labelledby='", name, "-", &number.to_string(), "']"].concat())
    };
    let focus_button =
        || dom::focus_first(&[BUTTON, ":not([hidden])"].concat()) || dom::focus_first(STATUS);
    let has_moved = match (&*event.key(), event.ctrl_key()) {
        ("PageDown", false) => current().is_some_and(|number| match number {
            number if number == last => focus_button(),
            number => focus_card(number + 1),
        }),
        ("PageUp", false) => current().is_some_and(|number| focus_card(number - 1)),
        ("End", true) => focus_button(),
        ("Home", true) => dom::focus_first("#feed-title"),
        _ => false,
    };
    if has_moved {
        event.prevent_default();
    }
}
