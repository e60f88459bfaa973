//! Reading a feed page by page: a machine without a clock, a network or a view.

use std::collections::HashSet;

use zaidu_model::{Cursor, Feed, FeedPage, Key, Preview, ProblemCode, Query};

use crate::backend::Failure;

/// The previews so far, and what comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging {
    sections: Vec<Section>,
    /// Ids that the list does not take (again).
    known: HashSet<Key>,
    /// Cursors that have been asked for: a server that leads in a circle ends there.
    asked: HashSet<Cursor>,
    /// How many pages have come.
    pages: usize,
    /// How many have had nothing in them since somebody asked.
    barren: usize,
    state: State,
    query: Query,
}

/// Some previews that stand together. No section is empty, and none changes but by
/// [`Paging::forget`].
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
    Loading(Place, Wish),
    /// A page did not come; it keeps its place and may be asked for again.
    Failed(Place, Failure),
    /// There are no more.
    Done,
}

/// Where a page begins: behind a cursor, or at the feed's beginning.
pub type Place = Option<Cursor>;

/// Who wants a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// The reader, by the button.
    Reader,
    /// The list, because its end is near.
    Ahead,
}

impl Paging {
    /// Pages after the first that load by themselves before the list waits for the
    /// button, so that what stands below it can be reached.
    pub const AHEAD: usize = 2;

    /// Pages with nothing in them, one after the other, before the list waits for the
    /// button. A search that looks through a large archive gives such.
    const BARREN: usize = 5;

    /// A list that begins with `first`, without the articles in `skip`.
    #[must_use]
    pub fn new(first: FeedPage, skip: impl IntoIterator<Item = Key>) -> Self {
        let mut paging = Self {
            sections: Vec::new(),
            known: skip.into_iter().collect(),
            asked: HashSet::new(),
            pages: 0,
            barren: 0,
            state: State::Done,
            query: Query::default(),
        };
        paging.go_on(first);
        paging
    }

    /// The same, as what `feed` found if that is a search.
    #[must_use]
    pub fn found_by(self, feed: &Feed) -> Self {
        let query = match feed {
            Feed::Search { query } => Query::new(query).unwrap_or_default(),
            Feed::Latest | Feed::Channel { .. } | Feed::Headlines | Feed::Recommended { .. } => {
                Query::default()
            }
        };
        Self { query, ..self }
    }

    /// What was searched; nothing in other feeds.
    #[must_use]
    pub fn query(&self) -> &Query {
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
    pub fn ask(&mut self, wish: Wish) -> Option<Place> {
        let place = match (&self.state, wish) {
            (State::Idle(_), Wish::Ahead) if self.pages > Self::AHEAD => return None,
            (State::Idle(cursor), _) => Some(cursor.clone()),
            (State::Failed(place, _), Wish::Reader) => place.clone(),
            (State::Loading(..) | State::Failed(..) | State::Done, _) => return None,
        };
        self.barren = 0;
        Some(self.load(place, wish))
    }

    /// The answer for `place` came. One that nobody waits for any more is dropped.
    ///
    /// Gives the place of a page that must be fetched now: the next one where this
    /// one brought nothing that is not here (five times in a row where it was empty),
    /// and the beginning where the server no
    /// longer knows the cursor. What is known is passed over, so that nothing shows
    /// twice.
    #[must_use = "a page that is on its way must be fetched"]
    pub fn came(&mut self, place: &Place, answer: Result<FeedPage, Failure>) -> Option<Place> {
        let State::Loading(awaited, wish) = &self.state else { return None };
        if awaited != place {
            return None;
        }
        let (wish, before) = (*wish, self.len());
        match answer {
            Ok(page) => {
                self.asked.extend(place.clone());
                self.barren = if page.items.is_empty() { self.barren + 1 } else { 0 };
                self.go_on(page);
            }
            Err(Failure::Problem(problem))
                if problem.code == ProblemCode::CursorForged && place.is_some() =>
            {
                self.asked.clear();
                return Some(self.load(None, wish));
            }
            Err(failure) => self.state = State::Failed(place.clone(), failure),
        }
        match self.state {
            State::Idle(ref next) if self.len() == before && self.barren < Self::BARREN => {
                let next = Some(next.clone());
                Some(self.load(next, wish))
            }
            _ => None,
        }
    }

    fn load(&mut self, place: Place, wish: Wish) -> Place {
        self.state = State::Loading(place.clone(), wish);
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
    use zaidu_model::{Moment, Problem};

    fn preview(id: &str, published: i64) -> Preview {
        Preview {
            id: Key::new(id).unwrap(),
            title: None,
            excerpt: String::new(),
            published: Moment::from_unix(published).unwrap(),
            picture: None,
        }
    }

    fn page(ids: &[&str], next: Option<&str>) -> FeedPage {
        let items = ids.iter().map(|id| preview(id, 0)).collect();
        FeedPage { items, next: next.map(Cursor::from_wire) }
    }

    fn ids(paging: &Paging) -> Vec<&str> {
        let items = paging.sections().iter().flat_map(|section| &section.items);
        items.map(|item| item.id.as_str()).collect()
    }

    fn cursor(text: &str) -> Place {
        Some(Cursor::from_wire(text))
    }

    #[test]
    fn pages_follow_each_other_to_the_end() {
        let mut paging = Paging::new(page(&["a", "b"], Some("1")), []);
        let place = paging.ask(Wish::Reader).unwrap();
        assert_eq!(paging.ask(Wish::Reader), None, "one page at a time");
        assert_eq!(paging.came(&place, Ok(page(&["b", "c"], None))), None);
        assert_eq!(ids(&paging), ["a", "b", "c"], "an item that moved shows once");
        assert_eq!(paging.state(), &State::Done);
        assert_eq!(paging.ask(Wish::Reader), None);
    }

    #[test]
    fn a_failed_page_keeps_its_place_and_waits_for_the_reader() {
        let mut paging = Paging::new(page(&["a"], Some("1")), []);
        let place = paging.ask(Wish::Ahead).unwrap();
        assert_eq!(paging.came(&place, Err(Failure::Unreachable)), None);
        assert_eq!(paging.state(), &State::Failed(place.clone(), Failure::Unreachable));
        assert_eq!(paging.ask(Wish::Ahead), None);
        assert_eq!(paging.ask(Wish::Reader), Some(place.clone()));
        assert_eq!(paging.came(&place, Ok(page(&["b"], None))), None);
        assert_eq!(ids(&paging), ["a", "b"]);
    }

    #[test]
    fn a_late_answer_is_dropped() {
        let mut paging = Paging::new(page(&["a"], Some("1")), []);
        let first = paging.ask(Wish::Reader).unwrap();
        assert_eq!(paging.came(&first, Ok(page(&["b"], Some("2")))), None);
        assert_eq!(paging.came(&first, Ok(page(&["z"], None))), None);
        assert_eq!(ids(&paging), ["a", "b"]);
        assert_eq!(paging.state(), &State::Idle(Cursor::from_wire("2")));
    }

    #[test]
    fn two_pages_come_by_themselves() {
        let mut paging = Paging::new(page(&["a"], Some("1")), []);
        for (id, next) in [("b", "2"), ("c", "3")] {
            let place = paging.ask(Wish::Ahead).unwrap();
            assert_eq!(paging.came(&place, Ok(page(&[id], Some(next)))), None);
        }
        assert_eq!(paging.ask(Wish::Ahead), None);
        assert!(paging.ask(Wish::Reader).is_some());
    }

    #[test]
    fn a_page_without_news_leads_on() {
        let skip = [Key::new("b").unwrap()];
        let mut paging = Paging::new(page(&["a", "b"], Some("1")), skip);
        assert_eq!(ids(&paging), ["a"], "what stands elsewhere is left out");
        let place = paging.ask(Wish::Reader).unwrap();
        let next = paging.came(&place, Ok(page(&["a", "b"], Some("2"))));
        assert_eq!(next, Some(cursor("2")));
        assert_eq!(paging.came(&cursor("2"), Ok(page(&["c"], Some("1")))), None);
        assert_eq!(paging.state(), &State::Done, "not in a circle");
    }

    #[test]
    fn an_unknown_cursor_begins_again_and_repeats_nothing() {
        let mut paging = Paging::new(page(&["a"], Some("1")), []);
        let place = paging.ask(Wish::Reader).unwrap();
        let forged = Failure::Problem(Problem::new(ProblemCode::CursorForged));
        assert_eq!(paging.came(&place, Err(forged.clone())), Some(None));
        assert_eq!(paging.came(&None, Ok(page(&["a"], Some("1")))), Some(cursor("1")));
        assert_eq!(paging.came(&cursor("1"), Ok(page(&["b"], None))), None);
        assert_eq!(ids(&paging), ["a", "b"]);

        let mut refused = Paging::new(page(&["a"], Some("1")), []);
        let place = refused.ask(Wish::Reader).unwrap();
        assert_eq!(refused.came(&place, Err(forged.clone())), Some(None));
        assert_eq!(refused.came(&None, Err(forged.clone())), None, "not for ever");
        assert_eq!(refused.state(), &State::Failed(None, forged));
    }

    #[test]
    fn what_was_read_meanwhile_is_taken_out_of_the_first_section() {
        let mut paging = Paging::new(page(&["a", "b"], Some("1")), []);
        paging.go_on(page(&["c"], None));
        assert!(paging.forget(&[Key::new("a").unwrap(), Key::new("c").unwrap()]));
        assert_eq!(ids(&paging), ["b", "c"]);
        let firsts: Vec<_> = paging.sections().iter().map(|section| section.first).collect();
        assert_eq!((firsts, paging.len()), (vec![1, 2], 2));
        assert!(!paging.forget(&[Key::new("b").unwrap()]), "no section is empty");
    }

    #[test]
    fn a_list_goes_on_where_it_was_left() {
        let mut left = Paging::new(page(&["a", "b"], Some("1")), []);
        left.go_on(page(&["c"], Some("2")));
        let mut back = Paging::new(page(&["new", "a"], Some("0")), []);
        back.restore(left.kept());
        assert_eq!(ids(&back), ["new", "a", "b", "c"]);
        assert_eq!(back.next(), cursor("2"));
        assert_eq!(back.ask(Wish::Ahead), None);

        let mut later = Paging::new(page(&["newer", "new"], Some("0")), []);
        later.restore(left.kept());
        assert_eq!(ids(&later), ["newer", "new"], "what came in between is not skipped");
        assert_eq!(later.next(), cursor("0"));

        let mut lost = Paging::new(page(&["a"], Some("1")), []);
        let place = lost.ask(Wish::Reader).unwrap();
        let forged = Failure::Problem(Problem::new(ProblemCode::CursorForged));
        assert_eq!(lost.came(&place, Err(forged)), Some(None));
        assert_eq!(lost.kept().next, cursor(""), "it is not at its end");
    }

    #[test]
    fn a_search_that_finds_nothing_waits_for_its_reader_in_the_end() {
        let mut paging = Paging::new(page(&["a"], Some("0")), []);
        for round in 0..2 {
            let mut place = paging.ask(Wish::Reader);
            let mut pages = 0;
            while let Some(asked) = place {
                pages += 1;
                place = paging.came(&asked, Ok(page(&[], Some(&format!("{round}.{pages}")))));
            }
            assert_eq!(pages, Paging::BARREN, "each time that the reader asks");
        }
        assert!(matches!(paging.state(), State::Idle(_)));
    }

    #[test]
    fn long_pages_count_as_one_each() {
        let ids: Vec<String> = (0..50).map(|number| format!("n{number}")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let mut paging = Paging::new(page(&ids, Some("1")), []);
        assert_eq!((paging.sections().len(), paging.len()), (3, 50));
        assert!(paging.ask(Wish::Ahead).is_some());
        assert_eq!(Paging::new(page(&ids, Some("1")), []).come_back().ask(Wish::Ahead), None);
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

        fn answer(&self, place: &Place) -> FeedPage {
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
            let mut paging = Paging::new(server.answer(&None), []);
            let mut asked: Vec<Place> = Vec::new();
            let mut answered: Vec<(Place, FeedPage)> = Vec::new();
            let mut lost: Vec<(Place, FeedPage)> = Vec::new();
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
                        let wish = if ahead { Wish::Ahead } else { Wish::Reader };
                        asked.extend(paging.ask(wish));
                    }
                    Event::Answer | Event::AnswerLast if asked.is_empty() => {}
                    Event::Answer | Event::AnswerLast => {
                        let place = match event {
                            Event::Answer => asked.remove(0),
                            _ => asked.pop().unwrap(),
                        };
                        let page = server.answer(&place);
                        answered.push((place.clone(), page.clone()));
                        asked.extend(paging.came(&place, Ok(page)));
                    }
                    Event::Fail => {
                        if let Some(place) = asked.pop() {
                            lost.push((place.clone(), server.answer(&place)));
                            asked.extend(paging.came(&place, Err(Failure::TimedOut)));
                        }
                    }
                    Event::Late => {
                        if let Some((place, page)) = lost.pop() {
                            let is_awaited = asked.contains(&place);
                            let next = paging.came(&place, Ok(page));
                            prop_assert!(is_awaited || next.is_none());
                            if is_awaited {
                                asked.retain(|other| *other != place);
                            }
                            asked.extend(next);
                        }
                    }
                    Event::Leave => {
                        asked.clear();
                        paging = Paging::new(paging.kept(), []).come_back();
                    }
                    Event::Forget => {
                        if let Some(place) = asked.pop() {
                            let forged = Problem::new(ProblemCode::CursorForged);
                            asked.extend(paging.came(&place, Err(Failure::Problem(forged))));
                            begins_again = true;
                        }
                    }
                    Event::Repeat => {
                        if let Some((place, page)) = answered.last().cloned() {
                            let is_awaited = asked.contains(&place);
                            let next = paging.came(&place, Ok(page));
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
                    asked.extend(paging.ask(Wish::Reader));
                }
                let Some(place) = asked.pop() else { break };
                let answer = match &place {
                    Some(cursor) if cursor.position().is_err() => {
                        let forged = Problem::new(ProblemCode::CursorForged);
                        begins_again = true;
                        Err(Failure::Problem(forged))
                    }
                    _ => Ok(server.answer(&place)),
                };
                asked.extend(paging.came(&place, answer));
            }
            prop_assert_eq!(paging.state(), &State::Done);
            let all: Vec<&Preview> =
                paging.sections().iter().flat_map(|section| &section.items).collect();
            let shown: HashSet<&Key> = all.iter().map(|item| &item.id).collect();
            prop_assert_eq!(shown.len(), all.len(), "each once");
            prop_assert!(always.iter().all(|id| shown.contains(id)), "none skipped");
            let places = all.iter().map(|item| (item.published, &item.id));
            // What arrived before a list began again stands where it was met.
            let in_order = places.clone().zip(places.skip(1)).all(|(a, b)| a > b);
            prop_assert!(in_order || begins_again, "in order");
            let mut first = 1;
            for section in paging.sections() {
                prop_assert!(!section.items.is_empty() && section.items.len() <= Section::LENGTH);
                prop_assert_eq!(section.first, first);
                first += section.items.len();
            }
        }
    }
}
