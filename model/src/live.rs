//! Live articles (直播): entries that a newsroom adds while an event is going on, in pages and as
//! changes since a revision.

use serde::{Deserialize, Serialize};

use crate::url::encode_component;
use crate::{Block, Key, ProblemCode, Timestamp};

/// Entries on a page.
pub const PAGE_LENGTH: usize = 30;

/// Maximum number of entries in an answer with changes.
pub const MAX_CHANGES: usize = 200;

/// Maximum number of removed entries that are remembered; the oldest are forgotten.
const MAX_REMOVED: usize = 2_000;

/// The parameter of a page or an endpoint with the order of the entries: `newest` or `oldest`.
pub const ORDER_PARAM: &str = "order";

/// The parameter of a page or an endpoint with the cursor of a page of entries; `cursor` is that of
/// the list below the article.
pub const ENTRIES_PARAM: &str = "entries";

/// The parameter of the endpoint of changes: the revision that the client has.
pub const AFTER_PARAM: &str = "after";

/// What makes an article a live one. What is stored has all entries, newest first; a response has a
/// page of them, or those that have changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Live {
    /// Whether it goes on.
    pub state: LiveState,
    /// When it starts or started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Timestamp>,
    /// When it ended or is going to end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Timestamp>,
    /// What matters most (要点), a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub key_points: Vec<String>,
    /// The entries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<LiveEntry>,
    /// The number of all entries; 0 in what is stored.
    #[serde(default, skip_serializing_if = "is_default")]
    pub total: u32,
    /// The order of the entries of a page.
    #[serde(default, skip_serializing_if = "is_default")]
    pub order: LiveOrder,
    /// Whether the page is not the first one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub continued: bool,
    /// The cursor of the next page, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Grows with each import that changes anything here; 0 in what was not stored.
    #[serde(default, skip_serializing_if = "is_default")]
    pub revision: u64,
    /// Entries that are no longer there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<RemovedEntry>,
    /// Of changes: whether there are more than are in the answer, so that the page must be loaded
    /// again.
    #[serde(default, skip_serializing_if = "is_default")]
    pub has_gap: bool,
}

/// Whether a live article goes on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum LiveState {
    /// It has been announced.
    Upcoming,
    /// It goes on.
    #[default]
    Running,
    /// It is over.
    Ended,
}

impl LiveState {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Upcoming, Self::Running, Self::Ended];

    /// Its name in JSON.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Upcoming => "upcoming",
            Self::Running => "running",
            Self::Ended => "ended",
        }
    }

    /// The state with this name.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }
}

/// The order of entries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum LiveOrder {
    /// The newest first.
    #[default]
    Newest,
    /// The oldest first.
    Oldest,
}

impl LiveOrder {
    /// Its value in an address.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
        }
    }

    /// The order with this value; the newest first for anything else.
    #[must_use]
    pub fn of_key(key: &str) -> Self {
        if key == Self::Oldest.key() { Self::Oldest } else { Self::Newest }
    }
}

/// An entry of a live article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct LiveEntry {
    /// What tells it from the other entries of the article.
    pub id: Key,
    /// When it happened or was written.
    pub time: Timestamp,
    /// Headline, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// The text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<Block>,
    /// Whether it is one of the important ones.
    #[serde(default, skip_serializing_if = "is_default")]
    pub important: bool,
    /// What of it was wrong and has been corrected (更正).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<String>,
    /// Whether the newsroom has taken it back: it has no text then.
    #[serde(default, skip_serializing_if = "is_default")]
    pub withdrawn: bool,
    /// The revision of the article with which it came or last changed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub revision: u64,
}

/// An entry that is no longer there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RemovedEntry {
    /// Its id.
    pub id: Key,
    /// The revision of the article since which it is gone.
    pub revision: u64,
}

/// Which page of the entries is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LiveView {
    /// The order.
    pub order: LiveOrder,
    /// The cursor of the page; the first page without one.
    pub cursor: Option<String>,
}

impl LiveView {
    /// The query of its address, with the question mark; empty for the first page in the usual order.
    #[must_use]
    pub fn query(&self) -> String {
        let order =
            (self.order != LiveOrder::Newest).then(|| (ORDER_PARAM, self.order.key().to_owned()));
        let cursor =
            self.cursor.as_deref().map(|it| (ENTRIES_PARAM, encode_component(it).to_string()));
        let mut query = String::new();
        for (name, value) in order.into_iter().chain(cursor) {
            query.push(if query.is_empty() { '?' } else { '&' });
            query.extend([name, "=", &value]);
        }
        query
    }
}

/// The place of an entry among the others: by time, then by id.
type Place<'a> = (i64, &'a str);

impl LiveEntry {
    fn place(&self) -> Place<'_> {
        (self.time.unix(), self.id.as_str())
    }

    /// The cursor of the page after this entry.
    #[must_use]
    pub fn cursor(&self) -> String {
        format!("{}.{}", self.time.unix(), self.id)
    }

    /// Its fragment in the page of the article.
    #[must_use]
    pub fn anchor(&self) -> String {
        format!("live-{}", self.id)
    }

    fn is_like(&self, other: &Self) -> bool {
        *self == Self { revision: self.revision, ..other.clone() }
    }
}

impl Live {
    /// Sorts the entries, the newest first.
    pub fn sort(&mut self) {
        self.entries.sort_by(|one, other| other.place().cmp(&one.place()));
    }

    /// The page of the entries at `view`.
    ///
    /// # Errors
    /// [`ProblemCode::CursorForged`].
    pub fn page(&self, view: &LiveView) -> Result<Self, ProblemCode> {
        let cursor = view.cursor.as_deref().map(parse_cursor).transpose()?;
        let is_newest_first = view.order == LiveOrder::Newest;
        let is_beyond = |entry: &&LiveEntry| {
            cursor.is_none_or(|at| match view.order {
                LiveOrder::Newest => entry.place() < at,
                LiveOrder::Oldest => entry.place() > at,
            })
        };
        let taken = |all: &mut dyn Iterator<Item = &LiveEntry>| -> Vec<LiveEntry> {
            all.filter(is_beyond).take(PAGE_LENGTH + 1).cloned().collect()
        };
        let mut entries = match is_newest_first {
            true => taken(&mut self.entries.iter()),
            false => taken(&mut self.entries.iter().rev()),
        };
        let has_more = entries.len() > PAGE_LENGTH;
        entries.truncate(PAGE_LENGTH);
        let next = entries.last().filter(|_| has_more).map(LiveEntry::cursor);
        let continued = cursor.is_some();
        Ok(Self { entries, next, continued, order: view.order, ..self.head() })
    }

    /// What has changed since the revision `after`: at most [`MAX_CHANGES`] entries, the newest.
    #[must_use]
    pub fn changes(&self, after: u64) -> Self {
        let changed = self.entries.iter().filter(|entry| entry.revision > after);
        let entries: Vec<_> = changed.take(MAX_CHANGES + 1).cloned().collect();
        let removed = self.removed.iter().filter(|removed| removed.revision > after);
        // A revision that was never here is that of a database that has been restored.
        let has_gap = entries.len() > MAX_CHANGES || after > self.revision;
        let mut changes =
            Self { entries, removed: removed.cloned().collect(), has_gap, ..self.head() };
        changes.entries.truncate(MAX_CHANGES);
        changes
    }

    /// Everything but the entries.
    fn head(&self) -> Self {
        Self {
            state: self.state,
            start: self.start,
            end: self.end,
            key_points: self.key_points.clone(),
            total: u32::try_from(self.entries.len()).unwrap_or(u32::MAX),
            revision: self.revision,
            ..Self::default()
        }
    }

    /// Gives this version the next revision after `before`, which is at least `now`, so that those of
    /// a new database are greater than those of the last. Entries that are as they were keep theirs.
    pub fn follow(&mut self, before: Option<&Self>, now: u64) {
        let revision = before.map_or(0, |before| before.revision + 1).max(now).max(1);
        self.revision = revision;
        let olds = before.map(|before| before.entries.as_slice()).unwrap_or_default();
        let by_id: std::collections::HashMap<_, _> =
            olds.iter().map(|old| (old.id.as_str(), old)).collect();
        for entry in &mut self.entries {
            let old = by_id.get(entry.id.as_str()).filter(|old| entry.is_like(old));
            entry.revision = old.map_or(revision, |old| old.revision);
        }
        let present: std::collections::HashSet<_> =
            self.entries.iter().map(|entry| entry.id.as_str()).collect();
        let known = before.map(|before| before.removed.clone()).unwrap_or_default();
        let gone = olds.iter().map(|old| RemovedEntry { id: old.id.clone(), revision });
        let removed = gone.chain(known).filter(|removed| !present.contains(removed.id.as_str()));
        self.removed = removed.take(MAX_REMOVED).collect();
    }

    /// The bodies of all entries.
    pub fn bodies(&self) -> impl Iterator<Item = &Vec<Block>> {
        self.entries.iter().map(|entry| &entry.body)
    }

    /// The text of all entries, on lines, after the key points.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = self.key_points.join("\n");
        for entry in &self.entries {
            let parts = [entry.headline.clone(), Some(crate::block::body_text(&entry.body))];
            for part in parts.into_iter().chain([entry.correction.clone()]).flatten() {
                text.push('\n');
                text.push_str(&part);
            }
        }
        text
    }
}

/// Whether `value` is the default, which is left out of JSON.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

fn parse_cursor(cursor: &str) -> Result<Place<'_>, ProblemCode> {
    let (time, id) = cursor.split_once('.').ok_or(ProblemCode::CursorForged)?;
    Ok((time.parse().map_err(|_| ProblemCode::CursorForged)?, id))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn entry(id: &str, time: i64) -> LiveEntry {
        LiveEntry {
            id: Key::new(id).unwrap(),
            time: Timestamp::from_unix(time).unwrap(),
            headline: Some(id.to_owned()),
            body: Vec::new(),
            important: false,
            correction: None,
            withdrawn: false,
            revision: 0,
        }
    }

    fn live(count: i64) -> Live {
        // Two entries a second: the id decides.
        let entries = (0..count).map(|n| entry(&format!("e{n:04}"), n / 2)).collect();
        let mut live = Live { entries, ..Live::default() };
        live.sort();
        live
    }

    fn ids(live: &Live) -> Vec<&str> {
        live.entries.iter().map(|entry| entry.id.as_str()).collect()
    }

    #[test]
    fn pages_have_every_entry_once_in_both_orders() {
        let all = live(95);
        for order in [LiveOrder::Newest, LiveOrder::Oldest] {
            let mut seen = Vec::new();
            let mut view = LiveView { order, cursor: None };
            loop {
                let page = all.page(&view).unwrap();
                assert_eq!((page.total, page.continued), (95, view.cursor.is_some()));
                seen.extend(page.entries.iter().map(|entry| entry.id.to_string()));
                view.cursor = page.next;
                if view.cursor.is_none() {
                    break;
                }
            }
            let mut want: Vec<_> = (0..95).map(|n| format!("e{n:04}")).collect();
            if order == LiveOrder::Newest {
                want.reverse();
            }
            assert_eq!(seen, want);
        }
        for cursor in ["", "1", "x.e1", ".e1"] {
            let view = LiveView { cursor: Some(cursor.to_owned()), ..LiveView::default() };
            assert_eq!(all.page(&view), Err(ProblemCode::CursorForged), "{cursor}");
        }
    }

    #[test]
    fn changes_are_what_a_client_with_a_revision_lacks() {
        let mut first = live(3);
        first.follow(None, 100);
        assert_eq!((first.revision, first.changes(100).entries.len()), (100, 0));
        // One is new, one has changed, one is gone, and the clock stands still.
        let mut second = live(4);
        second.entries.retain(|entry| entry.id.as_str() != "e0000");
        second.entries[2].headline = Some("edited".into());
        second.follow(Some(&first), 100);
        let changes = second.changes(100);
        assert_eq!((second.revision, ids(&changes)), (101, vec!["e0003", "e0001"]));
        assert_eq!(changes.removed[0].id.as_str(), "e0000");
        assert!(!changes.has_gap && second.changes(101).removed.is_empty());
        // It comes back, as it was: it is an entry like others.
        let mut third = live(4);
        third.follow(Some(&second), 100);
        assert_eq!(ids(&third.changes(101)), ["e0001", "e0000"]);
        assert_eq!(third.removed, []);
        assert!(third.changes(103).has_gap, "a revision that never was");
    }

    #[test]
    fn too_many_changes_leave_a_gap() {
        let mut all = live(300);
        all.follow(None, 5);
        let changes = all.changes(0);
        assert!(changes.has_gap);
        assert_eq!(changes.entries.len(), MAX_CHANGES);
    }

    #[test]
    fn what_is_imported_has_no_field_of_the_store() {
        let json = serde_json::to_string(&live(1)).unwrap();
        let want = r#"{"state":"running","entries":[{"id":"e0000","time":"1970-01-01T08:00:00+08:00","headline":"e0000"}]}"#;
        assert_eq!(json, want);
        assert_eq!(serde_json::from_str::<Live>(&json).unwrap(), live(1));
    }
}
