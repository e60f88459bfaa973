//! What a tab knows of the stream and of the other tabs. Pure: no clock, network or browser.

use zaidu_model::api::MAX_EVENT_ARTICLES;
use zaidu_model::{Event, EventBatch, Key};

/// How long a stream must have been open for the next failure to count as the first, in seconds.
const STABLE: u64 = 30;

/// The longest back-off, as a power of two seconds.
const MAX_DOUBLINGS: u32 = 6;

/// How long to wait after a refusal, in milliseconds; with jitter up to half more.
const REFUSED: u32 = 90_000;

/// The state of a tab.
#[derive(Debug, Default)]
pub(super) struct State {
    /// The id of the last events that this tab has.
    pub(super) last: Option<String>,
    /// Articles that other tabs show, the last tab first.
    others: Vec<(String, Vec<Key>)>,
    /// Consecutive failures of the stream.
    failures: u32,
}

/// A message between tabs: a line that says what, and further lines. Batches are JSON.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Message {
    /// A tab wants the events of lists and of these articles.
    Wants(String, Vec<Key>),
    /// A tab is hidden.
    Leaves(String),
    /// A tab has begun to receive for all.
    Leads,
    /// Events.
    Batch(String),
}

impl Message {
    pub(super) fn to_text(&self) -> String {
        match self {
            Self::Wants(tab, articles) => {
                let mut text = ["wants\n", tab].concat();
                for id in articles {
                    text.push('\n');
                    text.push_str(id.as_str());
                }
                text
            }
            Self::Leaves(tab) => ["leaves\n", tab].concat(),
            Self::Leads => "leads".to_owned(),
            Self::Batch(json) => json.clone(),
        }
    }

    pub(super) fn parse(text: &str) -> Self {
        let mut lines = text.split('\n');
        let kind = lines.next();
        let mut tab = || lines.next().unwrap_or_default().to_owned();
        match kind {
            Some("wants") => {
                let tab = tab();
                Self::Wants(tab, lines.filter_map(|id| Key::new(id).ok()).collect())
            }
            Some("leaves") => Self::Leaves(tab()),
            Some("leads") => Self::Leads,
            _ => Self::Batch(text.to_owned()),
        }
    }
}

impl State {
    /// Notes what another tab wants; none if it has left.
    pub(super) fn note(&mut self, tab: &str, wanted: Option<Vec<Key>>) {
        self.others.retain(|(other, _)| other != tab);
        if let Some(wanted) = wanted {
            self.others.insert(0, (tab.to_owned(), wanted));
        }
    }

    /// The articles of this and of the other tabs, as many as one stream may have.
    pub(super) fn wanted(&self, own: Vec<Key>) -> Vec<Key> {
        let mut wanted = own;
        for id in self.others.iter().flat_map(|(_, articles)| articles) {
            if !wanted.contains(id) {
                wanted.push(id.clone());
            }
        }
        wanted.truncate(MAX_EVENT_ARTICLES);
        wanted
    }

    /// Takes a batch from the stream or the answer of a server: its events.
    pub(super) fn receive(&mut self, batch: EventBatch) -> Vec<Event> {
        self.last = Some(batch.id);
        batch.events
    }

    /// Takes a batch from the tab that leads. One without events tells where that is: if this tab is
    /// elsewhere, it may have missed some.
    pub(super) fn hear(&mut self, batch: EventBatch) -> Vec<Event> {
        let has_gap = batch.events.is_empty() && self.last.as_ref() != Some(&batch.id);
        let events = self.receive(batch);
        if has_gap { vec![Event::Reset {}] } else { events }
    }

    /// The milliseconds to wait after a stream that was open for some seconds has failed. `random` is
    /// from 0 to 1.
    pub(super) fn back_off(&mut self, open_for: u64, random: f64) -> u32 {
        self.failures = if open_for >= STABLE { 0 } else { self.failures + 1 };
        jitter(1_000 << self.failures.min(MAX_DOUBLINGS), random)
    }
}

/// The milliseconds to wait after a refusal.
pub(super) fn refused(random: f64) -> u32 {
    jitter(REFUSED, random)
}

/// From half to one and a half times `milliseconds`.
fn jitter(milliseconds: u32, random: f64) -> u32 {
    // A few minutes at most.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let jittered = (f64::from(milliseconds) * (0.5 + random)) as u32;
    jittered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(ids: &[&str]) -> Vec<Key> {
        ids.iter().map(|id| Key::new(*id).unwrap()).collect()
    }

    fn batch(id: &str, events: Vec<Event>) -> EventBatch {
        EventBatch { id: id.to_owned(), events }
    }

    #[test]
    fn messages_round_trip() {
        for message in [
            Message::Wants("1".into(), keys(&["a", "稿"])),
            Message::Wants("1".into(), vec![]),
            Message::Leaves("1".into()),
            Message::Leads,
            Message::Batch(r#"{"id":"1","events":[]}"#.into()),
        ] {
            assert_eq!(Message::parse(&message.to_text()), message);
        }
        assert_eq!(Message::parse("wants\n1\n%"), Message::Wants("1".into(), vec![]));
    }

    #[test]
    fn a_stream_has_the_articles_of_all_tabs() {
        let mut state = State::default();
        state.note("1", Some(keys(&["a"])));
        state.note("2", Some(keys(&["b", "own"])));
        assert_eq!(state.wanted(keys(&["own"])), keys(&["own", "b", "a"]));
        state.note("1", Some(keys(&["c"])));
        state.note("2", None);
        assert_eq!(state.wanted(keys(&[])), keys(&["c"]));
        let many: Vec<String> = (0..20).map(|number| number.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        state.note("3", Some(keys(&many)));
        assert_eq!(state.wanted(keys(&["own"])).len(), MAX_EVENT_ARTICLES);
    }

    #[test]
    fn a_tab_that_was_away_is_reset() {
        let mut state = State::default();
        assert_eq!(state.hear(batch("1", vec![])), [Event::Reset {}], "it knew nothing");
        assert_eq!(state.hear(batch("1", vec![])), []);
        assert_eq!(state.receive(batch("2", vec![])), []);
        assert_eq!(state.hear(batch("4", vec![])), [Event::Reset {}]);
        assert_eq!(state.last.as_deref(), Some("4"));
    }

    #[test]
    fn the_wait_doubles_to_a_minute_and_begins_again() {
        let mut state = State::default();
        let waits: Vec<u32> = (0..8).map(|_| state.back_off(1, 0.5)).collect();
        assert_eq!(waits, [2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 64_000, 64_000]);
        assert_eq!(state.back_off(30, 0.5), 1_000);
        assert_eq!((state.back_off(0, 0.0), refused(1.0)), (1_000, 135_000));
    }
}
