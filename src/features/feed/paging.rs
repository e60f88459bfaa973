//! Reading a feed page by page: a machine without a clock, a network or a view.

use std::collections::HashSet;

use zaidu_model::{Cursor, FeedPage, Key, Preview};

use crate::backend::Failure;

/// The previews so far, and what comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging {
    pages: Vec<Vec<Preview>>,
    seen: HashSet<Key>,
    state: State,
}

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// A page may be asked for.
    Idle(Cursor),
    /// A page is on its way.
    Loading(Cursor),
    /// A page did not come; it keeps its place and may be asked for again.
    Failed(Cursor, Failure),
    /// There are no more.
    Done,
}

impl Paging {
    /// A list that begins with `first`.
    #[must_use]
    pub fn new(first: FeedPage) -> Self {
        let mut paging = Self { pages: Vec::new(), seen: HashSet::new(), state: State::Done };
        paging.append(first);
        paging
    }

    /// The previews so far, each once, page by page.
    #[must_use]
    pub fn pages(&self) -> &[Vec<Preview>] {
        &self.pages
    }

    /// What comes next.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Asks for the next page, or again for the one that failed. Gives its place;
    /// nothing while a page is on its way and at the end.
    pub fn ask(&mut self) -> Option<Cursor> {
        match &self.state {
            State::Idle(cursor) | State::Failed(cursor, _) => {
                let cursor = cursor.clone();
                self.state = State::Loading(cursor.clone());
                Some(cursor)
            }
            State::Loading(_) | State::Done => None,
        }
    }

    /// The answer for `cursor` came. One that nobody waits for any more is dropped.
    pub fn came(&mut self, cursor: &Cursor, answer: Result<FeedPage, Failure>) {
        if self.state != State::Loading(cursor.clone()) {
            return;
        }
        match answer {
            Ok(page) => self.append(page),
            Err(failure) => self.state = State::Failed(cursor.clone(), failure),
        }
    }

    fn append(&mut self, page: FeedPage) {
        let is_new = |item: &Preview| self.seen.insert(item.id.clone());
        self.pages.push(page.items.into_iter().filter(is_new).collect());
        self.state = page.next.map_or(State::Done, State::Idle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::Moment;

    fn page(ids: &[&str], next: Option<&str>) -> FeedPage {
        let preview = |id: &&str| Preview {
            id: Key::new(*id).unwrap(),
            title: None,
            excerpt: String::new(),
            published: Moment::EPOCH,
            picture: None,
        };
        let next = next.map(Cursor::from_wire);
        FeedPage { items: ids.iter().map(preview).collect(), next }
    }

    fn ids(paging: &Paging) -> Vec<&str> {
        paging.pages().iter().flatten().map(|item| item.id.as_str()).collect()
    }

    #[test]
    fn pages_follow_each_other_to_the_end() {
        let mut paging = Paging::new(page(&["a", "b"], Some("1")));
        let cursor = paging.ask().unwrap();
        assert_eq!(paging.ask(), None, "one page at a time");
        paging.came(&cursor, Ok(page(&["b", "c"], None)));
        assert_eq!(ids(&paging), ["a", "b", "c"], "an item that moved shows once");
        assert_eq!(paging.state(), &State::Done);
        assert_eq!(paging.ask(), None);
    }

    #[test]
    fn a_failed_page_keeps_its_place() {
        let mut paging = Paging::new(page(&["a"], Some("1")));
        let cursor = paging.ask().unwrap();
        paging.came(&cursor, Err(Failure::Unreachable));
        assert_eq!(paging.state(), &State::Failed(cursor.clone(), Failure::Unreachable));
        assert_eq!(paging.ask(), Some(cursor.clone()));
        paging.came(&cursor, Ok(page(&["b"], None)));
        assert_eq!(ids(&paging), ["a", "b"]);
    }

    #[test]
    fn a_late_answer_is_dropped() {
        let mut paging = Paging::new(page(&["a"], Some("1")));
        let first = paging.ask().unwrap();
        paging.came(&first, Ok(page(&["b"], Some("2"))));
        paging.came(&first, Ok(page(&["z"], None)));
        assert_eq!(ids(&paging), ["a", "b"]);
        assert_eq!(paging.state(), &State::Idle(Cursor::from_wire("2")));
    }
}
