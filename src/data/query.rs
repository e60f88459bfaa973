//! Queries: the state of one request, typed by its response, with retries.

use std::marker::PhantomData;

use leptos::prelude::*;
use zaidu_model::live::LiveView;
use zaidu_model::{Article, Cursor, Feed, FeedPage, Key, Mood, Period, Ranking, Reaction, Site};

use super::fetch::{self, Fetched, fetch};
use super::load_state::LoadState;
use super::{hydration, prefetch};
use crate::backend::{ApiRequest, ApiResponse, Payload};
use crate::scroll_restoration;

/// The state of a request whose response is a `T`, kept up to date through retries.
#[derive(Debug)]
pub struct Query<T> {
    pub(super) state: RwSignal<LoadState<ApiResponse>>,
    pub(super) retries: RwSignal<u32>,
    payload: PhantomData<fn() -> T>,
}

impl<T> Clone for Query<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Query<T> {}

impl<T> Query<T> {
    /// Starts a query for `request`; see [`start`].
    fn new(request: ApiRequest) -> Self {
        let (state, retries) = start(request);
        Self { state, retries, payload: PhantomData }
    }

    /// The current state, without subscribing to it.
    #[must_use]
    pub fn get_untracked(self) -> LoadState<T>
    where
        T: Payload,
    {
        self.state.get_untracked().into_payload()
    }

    /// Subscribes the running effect or view to changes of the state.
    pub fn track(self) {
        self.state.track();
    }

    /// Sends the request again.
    pub fn refetch(self) {
        fetch::refetch(self.state, self.retries);
    }
}

impl<T: Payload> Query<T> {
    /// The current state; subscribes the running effect or view to it.
    #[must_use]
    pub fn get(self) -> LoadState<T> {
        self.state.get().into_payload()
    }
}

/// Takes the response from the first source that has it: the hydration data, the list
/// cache of the history entry that the reader returns to, or a prefetch. Otherwise the
/// request is sent.
fn start(request: ApiRequest) -> Fetched {
    let cached = hydration::take(&request).or_else(|| restored_list(&request));
    match &cached {
        Some(state) => record_list(&request, state),
        None => {
            if let Some(prefetched) = prefetch::take(&request) {
                return prefetched;
            }
        }
    }
    fetch(request, cached, record_list)
}

/// The response to `request` from the list cache of the current history entry.
fn restored_list(request: &ApiRequest) -> Option<LoadState<ApiResponse>> {
    let list = scroll_restoration::take_list(&request.path())?;
    Some(LoadState::from_result(Ok(list.into_response())))
}

/// Records a loaded feed page for scroll restoration, also one without items.
fn record_list(request: &ApiRequest, state: &LoadState<ApiResponse>) {
    scroll_restoration::record_list(|| {
        let list = match (request, state) {
            (ApiRequest::Feed(..), LoadState::Loaded(ApiResponse::FeedPage(list))) => list.clone(),
            (ApiRequest::Feed(..), LoadState::Empty) => FeedPage::default(),
            _ => return None,
        };
        Some((request.path(), list))
    });
}

/// Queries the newsroom's settings.
#[must_use]
pub fn site() -> Query<Site> {
    Query::new(ApiRequest::Site)
}

/// Queries an article, with the page of its entries at `view` if it is a live one.
#[must_use]
pub fn article(id: Key, view: LiveView) -> Query<Article> {
    Query::new(ApiRequest::article(id, view))
}

/// Queries the first page of a feed, or the one after a cursor.
#[must_use]
pub fn feed_page(feed: Feed, cursor: Option<Cursor>) -> Query<FeedPage> {
    Query::new(ApiRequest::Feed(feed, cursor))
}

/// Queries a ranking.
#[must_use]
pub fn ranking(mood: Mood, period: Period) -> Query<Ranking> {
    Query::new(ApiRequest::Ranking(mood, period))
}

/// This reader's reaction to an article, if the hydration data has it.
#[must_use]
pub fn hydrated_reaction(id: &Key) -> Option<Reaction> {
    match hydration::take(&ApiRequest::Reaction(id.clone()))?.into_payload() {
        LoadState::Loaded(reaction) => Some(reaction),
        LoadState::Loading | LoadState::Empty | LoadState::Failed(_) => None,
    }
}
