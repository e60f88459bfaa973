//! The session of a tab: one visible tab of a browser has the stream and passes its events to the
//! others. Where browsers cannot do that, each visible tab has its own.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::task::spawn_local;
use zaidu_model::{Event, EventBatch, Key, api, json};

use super::listeners;
use super::state::{Message, State, refused};
use crate::backend::Backend;
use crate::browser::event_source::{EventSource, page_age, random};
use crate::browser::tabs::{Channel, LockGuard, request_lock};
use crate::browser::{clock, lifecycle};

/// The name of the channel between tabs, and of the lock of the tab that has the stream.
const NAME: &str = "zaidu-events";

/// How many seconds a page may have been in caches before it was loaded, as the server allows.
const PAGE_TTL: u64 = 60;

struct Session {
    backend: Backend,
    /// A random name.
    tab: String,
    state: State,
    channel: Option<Channel>,
    is_hidden: bool,
    /// Whether the lock was asked for and neither granted nor given back.
    is_waiting: bool,
    lead: Option<Lead>,
}

/// What the tab has that receives for all.
struct Lead {
    _lock: Option<LockGuard>,
    stream: Option<EventSource>,
    articles: Vec<Key>,
    /// Differs for each stream that was opened.
    attempt: u32,
    opened_at: u64,
}

type Shared = Rc<RefCell<Session>>;

/// Begins, for as long as the page lives.
pub(super) fn start(backend: Backend) {
    let session = Rc::new(RefCell::new(Session {
        backend,
        tab: random().to_string(),
        state: State::default(),
        channel: None,
        is_hidden: true,
        is_waiting: false,
        lead: None,
    }));
    let shared = Rc::clone(&session);
    let channel = Channel::open(NAME, move |text| hear(&shared, &text));
    session.borrow_mut().channel = channel;
    let shared = Rc::clone(&session);
    listeners::on_change(move || want(&shared));
    let shared = Rc::clone(&session);
    lifecycle::on_visibility_change(move |is_hidden| show(&shared, is_hidden));
    show(&session, lifecycle::is_hidden());
}

/// The tab is hidden or visible.
fn show(shared: &Shared, is_hidden: bool) {
    let mut session = shared.borrow_mut();
    if std::mem::replace(&mut session.is_hidden, is_hidden) == is_hidden {
        return;
    }
    if is_hidden {
        session.lead = None;
        session.post(&Message::Leaves(session.tab.clone()));
        return;
    }
    let is_waiting = std::mem::replace(&mut session.is_waiting, true);
    let has_channel = session.channel.is_some();
    drop(session);
    want(shared);
    if !is_waiting {
        let waiting = Rc::clone(shared);
        if !(has_channel && request_lock(NAME, move |lock| lead(&waiting, Some(lock)))) {
            lead(shared, None);
        }
    }
}

/// This tab receives for all, unless it is hidden by now; then the lock goes to the next.
fn lead(shared: &Shared, lock: Option<LockGuard>) {
    let mut session = shared.borrow_mut();
    session.is_waiting = false;
    if session.is_hidden {
        return;
    }
    let lead = Lead { _lock: lock, stream: None, articles: Vec::new(), attempt: 0, opened_at: 0 };
    session.lead = Some(lead);
    session.post(&Message::Leads);
    drop(session);
    open(shared);
}

/// The articles that this tab shows have changed.
fn want(shared: &Shared) {
    // Listeners may change while an event is being passed on.
    let shared = Rc::clone(shared);
    spawn_local(async move {
        let session = shared.borrow();
        if session.lead.is_some() {
            drop(session);
            widen(&shared);
        } else if !session.is_hidden {
            session.post(&Message::Wants(session.tab.clone(), listeners::articles()));
        }
    });
}

/// Opens another stream if this one lacks an article.
fn widen(shared: &Shared) {
    let session = shared.borrow();
    let wanted = session.state.wanted(listeners::articles());
    let Some(lead) = &session.lead else { return };
    if lead.stream.is_some() && wanted.iter().any(|id| !lead.articles.contains(id)) {
        drop(session);
        open(shared);
    }
}

/// Another tab has said something.
fn hear(shared: &Shared, text: &str) {
    let mut session = shared.borrow_mut();
    match Message::parse(text) {
        Message::Wants(tab, articles) => {
            session.state.note(&tab, Some(articles));
            if session.lead.is_some() {
                if let Some(id) = session.state.last.clone() {
                    let batch = EventBatch { id, events: Vec::new() };
                    session.post(&Message::Batch(to_json(&batch)));
                }
                drop(session);
                widen(shared);
            }
        }
        Message::Leaves(tab) => session.state.note(&tab, None),
        Message::Leads => {
            drop(session);
            want(shared);
        }
        Message::Batch(json) => {
            // Of a build that says it in other words.
            let Ok(batch) = json::from_str(&json) else { return };
            let events = session.state.hear(batch);
            drop(session);
            dispatch(&events);
        }
    }
}

/// A batch without events, as JSON. Ids are visible ASCII without quotes.
fn to_json(batch: &EventBatch) -> String {
    ["{\"id\":\"", &batch.id, "\",\"events\":[]}"].concat()
}

impl Session {
    fn post(&self, message: &Message) {
        if let Some(channel) = &self.channel {
            channel.post(&message.to_text());
        }
    }

    /// The address of the events that this tab does not have.
    fn url(&self, articles: &[Key]) -> String {
        api::events(self.state.last.as_deref(), page_age() + PAGE_TTL, articles)
    }

    /// Whether this tab leads and its stream is that of `attempt`.
    fn is_attempt(&self, attempt: u32) -> bool {
        self.lead.as_ref().is_some_and(|lead| lead.attempt == attempt)
    }

    /// After the stream of `attempt` has ended: how many milliseconds to wait before the next one,
    /// and where to ask instead; `None` when there has been another since.
    fn after_failure(&mut self, attempt: u32) -> Option<(u32, Backend, String)> {
        let lead = self.lead.as_ref().filter(|lead| lead.attempt == attempt)?;
        let url = self.url(&lead.articles);
        let wait = self.state.back_off(page_age() - lead.opened_at, random());
        Some((wait, self.backend.clone(), url))
    }
}

fn dispatch(events: &[Event]) {
    events.iter().for_each(listeners::dispatch);
}

/// Opens the stream, instead of one that is open.
fn open(shared: &Shared) {
    let mut session = shared.borrow_mut();
    let articles = session.state.wanted(listeners::articles());
    let url = session.url(&articles);
    let Some(lead) = &mut session.lead else { return };
    lead.attempt += 1;
    (lead.articles, lead.opened_at) = (articles, page_age());
    let attempt = lead.attempt;
    let (receiving, ending) = (Rc::clone(shared), Rc::clone(shared));
    let stream = EventSource::open(
        &url,
        move |json| receive(&receiving, &json),
        move |is_refused| fail(&ending, attempt, is_refused),
    );
    lead.stream = stream;
}

/// The server has sent or answered a batch.
fn receive(shared: &Shared, json: &str) {
    // Of a newer server.
    let Ok(batch) = json::from_str::<EventBatch>(json) else { return };
    let mut session = shared.borrow_mut();
    session.post(&Message::Batch(json.to_owned()));
    let events = session.state.receive(batch);
    drop(session);
    dispatch(&events);
}

/// The stream of this attempt has ended. After a refusal the server is asked instead.
fn fail(shared: &Shared, attempt: u32, is_refused: bool) {
    let shared = Rc::clone(shared);
    spawn_local(async move {
        let failed = shared.borrow_mut().after_failure(attempt);
        let Some((mut wait, backend, url)) = failed else { return };
        if is_refused {
            wait = refused(random());
            match backend.json(&url).await {
                Ok(json) => receive(&shared, &json),
                Err(error) if error.is_not_found() => return,
                Err(_) => {}
            }
        }
        clock::sleep(wait).await;
        let is_current = shared.borrow().is_attempt(attempt);
        if is_current {
            open(&shared);
        }
    });
}
