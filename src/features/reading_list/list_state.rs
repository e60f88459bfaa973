//! State of a reading list on its page: search, removal with undo, and how much is shown. No access
//! to the browser.

use zaidu_model::Key;

use super::entry::Entry;

/// How many entries are shown at first, and how many more each time the reader asks for them.
pub(super) const STEP: usize = 50;

/// An entry, which may have been removed but can still be brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// The entry.
    pub entry: Entry,
    /// Whether it has been removed.
    pub is_removed: bool,
}

/// The list as its page shows it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct ListState {
    rows: Vec<Row>,
    query: String,
    limit: usize,
    /// Whether the reader is asked if everything is to be removed.
    pub is_asking: bool,
}

impl ListState {
    /// The list of `entries`, the latest first.
    pub(super) fn new(entries: Vec<Entry>) -> Self {
        let mut state = Self { limit: STEP, ..Self::default() };
        state.reload(entries);
        state
    }

    /// The list has changed: `entries` are what it has now. What was removed here can still be
    /// brought back.
    pub(super) fn reload(&mut self, entries: Vec<Entry>) {
        let is_back = |row: &Row| entries.iter().any(|entry| entry.id == row.entry.id);
        let mut removed = std::mem::take(&mut self.rows);
        removed.retain(|row| row.is_removed && !is_back(row));
        self.rows.extend(entries.into_iter().map(|entry| Row { entry, is_removed: false }));
        for row in removed {
            let place = self.rows.partition_point(|other| other.entry.at > row.entry.at);
            self.rows.insert(place, row);
        }
    }

    /// Searches; an empty query finds everything.
    pub(super) fn search(&mut self, query: String) {
        self.query = query;
        self.limit = STEP;
    }

    /// Shows more.
    pub(super) fn show_more(&mut self) {
        self.limit += STEP;
    }

    /// Marks the entry of article `id` as removed.
    pub(super) fn remove(&mut self, id: &Key) {
        self.rows
            .iter_mut()
            .filter(|row| row.entry.id == *id)
            .for_each(|row| row.is_removed = true);
    }

    /// Brings the entry of article `id` back, if it was removed here, and returns it.
    pub(super) fn undo(&mut self, id: &Key) -> Option<Entry> {
        let row = self.rows.iter_mut().find(|row| row.is_removed && row.entry.id == *id)?;
        row.is_removed = false;
        Some(row.entry.clone())
    }

    /// Removes everything for good.
    pub(super) fn clear(&mut self) {
        *self = Self { limit: STEP, ..Self::default() };
    }

    /// Marks whether the article `id` is no longer there. Returns whether that is new.
    pub(super) fn set_gone(&mut self, id: &Key, is_gone: bool) -> bool {
        let row = self.rows.iter_mut().find(|row| row.entry.id == *id);
        row.is_some_and(|row| std::mem::replace(&mut row.entry.is_gone, is_gone) != is_gone)
    }

    fn found(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.entry.matches(&self.query))
    }

    /// The rows to be shown.
    pub(super) fn shown(&self) -> impl Iterator<Item = &Row> {
        self.found().take(self.limit)
    }

    /// Whether there are more rows than are shown.
    pub(super) fn has_more(&self) -> bool {
        self.found().nth(self.limit).is_some()
    }

    /// The entries that have not been removed.
    pub(super) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.rows.iter().filter(|row| !row.is_removed).map(|row| &row.entry)
    }

    /// How many entries match the query; none without a query.
    pub(super) fn found_count(&self) -> Option<usize> {
        let is_searching = !self.query.trim().is_empty();
        is_searching.then(|| self.found().filter(|row| !row.is_removed).count())
    }

    /// Whether there is nothing, not even something to bring back.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(id: impl std::fmt::Display) -> Key {
        Key::new(id.to_string()).unwrap()
    }

    fn entry(id: impl std::fmt::Display, at: i64) -> Entry {
        let text = format!("{at}\n\n\n\n\n\n\n\n\ntitle {id}");
        Entry::parse(key(id), &text)
    }

    /// The keys of what is shown; what was removed is in brackets.
    fn shown(state: &ListState) -> String {
        let name = |row: &Row| match row.is_removed {
            true => format!("({})", row.entry.id),
            false => row.entry.id.to_string(),
        };
        state.shown().map(name).collect()
    }

    fn abc() -> ListState {
        ListState::new(vec![entry("a", 3), entry("b", 2), entry("c", 1)])
    }

    #[test]
    fn what_was_removed_comes_back_to_its_place() {
        let mut state = abc();
        state.remove(&key("b"));
        assert_eq!(shown(&state), "a(b)c");
        assert_eq!(state.entries().count(), 2);
        // Another tab has opened an article meanwhile, and removed one.
        state.reload(vec![entry("d", 4), entry("c", 1)]);
        assert_eq!(shown(&state), "d(b)c");
        assert_eq!(state.undo(&key("b")), Some(entry("b", 2)));
        assert_eq!(shown(&state), "dbc");
        assert_eq!(state.undo(&key("b")), None);
        assert_eq!(state.undo(&key("x")), None);
    }

    #[test]
    fn what_another_tab_has_brought_back_is_shown_once() {
        let mut state = abc();
        state.remove(&key("b"));
        state.reload(vec![entry("b", 9), entry("a", 3), entry("c", 1)]);
        assert_eq!(shown(&state), "bac");
        assert_eq!(state.undo(&key("b")), None);
    }

    #[test]
    fn a_search_finds_and_counts() {
        let mut state = abc();
        assert_eq!(state.found_count(), None);
        state.search("B".into());
        assert_eq!((shown(&state), state.found_count()), ("b".into(), Some(1)));
        state.remove(&key("b"));
        assert_eq!((shown(&state), state.found_count()), ("(b)".into(), Some(0)));
        state.search("nothing".into());
        assert_eq!((shown(&state), state.is_empty()), (String::new(), false));
        state.search("  ".into());
        assert_eq!((shown(&state), state.found_count()), ("a(b)c".into(), None));
        state.clear();
        assert!(state.is_empty());
    }

    #[test]
    fn a_long_list_is_shown_in_steps() {
        let count = 2 * STEP + 1;
        let times = (0..count).map(|index| i64::try_from(count - index).unwrap());
        let mut state = ListState::new(times.map(|at| entry(at, at)).collect());
        for steps in 1..=2 {
            assert_eq!(state.shown().count(), steps * STEP);
            assert!(state.has_more());
            state.show_more();
        }
        assert_eq!(state.shown().count(), count);
        assert!(!state.has_more());
        // A search begins anew.
        state.search("title".into());
        assert_eq!((state.shown().count(), state.found_count()), (STEP, Some(count)));
    }

    #[test]
    fn an_article_that_is_gone_is_news_once() {
        let mut state = abc();
        assert!(state.set_gone(&key("a"), true));
        assert!(!state.set_gone(&key("a"), true));
        assert!(!state.set_gone(&key("x"), true));
        assert!(!state.set_gone(&key("b"), false));
        assert!(state.set_gone(&key("a"), false));
    }
}
