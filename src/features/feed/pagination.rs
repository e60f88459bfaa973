//! Cursor pagination of a feed: a state machine without a clock, a network or a view.

use zaidu_model::{Credit, Cursor, Feed, FeedPage, Key, Preview, ProblemCode, SearchQuery};

use crate::backend::BackendError;

/// The previews loaded so far, and the state of the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pagination {
    sections: Vec<Section>,
    /// Ids of previews that are in the list or excluded from it.
    seen_ids: SeenIds,
    /// Cursors that have been requested: a server whose cursors form a cycle ends the list.
    requested_cursors: Vec<Cursor>,
    /// Number of pages received.
    page_count: usize,
    /// Number of consecutive empty pages since the last request by a trigger.
    empty_pages: usize,
    state: State,
    query: SearchQuery,
    layout: Layout,
    facets: Vec<Credit>,
    /// The preview that is shown ahead of the list.
    ahead: Option<Preview>,
}

/// What the cards of a list show besides title and excerpt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Layout {
    /// Whether the first article of each day has the day above it.
    pub by_day: bool,
    /// Whether all articles are of one channel, which is then not shown.
    pub in_channel: bool,
}

/// A section of the virtual list: consecutive previews that are rendered and laid out together. No
/// section is empty, and only the first changes, by [`Pagination::remove`] and
/// [`Pagination::prepend`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The position of its first preview in the list, counted from 1.
    pub first: usize,
    /// At most [`Section::LENGTH`], and in the first section what was added before them.
    pub items: Vec<Preview>,
}

impl Section {
    /// Number of previews that browsers lay out and skip together: measured as the best length by
    /// far against single cards.
    pub const LENGTH: usize = 20;
}

/// State of the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// The page after the cursor may be requested.
    Idle(Cursor),
    /// A request is in flight.
    Loading(PageStart, Trigger),
    /// The request failed and may be retried with the same start.
    Failed(PageStart, BackendError),
    /// There are no more pages.
    Done,
}

/// Where a page starts: after a cursor, or at the beginning of the feed.
pub type PageStart = Option<Cursor>;

/// What triggers a request for a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// The reader, by the button.
    User,
    /// The list itself, because its end is near the viewport.
    Prefetch,
}

/// A set of ids, sorted: the hash tables of the standard library are four kilobytes of code, and
/// moving the ids behind a new one takes less time than showing its card.
#[derive(Debug, Clone, PartialEq, Eq)]
struct SeenIds(Vec<Key>);

impl SeenIds {
    /// Adds `id`, unless it is there.
    fn insert(&mut self, id: Key) -> bool {
        let place = self.0.binary_search(&id);
        if let Err(place) = place {
            self.0.insert(place, id);
        }
        place.is_err()
    }

    fn contains(&self, id: &Key) -> bool {
        self.0.binary_search(id).is_ok()
    }
}

impl Pagination {
    /// Maximum number of pages after the first that are loaded by [`Trigger::Prefetch`]. Then the
    /// list waits for the button, so that the content below it can be reached.
    pub const MAX_PREFETCHED_PAGES: usize = 2;

    /// Maximum number of consecutive empty pages before the list waits for the button. A search in
    /// a large archive returns such pages.
    const MAX_EMPTY_PAGES: usize = 5;

    /// A list that begins with `first`, without the articles in `exclude`.
    #[must_use]
    pub fn new(mut first: FeedPage, exclude: impl IntoIterator<Item = Key>) -> Self {
        let mut pagination = Self {
            sections: Vec::new(),
            seen_ids: SeenIds(Vec::new()),
            requested_cursors: Vec::new(),
            page_count: 0,
            empty_pages: 0,
            state: State::Done,
            query: SearchQuery::default(),
            layout: Layout::default(),
            facets: std::mem::take(&mut first.facets),
            ahead: None,
        };
        exclude.into_iter().for_each(|id| _ = pagination.seen_ids.insert(id));
        pagination.append(first);
        pagination
    }

    /// The same list below the preview `ahead`, which is among those that it excludes.
    #[must_use]
    pub fn below(self, ahead: Option<Preview>) -> Self {
        Self { ahead, ..self }
    }

    /// Sets [`Self::query`] and [`Self::layout`] to those of `feed`.
    #[must_use]
    pub fn of_feed(self, feed: &Feed) -> Self {
        let (mut query, mut layout) = (SearchQuery::default(), Layout::default());
        match feed {
            Feed::Search { query: text } => query = SearchQuery::new(text).unwrap_or_default(),
            Feed::Latest | Feed::FrontLatest => layout.by_day = true,
            Feed::Channel { .. } => layout = Layout { by_day: true, in_channel: true },
            Feed::Facet(_) | Feed::Headlines | Feed::FrontChannels | Feed::Recommended { .. } => {}
        }
        Self { query, layout, ..self }
    }

    /// What the cards show.
    #[must_use]
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// The preview before the one at `position`, counted from 1.
    #[must_use]
    pub fn before(&self, position: usize) -> Option<&Preview> {
        let number = position.checked_sub(1)?;
        let section = self.sections.iter().rev().find(|section| section.first <= number)?;
        section.items.get(number.checked_sub(section.first)?)
    }

    /// The search query; empty for feeds other than a search.
    #[must_use]
    pub fn query(&self) -> &SearchQuery {
        &self.query
    }

    /// The previews loaded so far, without duplicates.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// Number of previews loaded so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sections.last().map_or(0, |last| last.first + last.items.len() - 1)
    }

    /// Whether no preview is loaded. A list may start empty: all articles of its first page may be
    /// excluded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }

    /// State of the next page.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The cursor of the next page; `None` at the end. Where the list has to restart at the
    /// beginning of the feed, this is an invalid cursor: the server rejects it, and the client
    /// then restarts.
    #[must_use]
    pub fn next(&self) -> Option<Cursor> {
        match &self.state {
            State::Idle(cursor) => Some(cursor.clone()),
            State::Loading(start, _) | State::Failed(start, _) => {
                Some(start.clone().unwrap_or_else(|| Cursor::from_wire("")))
            }
            State::Done => None,
        }
    }

    /// The list so far as one page, for the cache of loaded lists. It begins with what is shown
    /// ahead of the list, which is then found there again.
    #[must_use]
    pub fn snapshot(&self) -> FeedPage {
        let items = self.sections.iter().flat_map(|section| &section.items);
        let items = self.ahead.iter().chain(items).cloned().collect();
        FeedPage { items, next: self.next(), facets: self.facets.clone() }
    }

    /// Requests the next page, or retries the one that failed. Returns its start; `None` while a
    /// request is in flight and at the end. [`Trigger::Prefetch`] requests at most
    /// [`Self::MAX_PREFETCHED_PAGES`] pages and never retries. A prefetch that is in flight when
    /// the reader asks is from then on the reader's.
    pub fn request(&mut self, trigger: Trigger) -> Option<PageStart> {
        if let State::Loading(_, by) = &mut self.state
            && trigger == Trigger::User
        {
            *by = trigger;
        }
        let start = match (&self.state, trigger) {
            (State::Idle(_), Trigger::Prefetch) if self.page_count > Self::MAX_PREFETCHED_PAGES => {
                return None;
            }
            (State::Idle(cursor), _) => Some(cursor.clone()),
            (State::Failed(start, _), Trigger::User) => start.clone(),
            (State::Loading(..) | State::Failed(..) | State::Done, _) => return None,
        };
        self.empty_pages = 0;
        Some(self.load(start, trigger))
    }

    /// Applies the response to the request for `start`. A response to any other request than the
    /// one in flight is discarded. Previews that are in the list already are skipped, so that
    /// there are no duplicates.
    ///
    /// Returns the start of a page that must be fetched now: of the next page if this one added
    /// nothing (after at most five consecutive empty pages the list waits), or of the first page if
    /// the server rejected the cursor.
    #[must_use = "the page must be fetched"]
    pub fn receive(
        &mut self,
        start: &PageStart,
        response: Result<FeedPage, BackendError>,
    ) -> Option<PageStart> {
        let State::Loading(in_flight, trigger) = &self.state else { return None };
        if in_flight != start {
            return None;
        }
        let (trigger, previous_len) = (*trigger, self.len());
        match response {
            Ok(page) => {
                self.requested_cursors.extend(start.clone());
                self.empty_pages = if page.items.is_empty() { self.empty_pages + 1 } else { 0 };
                self.append(page);
            }
            Err(BackendError::Problem(problem))
                if problem.code == ProblemCode::CursorForged && start.is_some() =>
            {
                self.requested_cursors.clear();
                return Some(self.load(None, trigger));
            }
            Err(error) => self.state = State::Failed(start.clone(), error),
        }
        match self.state {
            State::Idle(ref next)
                if self.len() == previous_len && self.empty_pages < Self::MAX_EMPTY_PAGES =>
            {
                let next = Some(next.clone());
                Some(self.load(next, trigger))
            }
            _ => None,
        }
    }

    fn load(&mut self, start: PageStart, trigger: Trigger) -> PageStart {
        self.state = State::Loading(start.clone(), trigger);
        start
    }

    /// Marks a list that was made from a [snapshot](Self::snapshot): however long it is, it is
    /// continued by the button only.
    #[must_use]
    pub fn resume(self) -> Self {
        Self { page_count: Self::MAX_PREFETCHED_PAGES + 1, ..self }
    }

    /// Appends a [snapshot](Self::snapshot) to the list, which holds the current first page. If
    /// the two have no article in common, articles in between are missing; the snapshot is then
    /// dropped.
    pub fn restore(&mut self, snapshot: FeedPage) {
        if snapshot.items.iter().any(|item| self.seen_ids.contains(&item.id)) {
            self.append(snapshot);
            self.page_count = Self::MAX_PREFETCHED_PAGES + 1;
        }
    }

    /// Appends the previews of `page` that are not in the list, and continues after that page.
    fn append(&mut self, page: FeedPage) {
        self.page_count += 1;
        let mut first = self.len() + 1;
        let is_new = |item: &Preview| self.seen_ids.insert(item.id.clone());
        let mut rest = page.items.into_iter().filter(is_new);
        loop {
            let items: Vec<Preview> = rest.by_ref().take(Section::LENGTH).collect();
            if items.is_empty() {
                break;
            }
            self.sections.push(Section { first, items });
            first += Section::LENGTH;
        }
        let next = page.next.filter(|next| !self.requested_cursors.contains(next));
        self.state = next.map_or(State::Done, State::Idle);
    }

    /// Whether the article `id` is in the list, or excluded from it.
    #[must_use]
    pub fn knows(&self, id: &Key) -> bool {
        self.seen_ids.contains(id)
    }

    /// Adds those of `items` that the list does not know before all others, in the first section.
    /// Returns whether there were any.
    pub fn prepend(&mut self, items: Vec<Preview>) -> bool {
        let is_new = |item: &Preview| self.seen_ids.insert(item.id.clone());
        let new: Vec<Preview> = items.into_iter().filter(is_new).collect();
        let added = new.len();
        match self.sections.first_mut() {
            _ if added == 0 => {}
            None => self.sections.push(Section { first: 1, items: new }),
            Some(first) => {
                first.items.splice(0..0, new);
                self.sections.iter_mut().skip(1).for_each(|section| section.first += added);
            }
        }
        added > 0
    }

    /// Excludes the articles in `ids` from pages received later. Loaded previews stay.
    pub fn exclude(&mut self, ids: &[Key]) {
        ids.iter().for_each(|id| _ = self.seen_ids.insert(id.clone()));
    }

    /// Removes the articles in `ids` from the first section and excludes them from pages received
    /// later. Returns whether any was removed.
    pub fn remove(&mut self, ids: &[Key]) -> bool {
        self.exclude(ids);
        let Some(first) = self.sections.first_mut() else { return false };
        let previous_len = first.items.len();
        // A section is never empty.
        if first.items.iter().all(|item| ids.contains(&item.id)) {
            return false;
        }
        first.items.retain(|item| !ids.contains(&item.id));
        let removed = previous_len - first.items.len();
        self.sections.iter_mut().skip(1).for_each(|section| section.first -= removed);
        removed > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;
    use zaidu_model::feed::Position;
    use zaidu_model::{Problem, Timestamp};

    fn preview(id: &str, published: i64) -> Preview {
        Preview {
            id: Key::new(id).unwrap(),
            title: None,
            excerpt: String::new(),
            published: Timestamp::from_unix(published).unwrap(),
            picture: None,
            channel: None,
            source: None,
            language: None,
            live: None,
        }
    }

    fn page(ids: &[&str], next: Option<&str>) -> FeedPage {
        let items = ids.iter().map(|id| preview(id, 0)).collect();
        FeedPage { items, next: next.map(Cursor::from_wire), facets: Vec::new() }
    }

    fn ids(pagination: &Pagination) -> Vec<&str> {
        let items = pagination.sections().iter().flat_map(|section| &section.items);
        items.map(|item| item.id.as_str()).collect()
    }

    fn cursor(text: &str) -> PageStart {
        Some(Cursor::from_wire(text))
    }

    #[test]
    fn pages_are_appended_up_to_the_end() {
        let mut pagination = Pagination::new(page(&["a", "b"], Some("1")), []);
        let start = pagination.request(Trigger::User).unwrap();
        assert_eq!(pagination.request(Trigger::User), None, "one page at a time");
        assert_eq!(pagination.receive(&start, Ok(page(&["b", "c"], None))), None);
        assert_eq!(ids(&pagination), ["a", "b", "c"], "an item that moved shows once");
        assert_eq!(pagination.state(), &State::Done);
        assert_eq!(pagination.request(Trigger::User), None);
    }

    #[test]
    fn new_articles_are_added_before_the_others_once() {
        let mut pagination = Pagination::new(page(&["a"], Some("1")), [Key::new("z").unwrap()]);
        let start = pagination.request(Trigger::User).unwrap();
        assert_eq!(pagination.receive(&start, Ok(page(&["b"], None))), None);
        let new = |ids| page(ids, None).items;
        assert!(pagination.prepend(new(&["n", "a", "z"])));
        assert!(!pagination.prepend(new(&["n"])) && !pagination.prepend(vec![]));
        assert_eq!(ids(&pagination), ["n", "a", "b"], "neither twice nor what is shown elsewhere");
        assert_eq!((pagination.len(), pagination.sections()[1].first), (3, 3));
        assert!(pagination.knows(&Key::new("n").unwrap()));
        let mut empty = Pagination::new(page(&[], None), []);
        assert!(empty.prepend(new(&["n"])));
        assert_eq!((ids(&empty), empty.len()), (vec!["n"], 1));
    }

    #[test]
    fn a_failed_page_is_retried_only_by_the_reader() {
        let mut pagination = Pagination::new(page(&["a"], Some("1")), []);
        let start = pagination.request(Trigger::Prefetch).unwrap();
        assert_eq!(pagination.receive(&start, Err(BackendError::Unreachable)), None);
        assert_eq!(pagination.state(), &State::Failed(start.clone(), BackendError::Unreachable));
        assert_eq!(pagination.request(Trigger::Prefetch), None);
        assert_eq!(pagination.request(Trigger::User), Some(start.clone()));
        assert_eq!(pagination.receive(&start, Ok(page(&["b"], None))), None);
        assert_eq!(ids(&pagination), ["a", "b"]);
    }

    #[test]
    fn a_late_response_is_discarded() {
        let mut pagination = Pagination::new(page(&["a"], Some("1")), []);
        let first = pagination.request(Trigger::User).unwrap();
        assert_eq!(pagination.receive(&first, Ok(page(&["b"], Some("2")))), None);
        assert_eq!(pagination.receive(&first, Ok(page(&["z"], None))), None);
        assert_eq!(ids(&pagination), ["a", "b"]);
        assert_eq!(pagination.state(), &State::Idle(Cursor::from_wire("2")));
    }

    #[test]
    fn two_pages_are_prefetched() {
        let mut pagination = Pagination::new(page(&["a"], Some("1")), []);
        for (id, next) in [("b", "2"), ("c", "3")] {
            let start = pagination.request(Trigger::Prefetch).unwrap();
            assert_eq!(pagination.receive(&start, Ok(page(&[id], Some(next)))), None);
        }
        assert_eq!(pagination.request(Trigger::Prefetch), None);
        assert!(pagination.request(Trigger::User).is_some());
    }

    #[test]
    fn a_prefetch_becomes_the_readers_when_they_ask() {
        let mut pagination = Pagination::new(page(&["a"], Some("1")), []);
        let start = pagination.request(Trigger::Prefetch).unwrap();
        assert_eq!(pagination.request(Trigger::User), None, "it is in flight");
        assert_eq!(pagination.state(), &State::Loading(start.clone(), Trigger::User));
        assert_eq!(pagination.request(Trigger::Prefetch), None);
        assert_eq!(pagination.state(), &State::Loading(start, Trigger::User));
    }

    #[test]
    fn a_page_without_new_items_loads_the_next() {
        let skip = [Key::new("b").unwrap()];
        let mut pagination = Pagination::new(page(&["a", "b"], Some("1")), skip);
        assert_eq!(ids(&pagination), ["a"], "an excluded article is left out");
        let start = pagination.request(Trigger::User).unwrap();
        let next = pagination.receive(&start, Ok(page(&["a", "b"], Some("2"))));
        assert_eq!(next, Some(cursor("2")));
        assert_eq!(pagination.receive(&cursor("2"), Ok(page(&["c"], Some("1")))), None);
        assert_eq!(pagination.state(), &State::Done, "not in a circle");
    }

    #[test]
    fn a_rejected_cursor_restarts_without_duplicates() {
        let mut pagination = Pagination::new(page(&["a"], Some("1")), []);
        let start = pagination.request(Trigger::User).unwrap();
        let forged = BackendError::Problem(Problem::new(ProblemCode::CursorForged));
        assert_eq!(pagination.receive(&start, Err(forged.clone())), Some(None));
        assert_eq!(pagination.receive(&None, Ok(page(&["a"], Some("1")))), Some(cursor("1")));
        assert_eq!(pagination.receive(&cursor("1"), Ok(page(&["b"], None))), None);
        assert_eq!(ids(&pagination), ["a", "b"]);

        let mut rejected = Pagination::new(page(&["a"], Some("1")), []);
        let start = rejected.request(Trigger::User).unwrap();
        assert_eq!(rejected.receive(&start, Err(forged.clone())), Some(None));
        assert_eq!(rejected.receive(&None, Err(forged.clone())), None, "not for ever");
        assert_eq!(rejected.state(), &State::Failed(None, forged));
    }

    #[test]
    fn visited_articles_are_removed_from_the_first_section() {
        let mut pagination = Pagination::new(page(&["a", "b"], Some("1")), []);
        pagination.append(page(&["c"], None));
        assert!(pagination.remove(&[Key::new("a").unwrap(), Key::new("c").unwrap()]));
        assert_eq!(ids(&pagination), ["b", "c"]);
        let firsts: Vec<_> = pagination.sections().iter().map(|section| section.first).collect();
        assert_eq!((firsts, pagination.len()), (vec![1, 2], 2));
        assert!(!pagination.remove(&[Key::new("b").unwrap()]), "no section is empty");
    }

    #[test]
    fn a_list_resumes_where_it_was_left() {
        let mut left = Pagination::new(page(&["a", "b"], Some("1")), []);
        left.append(page(&["c"], Some("2")));
        let mut restored = Pagination::new(page(&["new", "a"], Some("0")), []);
        restored.restore(left.snapshot());
        assert_eq!(ids(&restored), ["new", "a", "b", "c"]);
        assert_eq!(restored.next(), cursor("2"));
        assert_eq!(restored.request(Trigger::Prefetch), None);

        let mut later = Pagination::new(page(&["newer", "new"], Some("0")), []);
        later.restore(left.snapshot());
        assert_eq!(ids(&later), ["newer", "new"], "articles published in between are not skipped");
        assert_eq!(later.next(), cursor("0"));

        let mut lost = Pagination::new(page(&["a"], Some("1")), []);
        let start = lost.request(Trigger::User).unwrap();
        let forged = BackendError::Problem(Problem::new(ProblemCode::CursorForged));
        assert_eq!(lost.receive(&start, Err(forged)), Some(None));
        assert_eq!(lost.snapshot().next, cursor(""), "the list is not at its end");
    }

    #[test]
    fn a_search_without_results_waits_for_the_button_in_the_end() {
        let mut pagination = Pagination::new(page(&["a"], Some("0")), []);
        for round in 0..2 {
            let mut start = pagination.request(Trigger::User);
            let mut pages = 0;
            while let Some(requested) = start {
                pages += 1;
                start = pagination
                    .receive(&requested, Ok(page(&[], Some(&format!("{round}.{pages}")))));
            }
            assert_eq!(pages, Pagination::MAX_EMPTY_PAGES, "each time that the reader asks");
        }
        assert!(matches!(pagination.state(), State::Idle(_)));
    }

    #[test]
    fn long_pages_count_as_one_each() {
        let ids: Vec<String> = (0..50).map(|number| format!("n{number}")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let mut pagination = Pagination::new(page(&ids, Some("1")), []);
        assert_eq!((pagination.sections().len(), pagination.len()), (3, 50));
        assert!(pagination.request(Trigger::Prefetch).is_some());
        assert_eq!(
            Pagination::new(page(&ids, Some("1")), []).resume().request(Trigger::Prefetch),
            None
        );
    }

    /// An event between server and reader.
    #[derive(Debug, Clone)]
    enum Event {
        /// An article with this timestamp is published.
        Publish(u8),
        /// The article at this index, modulo the length, is withdrawn.
        Withdraw(usize),
        /// The list requests a page: by prefetch if true, else by the button.
        Request(bool),
        /// The oldest request in flight receives its response.
        Respond,
        /// The newest request in flight receives its response.
        RespondLast,
        /// The newest request times out; its response may still arrive.
        TimeOut,
        /// The response to a request that timed out arrives.
        RespondLate,
        /// A response arrives once more.
        Duplicate,
        /// The reader leaves the list and returns to its snapshot.
        Leave,
        /// The server rejects the cursor of the newest request.
        RejectCursor,
    }

    fn event() -> impl Strategy<Value = Event> {
        prop_oneof![
            2 => any::<u8>().prop_map(Event::Publish),
            1 => any::<usize>().prop_map(Event::Withdraw),
            4 => any::<bool>().prop_map(Event::Request),
            4 => Just(Event::Respond),
            1 => Just(Event::RespondLast),
            1 => Just(Event::TimeOut),
            1 => Just(Event::RespondLate),
            1 => Just(Event::Duplicate),
            1 => Just(Event::Leave),
            1 => Just(Event::RejectCursor),
        ]
    }

    /// A server with keyset pagination, three previews per page.
    #[derive(Default)]
    struct Server {
        items: Vec<Preview>,
        published: usize,
    }

    impl Server {
        fn publish(&mut self, timestamp: u8) {
            self.published += 1;
            self.items.push(preview(&format!("n{}", self.published), timestamp.into()));
            self.items.sort_by(|a, b| (b.published, &b.id).cmp(&(a.published, &a.id)));
        }

        fn respond(&self, start: &PageStart) -> FeedPage {
            let after = start.as_ref().and_then(|cursor| cursor.position().ok());
            let is_after = |item: &&Preview| {
                let at = (item.published.unix(), &item.id);
                after.as_ref().is_none_or(|after| at < (after.rank, &after.id))
            };
            let mut rest = self.items.iter().filter(is_after).cloned();
            let items: Vec<_> = rest.by_ref().take(3).collect();
            let next = rest.next().map(|_| Position::of(&items[items.len() - 1]).cursor());
            FeedPage { items, next, facets: Vec::new() }
        }
    }

    proptest! {
        /// Under publications, withdrawals, failures and late responses there are no duplicates,
        /// the order holds, and every article that existed throughout is loaded at the end.
        #[test]
        fn nothing_is_duplicated_and_nothing_is_lost(
            initial in proptest::collection::vec(any::<u8>(), 1..30),
            events in proptest::collection::vec(event(), 0..60),
        ) {
            let mut server = Server::default();
            initial.into_iter().for_each(|timestamp| server.publish(timestamp));
            let mut permanent: HashSet<Key> =
                server.items.iter().map(|item| item.id.clone()).collect();
            let mut pagination = Pagination::new(server.respond(&None), []);
            let mut in_flight: Vec<PageStart> = Vec::new();
            let mut responses: Vec<(PageStart, FeedPage)> = Vec::new();
            let mut timed_out: Vec<(PageStart, FeedPage)> = Vec::new();
            let mut restarted = false;
            for event in events {
                match event {
                    Event::Publish(timestamp) => server.publish(timestamp),
                    Event::Withdraw(at) if !server.items.is_empty() => {
                        let withdrawn = server.items.remove(at % server.items.len());
                        permanent.remove(&withdrawn.id);
                    }
                    Event::Withdraw(_) => {}
                    Event::Request(is_prefetch) => {
                        let trigger = if is_prefetch { Trigger::Prefetch } else { Trigger::User };
                        in_flight.extend(pagination.request(trigger));
                    }
                    Event::Respond | Event::RespondLast if in_flight.is_empty() => {}
                    Event::Respond | Event::RespondLast => {
                        let start = match event {
                            Event::Respond => in_flight.remove(0),
                            _ => in_flight.pop().unwrap(),
                        };
                        let page = server.respond(&start);
                        responses.push((start.clone(), page.clone()));
                        in_flight.extend(pagination.receive(&start, Ok(page)));
                    }
                    Event::TimeOut => {
                        if let Some(start) = in_flight.pop() {
                            timed_out.push((start.clone(), server.respond(&start)));
                            in_flight.extend(pagination.receive(&start, Err(BackendError::TimedOut)));
                        }
                    }
                    Event::RespondLate => {
                        if let Some((start, page)) = timed_out.pop() {
                            let is_in_flight = in_flight.contains(&start);
                            let next = pagination.receive(&start, Ok(page));
                            prop_assert!(is_in_flight || next.is_none());
                            if is_in_flight {
                                in_flight.retain(|other| *other != start);
                            }
                            in_flight.extend(next);
                        }
                    }
                    Event::Leave => {
                        in_flight.clear();
                        pagination = Pagination::new(pagination.snapshot(), []).resume();
                    }
                    Event::RejectCursor => {
                        if let Some(start) = in_flight.pop() {
                            let forged = Problem::new(ProblemCode::CursorForged);
                            in_flight.extend(pagination.receive(&start, Err(BackendError::Problem(forged))));
                            restarted = true;
                        }
                    }
                    Event::Duplicate => {
                        if let Some((start, page)) = responses.last().cloned() {
                            let is_in_flight = in_flight.contains(&start);
                            let next = pagination.receive(&start, Ok(page));
                            if is_in_flight {
                                in_flight.retain(|other| *other != start);
                            }
                            in_flight.extend(next);
                        }
                    }
                }
            }
            // Loads up to the end, including requests in flight.
            for _ in 0..200 {
                if in_flight.is_empty() {
                    in_flight.extend(pagination.request(Trigger::User));
                }
                let Some(start) = in_flight.pop() else { break };
                let response = match &start {
                    Some(cursor) if cursor.position().is_err() => {
                        let forged = Problem::new(ProblemCode::CursorForged);
                        restarted = true;
                        Err(BackendError::Problem(forged))
                    }
                    _ => Ok(server.respond(&start)),
                };
                in_flight.extend(pagination.receive(&start, response));
            }
            prop_assert_eq!(pagination.state(), &State::Done);
            let all: Vec<&Preview> =
                pagination.sections().iter().flat_map(|section| &section.items).collect();
            let shown: HashSet<&Key> = all.iter().map(|item| &item.id).collect();
            prop_assert_eq!(shown.len(), all.len(), "each once");
            prop_assert!(permanent.iter().all(|id| shown.contains(id)), "none skipped");
            let keys = all.iter().map(|item| (item.published, &item.id));
            // An article published before a restart stays where it was first received.
            let in_order = keys.clone().zip(keys.skip(1)).all(|(a, b)| a > b);
            prop_assert!(in_order || restarted, "in order");
            let mut first = 1;
            for section in pagination.sections() {
                prop_assert!(!section.items.is_empty() && section.items.len() <= Section::LENGTH);
                prop_assert_eq!(section.first, first);
                first += section.items.len();
            }
        }
    }
}
