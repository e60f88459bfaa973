//! Choices that the server has not taken yet. They are kept in the browser from
//! the tap until the server has them, so that neither a dead network nor a closed
//! page loses one; saying one twice is harmless.
//!
//! Of an article the last choice counts, whichever tab it was made in.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use zaidu_model::{Choice, Key, Mood, Reaction};

use super::optimistic::{Awaited, Moods, Phase};
use crate::backend::{Backend, BackendError, backend};
use crate::browser::storage::Storage;
use crate::browser::{clock, lifecycle};
use crate::client_effect::client_effect;

/// Where a choice is kept: before the article's key.
const KEPT: &str = "zaidu:untaken:";

/// Says that this browser's reader has reacted to anything, ever.
const REACTED: &str = "zaidu:reacted";

/// Until the first try again, in milliseconds; twice as long until each further
/// one.
const FIRST_REST: u32 = 4_000;

/// Until the next try at most, in milliseconds.
const LONGEST_REST: u32 = 300_000;

/// Choices sent at once: storage may hold anything, and a server has more readers.
const MOST: usize = 20;

thread_local! {
    /// The page's; none on a server.
    static HERE: RefCell<Option<Outbox>> = const { RefCell::new(None) };
}

/// The choices under way, and those shown now.
#[derive(Clone)]
pub(super) struct Outbox(SendWrapper<Rc<Inner>>);

struct Inner {
    /// Mostly one: the article shown.
    moods: RefCell<Vec<(Key, ArcRwSignal<Moods>)>>,
    /// Counts should be asked for again.
    again: Trigger,
    backend: Backend,
    rest: Cell<u32>,
    /// Whether a try is coming by itself.
    is_resting: Cell<bool>,
    /// Whether the server asked to be left alone until then.
    is_quiet: Cell<bool>,
}

/// Keeps choices from page to page and from visit to visit.
pub fn provide() {
    if !is_browser() {
        return;
    }
    let outbox = Outbox(SendWrapper::new(Rc::new(Inner {
        moods: RefCell::default(),
        again: Trigger::new(),
        backend: backend(),
        rest: Cell::new(FIRST_REST),
        is_resting: Cell::default(),
        is_quiet: Cell::default(),
    })));
    HERE.set(Some(outbox.clone()));
    client_effect(move || {
        let here = outbox.clone();
        lifecycle::on_return(move || {
            here.send_all();
            here.0.again.notify();
        });
        let here = outbox.clone();
        lifecycle::on_change(move |key, value| {
            if let Some(id) = key.strip_prefix(KEPT).and_then(|id| Key::new(id).ok()) {
                here.heard_from_tab(&id, value.as_deref().and_then(read));
            }
        });
    });
}

/// Sends what earlier visits left. To be called once the page stands: until then
/// it shows what everybody sees.
pub fn send_kept() {
    if let Some(outbox) = Outbox::here() {
        outbox.send_all();
    }
}

/// Whether this browser's reader has reacted to anything, ever.
pub(super) fn has_reacted() -> bool {
    Storage::Local.get(REACTED).is_ok_and(|kept| kept.is_some())
}

/// Where the choice on article `id` is kept.
fn place(id: &Key) -> String {
    [KEPT, id.as_str()].concat()
}

/// What is kept, read: a mood or none. Anybody may have written it.
fn read(kept: &str) -> Option<Option<Mood>> {
    kept.parse().ok().map(|choice: Choice| choice.mood)
}

/// The choice on article `id` that no server has taken.
fn kept(id: &Key) -> Option<Option<Mood>> {
    read(&Storage::Local.get(&place(id)).ok()??)
}

impl Outbox {
    /// The page's; none on a server.
    pub(super) fn here() -> Option<Self> {
        HERE.with_borrow(Clone::clone)
    }

    /// The moods on article `id`: those with a choice under way, else `start`.
    pub(super) fn moods(&self, id: &Key, start: Reaction) -> ArcRwSignal<Moods> {
        self.0.moods.borrow_mut().retain(|(_, it)| it.read_untracked().phase() != Phase::Settled);
        let moods = self.find(id);
        // Its own may be from an earlier page, or from none.
        moods.update_untracked(|moods| moods.heard(start, moods.changes()));
        moods
    }

    /// Makes the current observer run once more when there is reason to ask the
    /// server again.
    pub(super) fn track(&self) {
        self.0.again.track();
    }

    /// The reader wants `wanted` of article `id`: kept first, then sent.
    pub(super) fn want(&self, id: &Key, wanted: Option<Mood>) {
        // Where nothing can be kept, it is sent all the same.
        let _ = Storage::Local.set(&place(id), Choice { mood: wanted }.key());
        self.send(id, |moods| moods.want(wanted));
    }

    /// The reader tries again what waits, or was refused.
    pub(super) fn retry(&self, id: &Key) {
        let wanted = self.find(id).read_untracked().untaken();
        if let Some(wanted) = wanted {
            self.want(id, wanted);
        }
    }

    fn find(&self, id: &Key) -> ArcRwSignal<Moods> {
        let mut all = self.0.moods.borrow_mut();
        if let Some((_, moods)) = all.iter().find(|(of, _)| of == id) {
            return moods.clone();
        }
        let moods = ArcRwSignal::new(Moods::new(Reaction::default()));
        all.push((id.clone(), moods.clone()));
        moods
    }

    /// Another tab keeps `kept` of article `id` now: a choice that it sends, or
    /// none because the server has it.
    fn heard_from_tab(&self, id: &Key, kept: Option<Option<Mood>>) {
        self.find(id).update(|moods| match kept {
            Some(wanted) => moods.chosen_elsewhere(wanted),
            None => moods.taken_elsewhere(),
        });
        if kept.is_none() {
            self.0.again.notify();
        }
    }

    /// Sends what is kept.
    fn send_all(&self) {
        if self.0.is_quiet.get() {
            return;
        }
        // Where nothing could be kept, it is still here.
        let here = self.0.moods.borrow().clone();
        for (id, moods) in here {
            let phase = moods.read_untracked().phase();
            if let Phase::Waiting { wanted, awaited: Awaited::Answer | Awaited::Rest } = phase {
                self.send(&id, |moods| moods.recall(wanted));
            }
        }
        let keys = Storage::Local.keys(KEPT).unwrap_or_default();
        for key in keys.into_iter().take(MOST) {
            match Key::new(&key[KEPT.len()..]).ok().and_then(|id| Some((kept(&id)?, id))) {
                Some((wanted, id)) => self.send(&id, |moods| moods.recall(wanted)),
                // Not from this program.
                None => drop(Storage::Local.remove(&key)),
            }
        }
    }

    /// Makes a change to the moods on article `id`, and sends the choice that
    /// comes of it.
    fn send(&self, id: &Key, change: impl FnOnce(&mut Moods) -> Option<Option<Mood>>) {
        let moods = self.find(id);
        if let Some(first) = moods.try_update(change).flatten() {
            spawn_local(self.clone().deliver(id.clone(), moods, first));
        }
    }

    async fn deliver(self, id: Key, moods: ArcRwSignal<Moods>, first: Option<Mood>) {
        let mut next = Some(first);
        while let Some(mood) = next {
            let answer = self.0.backend.clone().choose(id.clone(), mood).await;
            // Where nothing can be kept, pages of one's own still say it.
            let _ = Storage::Local.set(REACTED, "1");
            if let Err(failure) = &answer
                && let Some(awaited) = awaited(failure)
            {
                moods.write().put_off(awaited);
                return self.try_later(failure);
            }
            if kept(&id) == Some(mood) {
                // What stays is sent again, which is harmless.
                let _ = Storage::Local.remove(&place(&id));
            }
            next = match answer {
                Ok(answer) => {
                    self.0.rest.set(FIRST_REST);
                    moods.write().taken(answer)
                }
                Err(_) => moods.write().refused(),
            };
        }
    }

    /// Sends what is kept when the server wants it, else after a rest.
    fn try_later(&self, failure: &BackendError) {
        type Flag = fn(&Inner) -> &Cell<bool>;
        let (flag, rest): (Flag, u32) = match failure {
            BackendError::Busy(seconds) => (|it| &it.is_quiet, seconds.saturating_mul(1_000)),
            _ => {
                let rest = self.0.rest.get();
                self.0.rest.set((rest * 2).min(LONGEST_REST));
                (|it| &it.is_resting, rest)
            }
        };
        if !flag(&self.0).replace(true) {
            let here = self.clone();
            clock::after(rest, move || {
                flag(&here.0).set(false);
                here.send_all();
            });
        }
    }
}

/// What a choice that met `failure` waits for; none when the server said no.
fn awaited(failure: &BackendError) -> Option<Awaited> {
    match failure {
        BackendError::Busy(_) => Some(Awaited::Rest),
        // It could not, or what stands before it could not: it may yet.
        BackendError::Problem(problem) if problem.status >= 500 => Some(Awaited::Answer),
        // Something else answers, or nothing: a network that wants a sign-in, or
        // none at all.
        BackendError::Unreachable | BackendError::TimedOut | BackendError::Garbled(_) => {
            Some(Awaited::Answer)
        }
        BackendError::Problem(_) => None,
    }
}
