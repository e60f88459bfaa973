//! Live articles: `_newsroom.live` of an item, whose entries are read one by one.

use std::collections::HashMap;

use serde_json::value::RawValue;
use zaidu_model::decode::decode;
use zaidu_model::{Article, Block, Key, Live, LiveEntry, LiveState, Timestamp};

use crate::address::Base;
use crate::excerpt::{excerpt, first_picture};
use crate::limits::{MAX_KEY_POINTS, MAX_LINE, MAX_LIVE_ENTRIES, MAX_LIVE_ENTRY_BYTES};
use crate::unescape::escaped_markup;
use crate::wire::{self, Flag, Lenient};
use crate::{ImportError, clean, date, html, keys, normalize, plain_text};

/// The element that an export adds to the text of a live article for readers that know no entries.
/// It is the last one.
const ENTRIES: &str = "<section class=\"live-blog\">";

/// Path of what is read, from the item on.
const PATH: &str = "_newsroom.live";

/// Makes the error at a field of the item.
type At<'a> = &'a dyn Fn(&str, &str) -> ImportError;

/// Reads the live part of an item.
pub(crate) struct LiveReader<'a> {
    /// The base of its addresses.
    pub(crate) base: &'a Base,
    /// The time of the import.
    pub(crate) now: Timestamp,
    /// Whether half-width marks are kept.
    pub(crate) keeps_marks: bool,
}

impl LiveReader<'_> {
    /// The live article of `raw`, and why entries and fields are not in it.
    ///
    /// # Errors
    /// [`ImportError`] when it has another type.
    pub(crate) fn read(
        &self,
        raw: &RawValue,
        at: At<'_>,
    ) -> Result<(Live, Vec<ImportError>), ImportError> {
        let told: wire::LiveBlog = decode_at(raw, PATH, at)?;
        let mut notes = Vec::new();
        let mut time = |text: &wire::LenientString, field: &str| {
            let text = text.as_deref().filter(|text| !text.trim().is_empty())?;
            let time = date::parse(text);
            if time.is_none() {
                notes.push(at(
                    &format!("{PATH}.{field}"),
                    &format!("{text:?} is no date that is known"),
                ));
            }
            time
        };
        let (start, end) = (time(&told.start, "start"), time(&told.end, "end"));
        let state = self.state(told.state.as_deref(), start, end).unwrap_or_else(|reason| {
            notes.push(at(&format!("{PATH}.state"), &reason));
            self.state_by_time(start, end)
        });
        let points = told.key_points.0.iter().filter_map(|text| self.line(text));
        let key_points = points.take(MAX_KEY_POINTS).collect();
        let mut live = Live { state, start, end, key_points, ..Live::default() };
        let mut seen = HashMap::new();
        for (n, raw) in told.entries.iter().enumerate() {
            let path = format!("{PATH}.entries[{n}]");
            if n == MAX_LIVE_ENTRIES {
                notes.push(at(&path, &format!("is after the first {MAX_LIVE_ENTRIES} entries")));
                break;
            }
            match self.entry(raw, &seen, &path, at) {
                Ok(entry) => {
                    seen.insert(entry.id.to_string(), n);
                    live.entries.push(entry);
                }
                Err(refused) => notes.push(refused),
            }
        }
        live.sort();
        Ok((live, notes))
    }

    /// The state with this name; without one, that which start and end tell.
    fn state(
        &self,
        told: Option<&str>,
        start: Option<Timestamp>,
        end: Option<Timestamp>,
    ) -> Result<LiveState, String> {
        match told.map(str::trim).filter(|told| !told.is_empty()) {
            None => Ok(self.state_by_time(start, end)),
            Some(told) => LiveState::of_key(&told.to_ascii_lowercase())
                .ok_or_else(|| format!("{told:?} is none of upcoming, running and ended")),
        }
    }

    fn state_by_time(&self, start: Option<Timestamp>, end: Option<Timestamp>) -> LiveState {
        match (start, end) {
            (_, Some(end)) if end <= self.now => LiveState::Ended,
            (Some(start), _) if start > self.now => LiveState::Upcoming,
            _ => LiveState::Running,
        }
    }

    /// The entry of `raw`, which is at `path`. Those before it have the ids `seen`.
    fn entry(
        &self,
        raw: &RawValue,
        seen: &HashMap<String, usize>,
        path: &str,
        at: At<'_>,
    ) -> Result<LiveEntry, ImportError> {
        let told: wire::LiveEntry = decode_at(raw, path, at)?;
        let time = told.time.as_deref().and_then(date::parse);
        let time = time.ok_or_else(|| match told.time.as_deref() {
            None => at(&format!("{path}.time"), "missing"),
            Some(text) => {
                at(&format!("{path}.time"), &format!("{text:?} is no date that is known"))
            }
        })?;
        let is_set = |flag: &Lenient<Flag>| flag.0.as_ref().is_some_and(|flag| flag.0);
        let withdrawn = is_set(&told.withdrawn);
        let mut entry = LiveEntry {
            id: Self::id(&told.id, time, seen, path, at)?,
            time,
            headline: None,
            body: Vec::new(),
            important: false,
            correction: None,
            withdrawn,
            revision: 0,
        };
        // Of an entry that is taken back nothing is kept but its place.
        if !withdrawn {
            entry.headline = told.headline.as_deref().and_then(|text| self.line(text));
            entry.body = self.body(&told);
            entry.important = is_set(&told.important);
            entry.correction = told.correction.as_deref().and_then(|text| self.line(text));
            if entry.headline.is_none() && entry.body.is_empty() {
                return Err(at(
                    path,
                    "has no text: headline, content_html and content_text are all missing",
                ));
            }
        }
        Ok(entry)
    }

    /// The id of an entry: one that is told must be its own, one that is not is made of the `time`,
    /// which stays when the text is edited.
    fn id(
        told: &wire::Id,
        time: Timestamp,
        seen: &HashMap<String, usize>,
        path: &str,
        at: At<'_>,
    ) -> Result<Key, ImportError> {
        if let Some(id) = told.0.as_deref().and_then(keys::from_id) {
            return match seen.get(id.as_str()) {
                None => Ok(id),
                Some(first) => {
                    let reason = format!("{:?} is the id of entries[{first}] too", id.as_str());
                    Err(at(&format!("{path}.id"), &reason))
                }
            };
        }
        let time = time.unix();
        let mut ids =
            (1..).map(|n| if n == 1 { format!("t{time}") } else { format!("t{time}-{n}") });
        let id = ids.find(|id| !seen.contains_key(id)).and_then(|id| Key::new(id).ok());
        id.ok_or_else(|| at(&format!("{path}.id"), "missing"))
    }

    fn body(&self, told: &wire::LiveEntry) -> Vec<Block> {
        let content = |text: &Option<String>| {
            let text = text.as_deref().filter(|text| !text.trim().is_empty());
            text.map(|text| normalize::prefix(text, MAX_LIVE_ENTRY_BYTES).to_owned())
        };
        let blocks = match (content(&told.content_html), content(&told.content_text)) {
            (Some(html), _) => html::to_blocks(&escaped_markup(&html).unwrap_or(html), self.base),
            (None, Some(text)) => plain_text::to_blocks(&text),
            (None, None) => Vec::new(),
        };
        blocks.into_iter().filter(|block| !block.is_blank()).collect()
    }

    fn line(&self, text: &str) -> Option<String> {
        let line = normalize::line(text, MAX_LINE)?;
        Some(if self.keeps_marks { line } else { clean::widen_line(&line) })
    }
}

/// Deserialises `raw`, which is at `path` of the item.
fn decode_at<T: serde::de::DeserializeOwned>(
    raw: &RawValue,
    path: &str,
    at: At<'_>,
) -> Result<T, ImportError> {
    decode(raw.get().as_bytes()).map_err(|error| {
        let field =
            if error.path == "." { path.to_owned() } else { format!("{path}.{}", error.path) };
        at(&field, error.reason.split(" at line ").next().unwrap_or_default())
    })
}

/// When the last entry was written.
pub(crate) fn last_time(live: &Live) -> Option<Timestamp> {
    live.entries.first().map(|entry| entry.time)
}

/// Removes the entries that an export adds to the text.
pub(crate) fn remove_entries(html: &mut String) {
    if let Some(start) = html.find(ENTRIES) {
        html.truncate(start);
    }
}

/// Gives a live `article` that tells them nowhere else its excerpt and its picture: those of its key
/// points or of its first entry.
pub(crate) fn complete(article: &mut Article) {
    let Some(live) = &article.live else { return };
    let mut oldest_first = live.entries.iter().rev();
    if article.excerpt.is_empty() {
        let of_entry = |entry: &LiveEntry| entry.headline.clone().or_else(|| excerpt(&entry.body));
        let points = live.key_points.first().cloned();
        article.excerpt =
            points.or_else(|| oldest_first.clone().find_map(of_entry)).unwrap_or_default();
    }
    if article.picture.is_none() {
        article.picture = oldest_first.find_map(|entry| first_picture(&entry.body));
    }
}
