//! A reading list on its page: reads it from the store, shows it, and does what the reader wants.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::tachys::renderer::types::Element;
use zaidu_model::Key;

use super::ACTION;
use super::entry::Entry;
use super::export;
use super::list_nodes::{self, CANCEL, CLEAR, CONFIRM, EXPORT, ID, MORE, REMOVE, SEARCH, UNDO};
use super::list_state::{ListState, Row};
use super::store::List;
use crate::backend::backend;
use crate::browser::actions::{Action, on_action};
use crate::browser::storage::StorageError;
use crate::browser::{dom, download, lifecycle, network, page, storage};
use crate::client_effect::spawn_scoped;
use crate::ui::node;

/// Of how many entries a server is asked whether they are still there.
const MAX_PROBED: usize = 20;

/// A list on its page.
struct Shown {
    list: List,
    root: Element,
    state: RefCell<ListState>,
}

/// Shows `list` in `root` until the current owner ends.
pub(super) fn show(root: Element, list: List) {
    let Ok(entries) = entries(list) else {
        return node::replace_content(&root, &list_nodes::closed());
    };
    node::replace_content(&root, &list_nodes::frame(list));
    let shown = Rc::new(Shown { list, root, state: RefCell::new(ListState::new(entries)) });
    shown.render();
    let on_change = Rc::clone(&shown);
    storage::on_any_change(move || on_change.reload());
    let on_return = Rc::clone(&shown);
    lifecycle::on_visibility_change(move |is_hidden| {
        if !is_hidden {
            on_return.reload();
        }
    });
    let on_reader = Rc::clone(&shown);
    on_action(ACTION, move |action| on_reader.act(&action));
    shown.probe();
}

/// The entries of `list`, with how far each was read.
fn entries(list: List) -> Result<Vec<Entry>, StorageError> {
    let mut entries = list.entries()?;
    if list == List::Saved {
        for entry in &mut entries {
            if let Some(opened) = List::History.get(&entry.id) {
                entry.progress = opened.progress;
            }
        }
    }
    Ok(entries)
}

impl Shown {
    fn render(&self) {
        let state = self.state.borrow();
        let fill = |class: &str, nodes: &[node::Node]| {
            for part in dom::query_all(&self.root, class) {
                node::replace_content(&part, nodes);
            }
        };
        for part in dom::query_all(&self.root, ".saved-status") {
            let words = list_nodes::status(&state);
            // A status that is set again would be announced again.
            if part.text_content().as_ref() != Some(&words) {
                part.set_text_content(Some(&words));
            }
        }
        fill(".saved-rows", &list_nodes::rows(&state));
        fill(".saved-foot", &list_nodes::foot(self.list, &state));
    }

    /// Changes the state and shows it.
    fn change(&self, change: impl FnOnce(&mut ListState)) {
        change(&mut self.state.borrow_mut());
        self.render();
    }

    /// Reads the list anew: another tab may have changed it.
    fn reload(&self) {
        if let Ok(entries) = entries(self.list) {
            self.change(|state| state.reload(entries));
        }
    }

    /// Moves the focus to what is marked by `attribute` with `value`.
    fn focus(&self, attribute: &str, value: &str) {
        let found = dom::query_all(&self.root, &["[", attribute, "]"].concat());
        let found =
            found.into_iter().find(|it| it.get_attribute(attribute).as_deref() == Some(value));
        dom::focus(found.as_ref());
    }

    fn act(&self, action: &Action) {
        let id = action.control.get_attribute(ID).and_then(|id| Key::new(id).ok());
        match (&*action.name, id) {
            (SEARCH, _) => self.change(|state| state.search(action.value())),
            (MORE, _) => {
                let count = self.state.borrow().shown().count();
                self.change(ListState::show_more);
                let rows = dom::query_all(&self.root, ".saved-row");
                let first = rows.get(count).map(|row| dom::query_all(row, "a, button"));
                dom::focus(first.as_ref().and_then(|controls| controls.first()));
            }
            (REMOVE, Some(id)) => {
                self.list.remove(&id);
                self.change(|state| state.remove(&id));
                self.focus(ID, id.as_str());
            }
            (UNDO, Some(id)) => {
                let entry = self.state.borrow_mut().undo(&id);
                if let Some(entry) = entry {
                    if self.list.put(&entry).is_err() {
                        self.state.borrow_mut().remove(&id);
                    }
                    self.render();
                    self.focus(ID, id.as_str());
                }
            }
            (EXPORT, _) => self.export(&action.control),
            (CLEAR, _) => {
                self.change(|state| state.is_asking = true);
                self.focus(ACTION, CANCEL);
            }
            (CANCEL, _) => {
                self.change(|state| state.is_asking = false);
                self.focus(ACTION, CLEAR);
            }
            (CONFIRM, _) => {
                self.list.clear();
                self.change(ListState::clear);
                dom::focus_first(".saved-status");
            }
            _ => {}
        }
    }

    /// Leads `link` to the exported list, which the browser then downloads.
    fn export(&self, link: &Element) {
        let entries: Vec<Entry> = self.state.borrow().entries().cloned().collect();
        let json = export::to_json(self.list, &entries, &page::public_origin());
        // It fails only for an invalid attribute name.
        let _ = link.set_attribute("href", &download::address_of(&json));
    }

    /// Asks the server whether the latest entries are still there, one after the other, and keeps
    /// the answers.
    fn probe(self: &Rc<Self>) {
        if network::saves_data() || network::is_offline() {
            return;
        }
        let ids: Vec<Key> = {
            let state = self.state.borrow();
            let row_id = |row: &Row| row.entry.id.clone();
            state.shown().take(MAX_PROBED).map(row_id).collect()
        };
        let (shown, backend) = (Rc::clone(self), backend());
        spawn_scoped(async move {
            for id in ids {
                let is_gone = match backend.clone().probe(&id).await {
                    Ok(()) => false,
                    Err(error) if error.is_withdrawn() || error.is_not_found() => true,
                    // Unknown, and so are the others.
                    Err(_) => return,
                };
                shown.list.update(&id, |entry| entry.is_gone = is_gone);
                let is_news = shown.state.borrow_mut().set_gone(&id, is_gone);
                if is_news {
                    shown.render();
                }
            }
        });
    }
}
