//! Following a live article: asks the server from time to time while the page is visible, and puts
//! what has changed into the time line. What would be on screen waits for the reader.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::Owner;
use zaidu_model::live::LiveView;
use zaidu_model::{Event, Key, Live, LiveEntry, LiveState, Topic, api};

use super::Parts;
use super::rules::{Place, interval};
use super::time_line::TimeLine;
use crate::backend::Backend;
use crate::browser::{clock, dom, events, layout, lifecycle, network, observers};
use crate::chunk::ready;
use crate::client_effect::spawn_scoped;
use crate::data;
use crate::strings;
use crate::ui::node::{self, Element, Node, element};

/// The place of the button, which is a live region.
const NEW: &str = ".live-new";
const NEW_BUTTON: &str = ".live-new button";
const SHOW: &str = "[data-live=show]";
const ASK: &str = "[data-live=ask]";
const HEAD: &str = ".live-head";
const STATE_ENDED: &str = ".live-state[data-state=ended]";
const MORE: &str = ".live-more";
const MORE_LINK: &str = ".live-more a";
const NONE: &str = ".live-none";

/// The article that is followed.
struct Follower {
    id: Key,
    parts: Parts,
    backend: Backend,
    /// Its tasks end with it.
    owner: Owner,
    /// What the page has.
    revision: Cell<u64>,
    has_ended: Cell<bool>,
    is_asking: Cell<bool>,
    /// Whether it must ask once more after the current question.
    is_wanted: Cell<bool>,
    failures: Cell<u32>,
    is_loading_more: Cell<bool>,
    /// New entries that wait for the reader, because they would push what is on screen.
    held: RefCell<Vec<LiveEntry>>,
    /// Ids of new entries that are in the time line and that the reader has not seen.
    unseen: RefCell<Vec<String>>,
}

/// Follows the article `id`, which is on the page, until the current owner ends.
pub(super) fn start(id: Key, parts: Parts, backend: Backend) {
    let (Some(line), Some(owner)) = (TimeLine::of_page(), Owner::current()) else { return };
    let follower = Rc::new(Follower {
        id,
        parts,
        backend,
        owner,
        revision: Cell::new(line.revision()),
        has_ended: Cell::new(!dom::query_document(STATE_ENDED).is_empty()),
        is_asking: Cell::default(),
        is_wanted: Cell::default(),
        failures: Cell::default(),
        is_loading_more: Cell::default(),
        held: RefCell::default(),
        unseen: RefCell::default(),
    });
    let on_more = Rc::clone(&follower);
    events::on_link_click(MORE_LINK, move || Rc::clone(&on_more).load_more());
    if follower.has_ended.get() {
        return;
    }
    let on_show = Rc::clone(&follower);
    events::on_click(SHOW, move || on_show.show_new());
    let on_ask = Rc::clone(&follower);
    events::on_click(ASK, move || Rc::clone(&on_ask).refresh());
    let on_scroll = Rc::clone(&follower);
    observers::on_scroll_or_resize(move || on_scroll.forget_seen());
    if network::saves_data() {
        follower.show_count();
        return;
    }
    let on_return = Rc::clone(&follower);
    lifecycle::on_visibility_change(move |is_hidden| {
        if !is_hidden {
            Rc::clone(&on_return).refresh();
        }
    });
    let on_event = Rc::clone(&follower);
    data::events::subscribe(Topic::Article(follower.id.clone()), move |event| {
        // The counts of the moods are not part of it.
        if !matches!(event, Event::Counts { .. }) {
            Rc::clone(&on_event).refresh();
        }
    });
    let on_online = Rc::clone(&follower);
    events::on_online(move || Rc::clone(&on_online).refresh());
    // What the server has rendered may have come from a cache.
    Rc::clone(&follower).refresh();
    spawn_scoped(async move {
        while !follower.has_ended.get() {
            clock::sleep(interval(follower.failures.get(), clock::random())).await;
            if !lifecycle::is_hidden() {
                Rc::clone(&follower).refresh();
            }
        }
    });
}

impl Follower {
    /// Asks the server for what has changed. While it is being asked, it is asked once more
    /// afterwards, however often this is called.
    fn refresh(self: Rc<Self>) {
        if self.has_ended.get() || self.is_asking.replace(true) {
            self.is_wanted.set(true);
            return;
        }
        let owner = self.owner.clone();
        owner.with(|| {
            spawn_scoped(async move {
                loop {
                    self.is_wanted.set(false);
                    let path = api::live_changes(&self.id, self.revision.get());
                    match self.get(&path).await {
                        Some(changes) => {
                            self.failures.set(0);
                            self.apply(changes);
                        }
                        None => self.failures.set(self.failures.get().saturating_add(1)),
                    }
                    if !self.is_wanted.get() || self.failures.get() > 0 {
                        break;
                    }
                }
                self.is_asking.set(false);
            });
        });
    }

    /// What the server answers at `path`, if it does.
    async fn get(&self, path: &str) -> Option<Live> {
        let json = self.backend.clone().json(path).await.ok()?;
        (self.parts.load)().await.ok()?;
        (self.parts.read)(json).await.ok()?
    }

    /// Shows what has changed.
    fn apply(&self, mut changes: Live) {
        if changes.revision <= self.revision.get() && !changes.has_gap {
            return;
        }
        let Some(mut line) = TimeLine::of_page() else { return };
        if changes.has_gap {
            show(reload_link());
            self.has_ended.set(true);
            return;
        }
        self.revision.set(changes.revision);
        for removed in &changes.removed {
            self.held.borrow_mut().retain(|held| held.id != removed.id);
            self.unseen.borrow_mut().retain(|id| *id != *removed.id.as_str());
            if let Some(index) = line.find(removed.id.as_str()) {
                line.remove(index);
            }
        }
        for entry in std::mem::take(&mut changes.entries) {
            self.put(&mut line, entry);
        }
        self.has_ended.set(changes.state == LiveState::Ended);
        if let Some(nodes) = ready((self.parts.head)(changes)) {
            dom::query_document(HEAD).iter().for_each(|head| node::replace_content(head, &nodes));
        }
        self.show_count();
    }

    /// Puts `entry` into the time line: in the place of its last version, or where it belongs.
    fn put(&self, line: &mut TimeLine, entry: LiveEntry) {
        let id = entry.id.as_str().to_owned();
        self.held.borrow_mut().retain(|held| held.id != entry.id);
        if let Some(index) = line.find(&id) {
            line.replace(index, &self.nodes(entry));
            return;
        }
        // Of what nobody has seen there is nothing to take back.
        let Some(index) = line.index_of(&place(&entry)).filter(|_| !entry.withdrawn) else {
            return;
        };
        if line.is_on_screen(index) {
            self.held.borrow_mut().push(entry);
        } else {
            line.insert(index, &self.nodes(entry));
            self.unseen.borrow_mut().push(id);
        }
    }

    fn nodes(&self, entry: LiveEntry) -> Vec<Node> {
        dom::query_document(NONE).iter().for_each(|none| none.remove());
        ready((self.parts.entry)(entry)).unwrap_or_default()
    }

    /// Puts the entries that wait into the time line, and leads the reader to the first new one.
    fn show_new(&self) {
        let Some(mut line) = TimeLine::of_page() else { return };
        for entry in self.held.take() {
            if let Some(index) = line.index_of(&place(&entry)) {
                self.unseen.borrow_mut().push(entry.id.as_str().to_owned());
                line.insert(index, &self.nodes(entry));
            }
        }
        let new = self.unseen.take();
        let first = new.iter().filter_map(|id| line.find(id).map(|index| (index, id))).min();
        dom::focus(first.and_then(|(_, id)| line.element(id)));
        self.show_count();
    }

    /// New entries that are on screen are no longer new.
    fn forget_seen(&self) {
        if self.unseen.borrow().is_empty() {
            return;
        }
        let Some(line) = TimeLine::of_page() else { return };
        let is_below = |id: &String| {
            let element = line.element(id);
            let Some(element) = element else { return false };
            let top = layout::top(element);
            let bottom = top + layout::height(element);
            bottom <= 0.0 || top >= crate::browser::text_layout::viewport_height()
        };
        let before = self.unseen.borrow().len();
        self.unseen.borrow_mut().retain(is_below);
        if self.unseen.borrow().len() != before {
            self.show_count();
        }
    }

    /// Shows how many entries are new. Without any, readers who save data can ask.
    fn show_count(&self) {
        let count = self.held.borrow().len() + self.unseen.borrow().len();
        match count {
            0 if network::saves_data() && !self.has_ended.get() => {
                show(button("ask", strings::ASK_FOR_ENTRIES.to_owned()));
            }
            0 => hide(),
            _ => show(button("show", strings::new_entries(count))),
        }
    }

    /// Adds the next page of entries below.
    fn load_more(self: Rc<Self>) {
        let Some(link) = dom::query_document(MORE_LINK).into_iter().next() else { return };
        let Some(line) = TimeLine::of_page() else { return };
        let cursor = link.get_attribute("data-next");
        if cursor.is_none() || self.is_loading_more.replace(true) {
            return;
        }
        let path = api::live_page(&self.id, &LiveView { order: line.window.order, cursor });
        let owner = self.owner.clone();
        owner.with(|| {
            spawn_scoped(async move {
                match self.get(&path).await {
                    Some(page) => self.append(page),
                    // As without a program.
                    None => {
                        crate::browser::page::go_to(
                            &link.get_attribute("href").unwrap_or_default(),
                        );
                    }
                }
                self.is_loading_more.set(false);
            });
        });
    }

    fn append(&self, page: Live) {
        let Some(mut line) = TimeLine::of_page() else { return };
        let first = page.entries.first().map(|entry| entry.id.as_str().to_owned());
        for entry in page.entries {
            if line.find(entry.id.as_str()).is_none() {
                line.append(&self.nodes(entry));
            }
        }
        for more in dom::query_document(MORE) {
            match &page.next {
                Some(cursor) => {
                    let view = LiveView { order: page.order, cursor: Some(cursor.clone()) };
                    let path = zaidu_model::Route::Article(self.id.clone()).to_string();
                    let href = path + &view.query();
                    dom::set_attribute_on_all(&more, "a", "data-next", cursor);
                    dom::set_attribute_on_all(&more, "a", "href", &href);
                }
                None => {
                    // The focus was on its link.
                    if dom::is_focused(MORE_LINK)
                        && let Some(line) = TimeLine::of_page()
                    {
                        dom::focus(first.as_deref().and_then(|id| line.element(id)));
                    }
                    more.remove();
                }
            }
        }
    }
}

fn place(entry: &LiveEntry) -> Place {
    (entry.time.unix(), entry.id.as_str().to_owned())
}

fn button(action: &'static str, text: String) -> Element {
    element("button").attr("type", "button").attr("data-live", action).with(text)
}

/// The link to the page, when more has changed than is worth to be put in.
fn reload_link() -> Element {
    let here = crate::browser::history::path_and_query();
    element("a").attr("href", here).attr("rel", "external").with(strings::TOO_MANY_CHANGES)
}

/// Shows `control` in the live region, which announces it once.
fn show(control: Element) {
    let has_focus = dom::is_focused(NEW_BUTTON);
    for place in dom::query_document(NEW) {
        node::replace_content(&place, &[control.clone().into()]);
    }
    if has_focus {
        dom::focus_first(NEW_BUTTON);
    }
}

fn hide() {
    for place in dom::query_document(NEW) {
        node::replace_content(&place, &[]);
    }
}
