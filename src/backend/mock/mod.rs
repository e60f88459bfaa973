//! Mock backend: the API contract implemented in the browser, with the sample newsroom.
//!
//! The rules are those of the model's [`MemoryStore`]; this module adds what a browser needs
//! around them: the source of the newsroom, votes that survive a reload, and a simulated
//! network with faults.

mod network;

use std::cell::RefCell;
use std::rc::Rc;

use send_wrapper::SendWrapper;
use zaidu_model::{Key, Limit, MemoryStore, Mood, Newsroom, Problem, ProblemCode, Reaction, Vote};

use crate::backend::error::BackendError;
use crate::backend::request::ApiRequest;
use crate::backend::response::{ApiResponse, Payload};
use crate::browser::{clock, page, storage::Storage};
use network::Network;

/// Path of the sample newsroom; Trunk copies it there.
const NEWSROOM_PATH: &str = "/sample/feed.json";

/// Key of the votes in localStorage. Production builds are searched for this string, to
/// prove that they contain no mock.
const VOTES_KEY: &str = "zaidu-mock-votes";

/// The mock's only reader.
const READER: &str = "me";

/// A newsroom in memory, in this page.
#[derive(Clone)]
pub struct Mock(SendWrapper<Rc<State>>);

struct State {
    network: Network,
    /// Filled by the first request.
    store: RefCell<Option<MemoryStore>>,
}

impl Mock {
    /// The mock as the page's URL configures it: `?mock=slow`, `failing`, `offline`, or
    /// `off` for none at all. The setting holds until the next page load.
    pub(super) fn from_page() -> Option<Self> {
        let network = Network::from_parameter(page::query_parameter("mock").as_deref())?;
        let state = State { network, store: RefCell::new(None) };
        Some(Self(SendWrapper::new(Rc::new(state))))
    }

    pub(super) async fn fetch(&self, request: ApiRequest) -> Result<ApiResponse, BackendError> {
        self.with_store(|store| {
            Ok(match request {
                ApiRequest::Site => store.site().into_response(),
                ApiRequest::Article(id) => store.article(&id)?.into_response(),
                ApiRequest::LiveArticle(id, view) => store.article_at(&id, &view)?.into_response(),
                ApiRequest::Feed(feed, cursor) => {
                    store.feed(&feed, cursor.as_ref(), Limit::default())?.into_response()
                }
                ApiRequest::Ranking(mood, period) => {
                    store.ranking(mood, period, clock::now()).into_response()
                }
                ApiRequest::Reaction(id) => store.reaction(&id, READER)?.into_response(),
            })
        })
        .await
    }

    pub(super) async fn set_reaction(
        &self,
        id: &Key,
        mood: Option<Mood>,
    ) -> Result<Reaction, BackendError> {
        self.with_store(|store| {
            let before = store.clone();
            let reaction = store.choose(id, READER, mood, clock::now())?;
            let votes = serde_json::to_string(store.votes()).map_err(|_| ProblemCode::Internal)?;
            // Where localStorage is full or disabled, the vote cannot be stored.
            Storage::Local.set(VOTES_KEY, &votes).map_err(|_| {
                *store = before;
                ProblemCode::StoreUnavailable
            })?;
            Ok(reaction)
        })
        .await
    }

    async fn with_store<T>(
        &self,
        respond: impl FnOnce(&mut MemoryStore) -> Result<T, ProblemCode>,
    ) -> Result<T, BackendError> {
        self.0.network.transmit().await?;
        if self.0.store.borrow().is_none() {
            let newsroom = newsroom().await?;
            self.0
                .store
                .borrow_mut()
                .get_or_insert_with(|| MemoryStore::new(newsroom, stored_votes()));
        }
        let mut store = self.0.store.borrow_mut();
        let store = store.as_mut().ok_or(BackendError::Unreachable)?;
        respond(store).map_err(|code| BackendError::Problem(code.into()))
    }
}

async fn newsroom() -> Result<Newsroom, BackendError> {
    let file = gloo_net::http::Request::get(NEWSROOM_PATH).send().await;
    let bytes = match file {
        Ok(response) if response.ok() => response.binary().await,
        Ok(response) => {
            let code = ProblemCode::StoreUnavailable;
            let detail = format!("{NEWSROOM_PATH}: {}", response.status());
            return Err(BackendError::Problem(Problem::new(code).with_detail(detail)));
        }
        Err(error) => Err(error),
    };
    let bytes = bytes.map_err(|_| BackendError::Unreachable)?;
    zaidu_import::import_feed(&bytes, clock::now())
        .map(|import| import.newsroom)
        .map_err(|error| BackendError::InvalidResponse(error.to_string()))
}

/// The votes of earlier visits; none where there are none or they cannot be parsed.
fn stored_votes() -> Vec<Vote> {
    let stored = Storage::Local.get(VOTES_KEY).ok().flatten();
    stored.and_then(|votes| serde_json::from_str(&votes).ok()).unwrap_or_default()
}
