//! A batch of events, written once as JSON for all who are sent it.

use std::collections::HashMap;

use tokio::time::Instant;
use zaidu_model::{Event, Key};

/// Maximum number of events in a batch, and of articles in an event. What is larger, such as the
/// import of an archive, becomes a [`Event::Reset`].
const MAX_EVENTS: usize = 500;

/// The events that were published at one time.
#[derive(Debug)]
pub(super) struct Batch {
    /// Its number, counted from 1.
    pub(super) number: u64,
    pub(super) at: Instant,
    /// The events for everyone, as JSON with commas in between.
    lists: String,
    /// The events of each article, in the same form.
    articles: HashMap<Key, String>,
}

impl Batch {
    pub(super) fn new(number: u64, at: Instant, events: &[Event]) -> Self {
        let mut batch = Self { number, at, lists: String::new(), articles: HashMap::new() };
        let is_large = |event: &Event| {
            matches!(event, Event::Articles { added, withdrawn }
                if added.len() + withdrawn.len() > MAX_EVENTS)
        };
        if events.len() > MAX_EVENTS || events.iter().any(is_large) {
            batch.add(&Event::Reset {});
        } else {
            events.iter().for_each(|event| batch.add(event));
        }
        batch
    }

    fn add(&mut self, event: &Event) {
        let place = match event {
            Event::Articles { .. } | Event::Reset {} => &mut self.lists,
            Event::Counts { article, .. } | Event::Article { article, .. } => {
                self.articles.entry(article.clone()).or_default()
            }
        };
        push(place, &to_json(event));
    }

    /// Adds the events of lists and of `articles` to `json`.
    pub(super) fn write(&self, articles: &[Key], json: &mut String) {
        push(json, &self.lists);
        for id in articles {
            push(json, self.articles.get(id).map_or("", String::as_str));
        }
    }

    /// How many bytes it has, roughly.
    pub(super) fn size(&self) -> usize {
        let articles = self.articles.iter().map(|(id, json)| id.as_str().len() + json.len());
        self.lists.len() + articles.sum::<usize>()
    }
}

/// Adds `more` to a list of JSON values.
pub(super) fn push(list: &mut String, more: &str) {
    if !list.is_empty() && !more.is_empty() {
        list.push(',');
    }
    list.push_str(more);
}

/// `event` as JSON. It consists of texts and numbers, which always serialise.
pub(super) fn to_json(event: &Event) -> String {
    serde_json::to_string(event).unwrap_or_default()
}
