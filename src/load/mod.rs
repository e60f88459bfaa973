//! One type for everything that is waited for.
//!
//! A view matches [`Load`] exhaustively, so that no wait can forget a face. Every
//! page's data comes through [`wait`], whoever answers: the server that rendered
//! the page, or a backend that is asked now.

pub mod ahead;
mod came;

use std::marker::PhantomData;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use zaidu_model::{Article, Cursor, Feed, FeedPage, Key, Mood, Period, Ranking, Reaction, Site};

pub use came::{Came, SCRIPT};

use crate::backend::{Answer, Failure, Question, Reply, backend};
use crate::effect::{effect, spawn};
use crate::place;
use crate::ui::{Retry, Skeleton, changing};
use crate::words;

/// The four faces of a wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Load<T> {
    /// No answer yet.
    Loading,
    /// The answer.
    Loaded(T),
    /// An answer with nothing in it.
    Empty,
    /// No answer; worth another try.
    Failed(Failure),
}

impl Load<Reply> {
    /// The face of a result.
    #[must_use]
    pub fn of(result: Result<Reply, Failure>) -> Self {
        match result {
            Ok(reply) if reply.is_empty() => Self::Empty,
            Ok(reply) => Self::Loaded(reply),
            Err(failure) => Self::Failed(failure),
        }
    }

    fn into<T: Answer>(self) -> Load<T> {
        match self {
            Self::Loading => Load::Loading,
            Self::Empty => Load::Empty,
            Self::Failed(failure) => Load::Failed(failure),
            Self::Loaded(reply) => match T::from_reply(reply) {
                Some(answer) => Load::Loaded(answer),
                None => Load::Failed(Failure::of_another_kind()),
            },
        }
    }
}

/// What a page waits for: answers of one kind, first and after each retry.
#[derive(Debug)]
pub struct Answers<T> {
    face: RwSignal<Load<Reply>>,
    tries: RwSignal<u32>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Answers<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Answers<T> {}

impl<T> Answers<T> {
    /// Asks `question`, unless its answer came with the page.
    fn of(question: Question) -> Self {
        let (face, tries) = ask(question);
        Self { face, tries, kind: PhantomData }
    }

    /// The face now.
    #[must_use]
    pub fn get_untracked(self) -> Load<T>
    where
        T: Answer,
    {
        self.face.get_untracked().into()
    }

    /// Tells whoever reads it now of the next answer.
    pub fn track(self) {
        self.face.track();
    }

    /// Asks again.
    pub fn refetch(self) {
        again(self.face, self.tries);
    }
}

impl<T: Answer> Answers<T> {
    /// The face now; whoever reads it is told of the next.
    #[must_use]
    pub fn get(self) -> Load<T> {
        self.face.get().into()
    }
}

/// Whether the current page came rendered, and is being taken over.
#[must_use]
pub fn is_hydrating() -> bool {
    use_context::<Came>().is_some_and(|came| came.is_fresh())
}

/// The answer to `question` if it came with the page.
fn came(question: &Question) -> Option<Load<Reply>> {
    use_context::<Came>().and_then(|came| came.take(question))
}

/// The answer to `question` if the reader had it where they now come back to.
fn came_back(question: &Question) -> Option<Load<Reply>> {
    let list = place::take_list(&question.address())?;
    Some(Load::of(Ok(list.into_reply())))
}

/// What is known already, what is on its way, or what must be asked.
fn ask(question: Question) -> (RwSignal<Load<Reply>>, RwSignal<u32>) {
    let known = came(&question).or_else(|| came_back(&question));
    match &known {
        Some(face) => note(&question, face),
        None => {
            if let Some(ahead) = ahead::take(&question) {
                return ahead;
            }
        }
    }
    wait_for(question, known, note)
}

/// Asks `question` unless its answer is `known`, and again on each try; says what
/// came.
fn wait_for(
    question: Question,
    known: Option<Load<Reply>>,
    came: fn(&Question, &Load<Reply>),
) -> (RwSignal<Load<Reply>>, RwSignal<u32>) {
    let is_known = known.is_some();
    let face = RwSignal::new(known.unwrap_or(Load::Loading));
    let tries = RwSignal::new(0);
    let backend = backend();
    // Not before the page stands, and never where it is only rendered. Another
    // try ends this one, and so does the end of the view.
    effect(move || {
        if tries.get() == 0 && is_known {
            return;
        }
        let (backend, question) = (backend.clone(), question.clone());
        spawn(async move {
            let answer = Load::of(backend.answer(question.clone()).await);
            came(&question, &answer);
            face.try_set(answer);
        });
    });
    (face, tries)
}

/// Whoever comes back finds the lists that were here, also those with nothing in
/// them.
fn note(question: &Question, face: &Load<Reply>) {
    place::note(|| {
        let list = match (question, face) {
            (Question::Feed(..), Load::Loaded(Reply::FeedPage(list))) => list.clone(),
            (Question::Feed(..), Load::Empty) => FeedPage::default(),
            _ => return None,
        };
        Some((question.address(), list))
    });
}

/// Waits for the newsroom's settings.
#[must_use]
pub fn site() -> Answers<Site> {
    Answers::of(Question::Site)
}

/// Waits for an article.
#[must_use]
pub fn article(id: Key) -> Answers<Article> {
    Answers::of(Question::Article(id))
}

/// Waits for the first page of a feed, or the one after a cursor.
#[must_use]
pub fn page(feed: Feed, cursor: Option<Cursor>) -> Answers<FeedPage> {
    Answers::of(Question::Feed(feed, cursor))
}

/// Waits for a ranking.
#[must_use]
pub fn ranking(mood: Mood, period: Period) -> Answers<Ranking> {
    Answers::of(Question::Ranking(mood, period))
}

/// This reader's reaction to an article, if it came with the page.
#[must_use]
pub fn reaction_that_came(id: &Key) -> Option<Reaction> {
    match came(&Question::Reaction(id.clone()))?.into() {
        Load::Loaded(reaction) => Some(reaction),
        Load::Loading | Load::Empty | Load::Failed(_) => None,
    }
}

/// Shows `answers` by `faces`.
pub fn wait<T: Answer>(
    answers: Answers<T>,
    faces: impl Fn(Load<T>) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    changing(move || faces(answers.get()))
}

/// The failed face: what happened, and a button that asks again.
#[must_use]
pub fn failed<T: 'static>(failure: &Failure, answers: Answers<T>) -> AnyView {
    retry(words::failure(failure), answers.face, answers.tries)
}

/// The part of [`failed`] that is the same for every kind.
fn retry(words: &'static str, face: RwSignal<Load<Reply>>, tries: RwSignal<u32>) -> AnyView {
    view! { <Retry words button=words::RETRY on_retry=move || again(face, tries) /> }.into_any()
}

fn again(face: RwSignal<Load<Reply>>, tries: RwSignal<u32>) {
    face.set(Load::Loading);
    tries.update(|tries| *tries += 1);
}

/// The loading face of a list.
#[must_use]
pub fn loading_list(lines: usize) -> AnyView {
    view! { <Skeleton lines label=words::LOADING kind="cards" /> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_result_has_one_face() {
        let site = Site { name: "澜".into(), ..Site::default() };
        let loaded = Load::of(Ok(site.clone().into_reply()));
        assert_eq!(loaded.clone().into::<Site>(), Load::Loaded(site));
        assert_eq!(Load::of(Ok(FeedPage::default().into_reply())), Load::Empty);
        assert_eq!(Load::of(Ok(Ranking::default().into_reply())), Load::Empty);
        let failed = Load::of(Err(Failure::TimedOut));
        assert_eq!(failed.into::<Site>(), Load::Failed(Failure::TimedOut));
        assert!(matches!(loaded.into::<Ranking>(), Load::Failed(Failure::Garbled(_))));
    }
}
