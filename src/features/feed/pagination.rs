//! Reading a feed page by page: a machine without a clock, a network or a view.

use std::collections::HashSet;

use zaidu_model::{Cursor, Feed, FeedPage, Key, Preview, ProblemCode, SearchQuery};

use crate::backend::BackendError;

/// The previews so far, and what comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pagination {
    sections: Vec<Section>,
    /// Ids that the list does not take (again).
    known: HashSet<Key>,
    /// Cursors that have been asked for: a server that leads in a circle ends there.
    asked: HashSet<Cursor>,
    /// How many pages have come.
    pages: usize,
    /// How many have had nothing in them since somebody asked.
    empty_pages: usize,
    state: State,
    query: SearchQuery,
}

/// Some previews that stand together. No section is empty, and none changes but by
/// [`Pagination::forget`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The place of its first preview in the list, counted from 1.
    pub first: usize,
    /// At most [`Section::LENGTH`].
    pub items: Vec<Preview>,
}

impl Section {
    /// What browsers lay out and skip together: measured as the best length by far
    /// against single cards.
    pub const LENGTH: usize = 20;
}

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// A page may be asked for.
    Idle(Cursor),
    /// A page is on its way.
    Loading(PageStart, Trigger),
    /// A page did not come; it keeps its place and may be asked for again.
    Failed(PageStart, BackendError),
    /// There are no more.
    Done,
}

/// Where a page begins: behind a cursor, or at the feed's beginning.
pub type PageStart = Option<Cursor>;

/// Who wants a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// The reader, by the button.
    User,
    /// The list, because its end is near.
    Prefetch,
}

impl Pagination {
    /// Pages after the first that load by themselves before the list waits for the
    /// button, so that what stands below it can be reached.
    pub const AHEAD: usize = 2;

    /// Pages with nothing in them, one after the other, before the list waits for the
    /// button. A search that looks through a large archive gives such.
    const MAX_EMPTY_PAGES: usize = 5;

    /// A list that begins with `first`, without the articles in `skip`.
    #[must_use]
    pub fn new(first: FeedPage, skip: impl IntoIterator<Item = Key>) -> Self {
        let mut pagination = Self {
            sections: Vec::new(),
            known: skip.into_iter().collect(),
            asked: HashSet::new(),
            pages: 0,
            empty_pages: 0,
            state: State::Done,
            query: SearchQuery::default(),
        };
        pagination.go_on(first);
        pagination
    }

    /// The same, as what `feed` found if that is a search.
    #[must_use]
    pub fn found_by(self, feed: &Feed) -> Self {
        let query = match feed {
            Feed::Search { query } => SearchQuery::new(query).unwrap_or_default(),
            Feed::Latest | Feed::Channel { .. } | Feed::Headlines | Feed::Recommended { .. } => {
                SearchQuery::default()
            }
        };
        Self { query, ..self }
    }

    /// What was searched; nothing in other feeds.
    #[must_use]
    pub fn query(&self) -> &SearchQuery {
        &self.query
    }

    /// The previews so far, each once.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// How many previews there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sections.last().map_or(0, |last| last.first + last.items.len() - 1)
    }

    /// Whether there is none. A list may begin so: what its first page held may all
    /// stand elsewhere.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }

    /// What comes next.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Behind which cursor the list goes on, if it does. Where it begins again, one
    /// that no server made: whoever asks for it is told to do the same.
    #[must_use]
    pub fn next(&self) -> Option<Cursor> {
        match &self.state {
            State::Idle(cursor) => Some(cursor.clone()),
            State::Loading(place, _) | State::Failed(place, _) => {
                Some(place.clone().unwrap_or_else(|| Cursor::from_wire("")))
            }
            State::Done => None,
        }
    }

    /// The list so far as one page, for whoever comes back to it.
    #[must_use]
    pub fn kept(&self) -> FeedPage {
        let items = self.sections.iter().flat_map(|section| &section.items).cloned().collect();
        FeedPage { items, next: self.next() }
    }

    /// Asks for the next page, or again for the one that failed. Gives its place;
    /// nothing while a page is on its way and at the end. The list itself asks for no
    /// more than [`Self::AHEAD`] pages, and never again for one that failed.
    pub fn ask(&mut self, trigger: Trigger) -> Option<PageStart> {
        let place = match (&self.state, trigger) {
            (State::Idle(_), Trigger::Prefetch) if self.pages > Self::AHEAD => return None,
            (State::Idle(cursor), _) => Some(cursor.clone()),
            (State::Failed(place, _), Trigger::User) => place.clone(),
            (State::Loading(..) | State::Failed(..) | State::Done, _) => return None,
        };
        self.empty_pages = 0;
        Some(self.load(place, trigger))
    }

    /// The answer for `place` came. One that nobody waits for any more is dropped.
    ///
    /// Gives the place of a page that must be fetched now: the next one where this
    /// one brought nothing that is not here (five times in a row where it was empty),
    /// and the beginning where the server no
    /// longer knows the cursor. What is known is passed over, so that nothing shows
    /// twice.
    #[must_use = "a page that is on its way must be fetched"]
    pub fn came(
        &mut self,
        place: &PageStart,
        answer: Result<FeedPage, BackendError>,
    ) -> Option<PageStart> {
        let State::Loading(awaited, trigger) = &self.state else { return None };
        if awaited != place {
            return None;
        }
        let (trigger, before) = (*trigger, self.len());
        match answer {
            Ok(page) => {
                self.asked.extend(place.clone());
                self.empty_pages = if page.items.is_empty() { self.empty_pages + 1 } else { 0 };
                self.go_on(page);
            }
            Err(BackendError::Problem(problem))
                if problem.code == ProblemCode::CursorForged && place.is_some() =>
            {
                self.asked.clear();
                return Some(self.load(None, trigger));
            }
            Err(failure) => self.state = State::Failed(place.clone(), failure),
        }
        match self.state {
            State::Idle(ref next)
                if self.len() == before && self.empty_pages < Self::MAX_EMPTY_PAGES =>
            {
                let next = Some(next.clone());
                Some(self.load(next, trigger))
            }
            _ => None,
        }
    }

    fn load(&mut self, place: PageStart, trigger: Trigger) -> PageStart {
        self.state = State::Loading(place.clone(), trigger);
        place
    }

    /// A list that its reader left and comes back to, as one page: however long it
    /// is, it goes on by its button.
    #[must_use]
    pub fn come_back(self) -> Self {
        Self { pages: Self::AHEAD + 1, ..self }
    }

    /// Goes on as the list that was `kept`, behind its beginning as it is now. Where
    /// nothing is in both, so much has come in between that the list begins anew.
    pub fn restore(&mut self, kept: FeedPage) {
        if kept.items.iter().any(|item| self.known.contains(&item.id)) {
            self.go_on(kept);
            self.pages = Self::AHEAD + 1;
        }
    }

    /// Adds what `page` holds and is not here, and goes on behind it.
    fn go_on(&mut self, page: FeedPage) {
        self.pages += 1;
        let mut first = self.len() + 1;
        let is_new = |item: &Preview| self.known.insert(item.id.clone());
        let mut rest = page.items.into_iter().filter(is_new);
        loop {
            let items: Vec<Preview> = rest.by_ref().take(Section::LENGTH).collect();
            if items.is_empty() {
                break;
            }
            self.sections.push(Section { first, items });
            first += Section::LENGTH;
        }
        let next = page.next.filter(|next| !self.asked.contains(next));
        self.state = next.map_or(State::Done, State::Idle);
    }

    /// Takes the articles in `ids` no more in. What is here stays.
    pub fn pass_over(&mut self, ids: &[Key]) {
        self.known.extend(ids.iter().cloned());
    }

    /// Takes the articles in `ids` out of the first section, and no more in. Says
    /// whether any was there.
    pub fn forget(&mut self, ids: &[Key]) -> bool {
        self.pass_over(ids);
        let Some(first) = self.sections.first_mut() else { return false };
        let before = first.items.len();
        // A section is never empty.
        if first.items.iter().all(|item| ids.contains(&item.id)) {
            return false;
        }
        first.items.retain(|item| !ids.contains(&item.id));
        let gone = before - first.items.len();
        self.sections.iter_mut().skip(1).for_each(|section| section.first -= gone);
        gone > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use zaidu_model::feed::Position;
    use zaidu_model::{Problem, Timestamp};

    fn preview(id: &str, published: i64) -> Preview {
        Preview {
            id: Key::new(id).unwrap(),
            title: None,
            excerpt: String::new(),
            published: Timestamp::from_unix(published).unwrap(),
            picture: None,
        }
    }

    fn page(ids: &[&str], next: Option<&str>) -> FeedPage {
        let items = ids.iter().map(|id| preview(id, 0)).collect();
        FeedPage { items, next: next.map(Cursor::from_wire) }
    }

    fn ids(pagination: &Pagination) -> Vec<&str> {
        let items = pagination.sections().iter().flat_map(|section| &section.items);
        items.map(|item| item.id.as_str()).collect()
    }

    fn cursor(text: &str) -> PageStart {
        Some(Cursor::from_wire(text))
    }

    #[test]
    fn pages_follow_each_other_to_the_end() {
        let mut pagination = Pagination::new(page(&["a", "b"], Some("1")), []);
        let place = pagination.ask(Trigger::User).unwrap();
        assert_eq!(pagination.ask(Trigger::User), None, "one page at a time");
        assert_eq!(pagination.came(&place, Ok(page(&["b", "c"], None))), None);
        assert_eq!(ids(&pagination), ["a", "b", "c"], "an item that moved shows once");
        assert_eq!(pagination.state(), &State::Done);
        assert_eq!(pagination.ask(Trigger::User), None);
    }

    #[test]
    fn a_failed_page_keeps_its_place_and_waits_for_the_reader() {
        let mut pagination = Pagination::new(page(&["a"], Some("1")), []);
        let place = pagination.ask(Trigger::Prefetch).unwrap();
        assert_eq!(pagination.came(&place, Err(BackendError::Unreachable)), None);
        assert_eq!(pagination.state(), &State::Failed(place.clone(), BackendError::Unreachable));
        assert_eq!(pagination.ask(Trigger::Prefetch), None);
        assert_eq!(pagination.ask(Trigger::User), Some(place.clone()));
        assert_eq!(pagination.came(&place, Ok(page(&["b"], None))), None);
        assert_eq!(ids(&pagination), ["a", "b"]);
    }

    #[test]
    fn a_late_answer_is_dropped() {
        let mut pagination = Pagination::new(page(&["a"], Some("1")), []);
        let first = pagination.ask(Trigger::User).unwrap();
        assert_eq!(pagination.came(&first, Ok(page(&["b"], Some("2")))), None);
        assert_eq!(pagination.came(&first, Ok(page(&["z"], None))), None);
        assert_eq!(ids(&pagination), ["a", "b"]);
        assert_eq!(pagination.state(), &State::Idle(Cursor::from_wire("2")));
    }

    #[test]
    fn two_pages_come_by_themselves() {
        let mut pagination = Pagination::new(page(&["a"], Some("1")), []);
        for (id, next) in [("b", "2"), ("c", "3")] {
            let place = pagination.ask(Trigger::Prefetch).unwrap();
            assert_eq!(pagination.came(&place, Ok(page(&[id], Some(next)))), None);
        }
        assert_eq!(pagination.ask(Trigger::Prefetch), None);
        assert!(pagination.ask(Trigger::User).is_some());
    }

    #[test]
    fn a_page_without_news_leads_on() {
        let skip = [Key::new("b").unwrap()];
        let mut pagination = Pagination::new(page(&["a", "b"], Some("1")), skip);
        assert_eq!(ids(&pagination), ["a"], "what stands elsewhere is left out");
        let place = pagination.ask(Trigger::User).unwrap();
        let next = pagination.came(&place, Ok(page(&["a", "b"], Some("2"))));
        assert_eq!(next, Some(cursor("2")));
        assert_eq!(pagination.came(&cursor("2"), Ok(page(&["c"], Some("1")))), None);
        assert_eq!(pagination.state(), &State::Done, "not in a circle");
    }

    #[test]
    fn an_unknown_cursor_begins_again_and_repeats_nothing() {
        let mut pagination = Pagination::new(page(&["a"], Some("1")), []);
        let place = pagination.ask(Trigger::User).unwrap();
        let forged = BackendError::Problem(Problem::new(ProblemCode::CursorForged));
        assert_eq!(pagination.came(&place, Err(forged.clone())), Some(None));
        assert_eq!(pagination.came(&None, Ok(page(&["a"], Some("1")))), Some(cursor("1")));
        assert_eq!(pagination.came(&cursor("1"), Ok(page(&["b"], None))), None);
        assert_eq!(ids(&pagination), ["a", "b"]);

        let mut refused = Pagination::new(page(&["a"], Some("1")), []);
        let place = refused.ask(Trigger::User).unwrap();
        assert_eq!(refused.came(&place, Err(forged.clone())), Some(None));
        assert_eq!(refused.came(&None, Err(forged.clone())), None, "not for ever");
        assert_eq!(refused.state(), &State::Failed(None, forged));
    }

    #[test]
    fn what_was_read_meanwhile_is_taken_out_of_the_first_section() {
        let mut pagination = Pagination::new(page(&["a", "b"], Some("1")), []);
        pagination.go_on(page(&["c"], None));
        assert!(pagination.forget(&[Key::new("a").unwrap(), Key::new("c").unwrap()]));
        assert_eq!(ids(&pagination), ["b", "c"]);
        let firsts: Vec<_> = pagination.sections().iter().map(|section| section.first).collect();
        assert_eq!((firsts, pagination.len()), (vec![1, 2], 2));
        assert!(!pagination.forget(&[Key::new("b").unwrap()]), "no section is empty");
    }

    #[test]
    fn a_list_goes_on_where_it_was_left() {
        let mut left = Pagination::new(page(&["a", "b"], Some("1")), []);
        left.go_on(page(&["c"], Some("2")));
        let mut back = Pagination::new(page(&["new", "a"], Some("0")), []);
        back.restore(left.kept());
        assert_eq!(ids(&back), ["new", "a", "b", "c"]);
        assert_eq!(back.next(), cursor("2"));
        assert_eq!(back.ask(Trigger::Prefetch), None);

        let mut later = Pagination::new(page(&["newer", "new"], Some("0")), []);
        later.restore(left.kept());
        assert_eq!(ids(&later), ["newer", "new"], "what came in between is not skipped");
        assert_eq!(later.next(), cursor("0"));

        let mut lost = Pagination::new(page(&["a"], Some("1")), []);
        let place = lost.ask(Trigger::User).unwrap();
        let forged = BackendError::Problem(Problem::new(ProblemCode::CursorForged));
        assert_eq!(lost.came(&place, Err(forged)), Some(None));
        assert_eq!(lost.kept().next, cursor(""), "it is not at its end");
    }

    #[test]
    fn a_search_that_finds_nothing_waits_for_its_reader_in_the_end() {
        let mut pagination = Pagination::new(page(&["a"], Some("0")), []);
        for round in 0..2 {
            let mut place = pagination.ask(Trigger::User);
            let mut pages = 0;
            while let Some(asked) = place {
                pages += 1;
                place = pagination.came(&asked, Ok(page(&[], Some(&format!("{round}.{pages}")))));
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
        assert!(pagination.ask(Trigger::Prefetch).is_some());
        assert_eq!(
            Pagination::new(page(&ids, Some("1")), []).come_back().ask(Trigger::Prefetch),
            None
        );
    }

    /// What happens between a server and a reader.
    #[derive(Debug, Clone)]
    enum Event {
        /// News, at a time of its own.
        Insert(u8),
        /// The article at this place, counted round, is withdrawn.
        Remove(usize),
        Ask(bool),
        /// The oldest question on its way is answered.
        Answer,
        /// The newest is.
        AnswerLast,
        /// The newest is taken for lost; its answer may come yet.
        Fail,
        /// The answer to one that was taken for lost comes.
        Late,
        /// An answer comes once more.
        Repeat,
        /// The reader leaves the list and comes back to what is kept of it.
        Leave,
        /// The server knows the cursor of the newest no more.
        Forget,
    }

    fn event() -> impl Strategy<Value = Event> {
        prop_oneof![
            2 => any::<u8>().prop_map(Event::Insert),
            1 => any::<usize>().prop_map(Event::Remove),
            4 => any::<bool>().prop_map(Event::Ask),
            4 => Just(Event::Answer),
            1 => Just(Event::AnswerLast),
            1 => Just(Event::Fail),
            1 => Just(Event::Late),
            1 => Just(Event::Repeat),
            1 => Just(Event::Leave),
            1 => Just(Event::Forget),
        ]
    }

    /// A server that answers by keyset, three previews a page.
    #[derive(Default)]
    struct Server {
        items: Vec<Preview>,
        made: usize,
    }

    impl Server {
        fn insert(&mut self, published: u8) {
            self.made += 1;
            self.items.push(preview(&format!("n{}", self.made), published.into()));
            self.items.sort_by(|a, b| (b.published, &b.id).cmp(&(a.published, &a.id)));
        }

        fn answer(&self, place: &PageStart) -> FeedPage {
            let after = place.as_ref().and_then(|cursor| cursor.position().ok());
            let is_after = |item: &&Preview| {
                let at = (item.published.unix(), &item.id);
                after.as_ref().is_none_or(|after| at < (after.rank, &after.id))
            };
            let mut rest = self.items.iter().filter(is_after).cloned();
            let items: Vec<_> = rest.by_ref().take(3).collect();
            let next = rest.next().map(|_| Position::of(&items[items.len() - 1]).cursor());
            FeedPage { items, next }
        }
    }

    proptest! {
        /// Whatever arrives, goes, fails or comes late: nothing shows twice, the
        /// order holds, and what was there all the time is there at the end.
        #[test]
        fn nothing_is_repeated_and_nothing_is_lost(
            begin in proptest::collection::vec(any::<u8>(), 1..30),
            events in proptest::collection::vec(event(), 0..60),
        ) {
            let mut server = Server::default();
            begin.into_iter().for_each(|published| server.insert(published));
            let mut always: HashSet<Key> =
                server.items.iter().map(|item| item.id.clone()).collect();
            let mut pagination = Pagination::new(server.answer(&None), []);
            let mut asked: Vec<PageStart> = Vec::new();
            let mut answered: Vec<(PageStart, FeedPage)> = Vec::new();
            let mut lost: Vec<(PageStart, FeedPage)> = Vec::new();
            let mut begins_again = false;
            for event in events {
                match event {
                    Event::Insert(published) => server.insert(published),
                    Event::Remove(at) if !server.items.is_empty() => {
                        let gone = server.items.remove(at % server.items.len());
                        always.remove(&gone.id);
                    }
                    Event::Remove(_) => {}
                    Event::Ask(ahead) => {
                        let trigger = if ahead { Trigger::Prefetch } else { Trigger::User };
                        asked.extend(pagination.ask(trigger));
                    }
                    Event::Answer | Event::AnswerLast if asked.is_empty() => {}
                    Event::Answer | Event::AnswerLast => {
                        let place = match event {
                            Event::Answer => asked.remove(0),
                            _ => asked.pop().unwrap(),
                        };
                        let page = server.answer(&place);
                        answered.push((place.clone(), page.clone()));
                        asked.extend(pagination.came(&place, Ok(page)));
                    }
                    Event::Fail => {
                        if let Some(place) = asked.pop() {
                            lost.push((place.clone(), server.answer(&place)));
                            asked.extend(pagination.came(&place, Err(BackendError::TimedOut)));
                        }
                    }
                    Event::Late => {
                        if let Some((place, page)) = lost.pop() {
                            let is_awaited = asked.contains(&place);
                            let next = pagination.came(&place, Ok(page));
                            prop_assert!(is_awaited || next.is_none());
                            if is_awaited {
                                asked.retain(|other| *other != place);
                            }
                            asked.extend(next);
                        }
                    }
                    Event::Leave => {
                        asked.clear();
                        pagination = Pagination::new(pagination.kept(), []).come_back();
                    }
                    Event::Forget => {
                        if let Some(place) = asked.pop() {
                            let forged = Problem::new(ProblemCode::CursorForged);
                            asked.extend(pagination.came(&place, Err(BackendError::Problem(forged))));
                            begins_again = true;
                        }
                    }
                    Event::Repeat => {
                        if let Some((place, page)) = answered.last().cloned() {
                            let is_awaited = asked.contains(&place);
                            let next = pagination.came(&place, Ok(page));
                            if is_awaited {
                                asked.retain(|other| *other != place);
                            }
                            asked.extend(next);
                        }
                    }
                }
            }
            // To the end, through whatever still waits.
            for _ in 0..200 {
                if asked.is_empty() {
                    asked.extend(pagination.ask(Trigger::User));
                }
                let Some(place) = asked.pop() else { break };
                let answer = match &place {
                    Some(cursor) if cursor.position().is_err() => {
                        let forged = Problem::new(ProblemCode::CursorForged);
                        begins_again = true;
                        Err(BackendError::Problem(forged))
                    }
                    _ => Ok(server.answer(&place)),
                };
                asked.extend(pagination.came(&place, answer));
            }
            prop_assert_eq!(pagination.state(), &State::Done);
            let all: Vec<&Preview> =
                pagination.sections().iter().flat_map(|section| &section.items).collect();
            let shown: HashSet<&Key> = all.iter().map(|item| &item.id).collect();
            prop_assert_eq!(shown.len(), all.len(), "each once");
            prop_assert!(always.iter().all(|id| shown.contains(id)), "none skipped");
            let places = all.iter().map(|item| (item.published, &item.id));
            // What arrived before a list began again stands where it was met.
            let in_order = places.clone().zip(places.skip(1)).all(|(a, b)| a > b);
            prop_assert!(in_order || begins_again, "in order");
            let mut first = 1;
            for section in pagination.sections() {
                prop_assert!(!section.items.is_empty() && section.items.len() <= Section::LENGTH);
                prop_assert_eq!(section.first, first);
                first += section.items.len();
            }
        }
    }
}
