//! One type for everything that is waited for.
//!
//! A view matches [`LoadState`] exhaustively, so that no wait can forget a face. Every
//! page's data comes through [`wait`], whoever answers: the server that rendered
//! the page, or a backend that is asked now.

mod hydration;
pub mod prefetch;

use std::marker::PhantomData;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use zaidu_model::{Article, Cursor, Feed, FeedPage, Key, Mood, Period, Ranking, Reaction, Site};

pub use hydration::{HYDRATION_SCRIPT_ID, HydrationData};

use crate::backend::{ApiRequest, ApiResponse, BackendError, Payload, backend};
use crate::client_effect::{client_effect, spawn_scoped};
use crate::scroll_restoration;
use crate::strings;
use crate::ui::{Retry, Skeleton, dynamic};

/// The four faces of a wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LoadState<T> {
    /// No answer yet.
    Loading,
    /// The answer.
    Loaded(T),
    /// An answer with nothing in it.
    Empty,
    /// No answer; worth another try.
    Failed(BackendError),
}

impl LoadState<ApiResponse> {
    /// The face of a result.
    #[must_use]
    pub fn from_result(result: Result<ApiResponse, BackendError>) -> Self {
        match result {
            Ok(reply) if reply.is_empty() => Self::Empty,
            Ok(reply) => Self::Loaded(reply),
            Err(failure) => Self::Failed(failure),
        }
    }

    fn into<T: Payload>(self) -> LoadState<T> {
        match self {
            Self::Loading => LoadState::Loading,
            Self::Empty => LoadState::Empty,
            Self::Failed(failure) => LoadState::Failed(failure),
            Self::Loaded(reply) => match T::from_response(reply) {
                Some(answer) => LoadState::Loaded(answer),
                None => LoadState::Failed(BackendError::unexpected_type()),
            },
        }
    }
}

/// What a page waits for: answers of one kind, first and after each retry.
#[derive(Debug)]
pub struct Query<T> {
    face: RwSignal<LoadState<ApiResponse>>,
    tries: RwSignal<u32>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Query<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Query<T> {}

impl<T> Query<T> {
    /// Asks `question`, unless its answer came with the page.
    fn of(question: ApiRequest) -> Self {
        let (face, tries) = ask(question);
        Self { face, tries, kind: PhantomData }
    }

    /// The face now.
    #[must_use]
    pub fn get_untracked(self) -> LoadState<T>
    where
        T: Payload,
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

impl<T: Payload> Query<T> {
    /// The face now; whoever reads it is told of the next.
    #[must_use]
    pub fn get(self) -> LoadState<T> {
        self.face.get().into()
    }
}

/// Whether the current page came rendered, and is being taken over.
#[must_use]
pub fn is_hydrating() -> bool {
    use_context::<HydrationData>().is_some_and(|came| came.is_hydrating())
}

/// The answer to `question` if it came with the page.
fn came(question: &ApiRequest) -> Option<LoadState<ApiResponse>> {
    use_context::<HydrationData>().and_then(|came| came.take(question))
}

/// The answer to `question` if the reader had it where they now come back to.
fn came_back(question: &ApiRequest) -> Option<LoadState<ApiResponse>> {
    let list = scroll_restoration::take_list(&question.path())?;
    Some(LoadState::from_result(Ok(list.into_response())))
}

/// What is known already, what is on its way, or what must be asked.
fn ask(question: ApiRequest) -> (RwSignal<LoadState<ApiResponse>>, RwSignal<u32>) {
    let known = came(&question).or_else(|| came_back(&question));
    match &known {
        Some(face) => note(&question, face),
        None => {
            if let Some(ahead) = prefetch::take(&question) {
                return ahead;
            }
        }
    }
    wait_for(question, known, note)
}

/// Asks `question` unless its answer is `known`, and again on each try; says what
/// came.
fn wait_for(
    question: ApiRequest,
    known: Option<LoadState<ApiResponse>>,
    came: fn(&ApiRequest, &LoadState<ApiResponse>),
) -> (RwSignal<LoadState<ApiResponse>>, RwSignal<u32>) {
    let is_known = known.is_some();
    let face = RwSignal::new(known.unwrap_or(LoadState::Loading));
    let tries = RwSignal::new(0);
    let backend = backend();
    // Not before the page stands, and never where it is only rendered. Another
    // try ends this one, and so does the end of the view.
    client_effect(move || {
        if tries.get() == 0 && is_known {
            return;
        }
        let (backend, question) = (backend.clone(), question.clone());
        spawn_scoped(async move {
            let answer = LoadState::from_result(backend.fetch(question.clone()).await);
            came(&question, &answer);
            face.try_set(answer);
        });
    });
    (face, tries)
}

/// Whoever comes back finds the lists that were here, also those with nothing in
/// them.
fn note(question: &ApiRequest, face: &LoadState<ApiResponse>) {
    scroll_restoration::record_list(|| {
        let list = match (question, face) {
            (ApiRequest::Feed(..), LoadState::Loaded(ApiResponse::FeedPage(list))) => list.clone(),
            (ApiRequest::Feed(..), LoadState::Empty) => FeedPage::default(),
            _ => return None,
        };
        Some((question.path(), list))
    });
}

/// Waits for the newsroom's settings.
#[must_use]
pub fn site() -> Query<Site> {
    Query::of(ApiRequest::Site)
}

/// Waits for an article.
#[must_use]
pub fn article(id: Key) -> Query<Article> {
    Query::of(ApiRequest::Article(id))
}

/// Waits for the first page of a feed, or the one after a cursor.
#[must_use]
pub fn feed_page(feed: Feed, cursor: Option<Cursor>) -> Query<FeedPage> {
    Query::of(ApiRequest::Feed(feed, cursor))
}

/// Waits for a ranking.
#[must_use]
pub fn ranking(mood: Mood, period: Period) -> Query<Ranking> {
    Query::of(ApiRequest::Ranking(mood, period))
}

/// This reader's reaction to an article, if it came with the page.
#[must_use]
pub fn hydrated_reaction(id: &Key) -> Option<Reaction> {
    match came(&ApiRequest::Reaction(id.clone()))?.into() {
        LoadState::Loaded(reaction) => Some(reaction),
        LoadState::Loading | LoadState::Empty | LoadState::Failed(_) => None,
    }
}

/// Shows `answers` by `faces`.
pub fn view_query<T: Payload>(
    answers: Query<T>,
    faces: impl Fn(LoadState<T>) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    dynamic(move || faces(answers.get()))
}

/// The failed face: what happened, and a button that asks again.
#[must_use]
pub fn view_error<T: 'static>(failure: &BackendError, answers: Query<T>) -> AnyView {
    retry(strings::error_message(failure), answers.face, answers.tries)
}

/// The part of [`view_error`] that is the same for every kind.
fn retry(
    words: &'static str,
    face: RwSignal<LoadState<ApiResponse>>,
    tries: RwSignal<u32>,
) -> AnyView {
    view! { <Retry message=words button=strings::RETRY on_retry=move || again(face, tries) /> }
        .into_any()
}

fn again(face: RwSignal<LoadState<ApiResponse>>, tries: RwSignal<u32>) {
    face.set(LoadState::Loading);
    tries.update(|tries| *tries += 1);
}

/// The loading face of a list.
#[must_use]
pub fn view_loading_list(lines: usize) -> AnyView {
    view! { <Skeleton lines label=strings::LOADING kind="cards" /> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_result_has_one_face() {
        let site = Site { name: "澜".into(), ..Site::default() };
        let loaded = LoadState::from_result(Ok(site.clone().into_response()));
        assert_eq!(loaded.clone().into::<Site>(), LoadState::Loaded(site));
        assert_eq!(
            LoadState::from_result(Ok(FeedPage::default().into_response())),
            LoadState::Empty
        );
        assert_eq!(
            LoadState::from_result(Ok(Ranking::default().into_response())),
            LoadState::Empty
        );
        let failed = LoadState::from_result(Err(BackendError::TimedOut));
        assert_eq!(failed.into::<Site>(), LoadState::Failed(BackendError::TimedOut));
        assert!(matches!(
            loaded.into::<Ranking>(),
            LoadState::Failed(BackendError::InvalidResponse(_))
        ));
    }
}
