//! One type for everything that is waited for.
//!
//! A view matches [`Load`] exhaustively, so that no wait can forget a face. Every
//! page's data comes through [`wait`], whichever backend answers: in the browser
//! now, on the server's first render later.

mod ask;
mod reply;

use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::*;

pub use ask::{article, first_page, ranking, site};
pub use reply::{Answer, Reply};

use crate::backend::Failure;
use crate::ui::{Retry, Skeleton};
use crate::words;

/// The four faces of a wait.
#[derive(Debug, Clone, PartialEq, Eq)]
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

impl<T: Answer> Load<T> {
    fn of(result: Result<Reply, Failure>) -> Self {
        match result.map(T::from_reply) {
            Ok(Some(answer)) if answer.is_empty() => Self::Empty,
            Ok(Some(answer)) => Self::Loaded(answer),
            // Whoever asks for a `T` makes it a reply by `T::into_reply`.
            Ok(None) => Self::Failed(Failure::Garbled("an answer of another kind".into())),
            Err(failure) => Self::Failed(failure),
        }
    }
}

type Replies = Resource<Result<Reply, Failure>>;

/// What a page waits for: answers of one kind, first and after each retry.
#[derive(Debug)]
pub struct Answers<T> {
    replies: Replies,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Answers<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Answers<T> {}

impl<T> Answers<T> {
    fn new(replies: Replies) -> Self {
        Self { replies, kind: PhantomData }
    }

    /// Asks again.
    pub fn refetch(self) {
        self.replies.refetch();
    }
}

/// Shows `answers` by `faces`, which gets [`Load::Loading`] first.
pub fn wait<T: Answer>(
    answers: Answers<T>,
    faces: impl Fn(Load<T>) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    waiting(answers.replies, Arc::new(move |result| faces(result.map_or(Load::Loading, Load::of))))
}

/// Of a result, or of none yet.
type Faces = Arc<dyn Fn(Option<Result<Reply, Failure>>) -> AnyView + Send + Sync>;

/// The part of [`wait`] that is the same for every kind.
fn waiting(replies: Replies, faces: Faces) -> AnyView {
    let loading = Arc::clone(&faces);
    let shown = move || {
        let faces = Arc::clone(&faces);
        Suspend::new(async move { faces(Some(replies.await)) })
    };
    view! { <Suspense fallback=move || loading(None)>{shown}</Suspense> }.into_any()
}

/// The failed face: what happened, and a button that asks again.
#[must_use]
pub fn failed<T: 'static>(failure: &Failure, answers: Answers<T>) -> AnyView {
    let words = words::failure(failure);
    view! { <Retry words button=words::RETRY on_retry=move || answers.refetch() /> }.into_any()
}

/// The loading face of a list.
#[must_use]
pub fn loading_list(lines: usize) -> AnyView {
    view! { <Skeleton lines label=words::LOADING kind="cards" /> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::{FeedPage, Ranking, Site};

    #[test]
    fn every_result_has_one_face() {
        let site = Site { name: "澜".into(), ..Site::default() };
        assert_eq!(Load::of(Ok(site.clone().into_reply())), Load::Loaded(site.clone()));
        assert_eq!(Load::of(Ok(FeedPage::default().into_reply())), Load::<FeedPage>::Empty);
        assert_eq!(Load::of(Ok(Ranking::default().into_reply())), Load::<Ranking>::Empty);
        let failed = Load::<Site>::of(Err(Failure::TimedOut));
        assert_eq!(failed, Load::Failed(Failure::TimedOut));
        let other = Load::<Ranking>::of(Ok(site.into_reply()));
        assert!(matches!(other, Load::Failed(Failure::Garbled(_))));
    }
}
