//! One type for everything that is waited for.
//!
//! A view matches [`Load`] exhaustively, so that no wait can forget a face. Every
//! page's data comes through [`wait`], whichever backend answers: in the browser
//! now, on the server's first render later.

mod ask;

use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use zaidu_model::{Article, FeedPage, Ranking, Site};

pub use ask::{article, first_page, ranking, site};

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

/// An answer of the backend, which may hold nothing.
pub trait Answer: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {
    /// Whether there is nothing to show.
    fn is_empty(&self) -> bool {
        false
    }
}

impl Answer for Article {}
impl Answer for Site {}

impl Answer for FeedPage {
    fn is_empty(&self) -> bool {
        self.items.is_empty() && self.next.is_none()
    }
}

impl Answer for Ranking {
    fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

impl<T: Answer> From<Result<T, Failure>> for Load<T> {
    fn from(result: Result<T, Failure>) -> Self {
        match result {
            Ok(answer) if answer.is_empty() => Self::Empty,
            Ok(answer) => Self::Loaded(answer),
            Err(failure) => Self::Failed(failure),
        }
    }
}

/// What a page waits for.
pub type Answers<T> = Resource<Result<T, Failure>>;

/// Shows `answers` by `faces`, which gets [`Load::Loading`] first.
pub fn wait<T: Answer>(
    answers: Answers<T>,
    faces: impl Fn(Load<T>) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let faces = Arc::new(faces);
    let loading = Arc::clone(&faces);
    waiting(
        Arc::new(move || loading(Load::Loading)),
        Arc::new(move || {
            let faces = Arc::clone(&faces);
            Box::pin(async move { faces(answers.await.into()) })
        }),
    )
}

/// The failed face: what happened, and a button that asks again.
#[must_use]
pub fn failed<T: Answer>(failure: &Failure, answers: Answers<T>) -> AnyView {
    let words = words::failure(failure);
    view! { <Retry words button=words::RETRY on_retry=move || answers.refetch() /> }.into_any()
}

/// The loading face of a list.
#[must_use]
pub fn loading_list(lines: usize) -> AnyView {
    view! { <Skeleton lines label=words::LOADING kind="cards" /> }.into_any()
}

type Later = Pin<Box<dyn Future<Output = AnyView> + Send>>;

/// The part of [`wait`] that is the same for every type: one copy in the
/// WebAssembly.
fn waiting(
    loading: Arc<dyn Fn() -> AnyView + Send + Sync>,
    later: Arc<dyn Fn() -> Later + Send + Sync>,
) -> AnyView {
    view! {
        <Suspense fallback=move || loading()>{move || Suspend::new(later())}</Suspense>
    }
    .into_any()
}
