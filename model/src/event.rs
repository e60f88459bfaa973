//! Events: what has changed at the server since a page was loaded. The same for all readers.
//!
//! An event is a hint. It may come twice, and by what it says it can be told whether anything is new.

use serde::{Deserialize, Serialize};

use crate::{Counts, Key};

/// What has changed at the server. As JSON an object with one field, the name of the variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Event {
    /// Readers have reacted to an article.
    Counts {
        /// The article.
        article: Key,
        /// Its counts now.
        counts: Counts,
    },
    /// Lists of articles have changed.
    Articles {
        /// Articles that readers see now and did not see before.
        added: Vec<Placed>,
        /// Articles that readers do not see any longer.
        withdrawn: Vec<Key>,
    },
    /// The content of an article has changed.
    Article {
        /// The article.
        article: Key,
        /// Differs with the content; at most 64 ASCII letters and digits.
        revision: String,
    },
    /// Anything may have changed: events are missing.
    Reset {},
}

/// An article and the lists that have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Placed {
    /// The article.
    pub article: Key,
    /// Its channel, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Key>,
    /// Its column, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<Key>,
}

/// What is asked for: of which events a client is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Topic {
    /// [`Event::Articles`] and [`Event::Reset`].
    Lists,
    /// [`Event::Counts`] and [`Event::Article`] of one article, and [`Event::Reset`].
    Article(Key),
}

/// Consecutive events: the data of a message of the stream, and the answer to a client that asks
/// instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct EventBatch {
    /// The id of the last of them, after which a client asks for further ones; visible ASCII.
    pub id: String,
    /// The events, oldest first.
    pub events: Vec<Event>,
}

impl Topic {
    /// Whether `event` is of this topic.
    #[must_use]
    pub fn includes(&self, event: &Event) -> bool {
        match (event, self) {
            (Event::Reset {}, _) | (Event::Articles { .. }, Self::Lists) => true,
            (Event::Counts { article, .. } | Event::Article { article, .. }, Self::Article(id)) => {
                article == id
            }
            (Event::Articles { .. }, Self::Article(_))
            | (Event::Counts { .. } | Event::Article { .. }, Self::Lists) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    fn key(text: &str) -> Key {
        Key::new(text).unwrap()
    }

    #[test]
    fn the_app_reads_what_the_server_writes() {
        let counts = Counts { like: 3, ..Counts::default() };
        let placed = Placed { article: key("b"), channel: Some(key("要闻")), column: None };
        let events = vec![
            Event::Counts { article: key("a"), counts },
            Event::Articles { added: vec![placed], withdrawn: vec![key("c")] },
            Event::Article { article: key("a"), revision: "1f".into() },
            Event::Reset {},
        ];
        let batch = EventBatch { id: "7-1".into(), events };
        let text = serde_json::to_string(&batch).unwrap();
        assert_eq!(json::from_str::<EventBatch>(&text).unwrap(), batch);
        assert_eq!(serde_json::from_str::<EventBatch>(&text).unwrap(), batch);
        assert!(text.ends_with(r#"{"article":{"article":"a","revision":"1f"}},{"reset":{}}]}"#));
        for bad in [r#"{"id":"1","events":[{"other":{}}]}"#, r#"{"id":"1"}"#, "[]"] {
            assert!(json::from_str::<EventBatch>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_topic_has_its_own_events_and_resets() {
        let counts = |id| Event::Counts { article: key(id), counts: Counts::default() };
        let articles = Event::Articles { added: vec![], withdrawn: vec![] };
        let one = Topic::Article(key("a"));
        assert!(one.includes(&counts("a")) && !one.includes(&counts("b")));
        assert!(!one.includes(&articles) && Topic::Lists.includes(&articles));
        assert!(!Topic::Lists.includes(&counts("a")));
        assert!(one.includes(&Event::Reset {}) && Topic::Lists.includes(&Event::Reset {}));
    }
}
