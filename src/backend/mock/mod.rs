//! The contract answered in the browser, from the sample newsroom.
//!
//! The rules are the model's [`MemoryStore`]; this module adds what surrounds them in a
//! browser: where the newsroom comes from, how votes outlive a reload, and a
//! network that can be told to misbehave.

mod network;

use std::cell::RefCell;
use std::rc::Rc;

use send_wrapper::SendWrapper;
use zaidu_model::{Key, Limit, MemoryStore, Mood, Newsroom, Problem, ProblemCode, Reaction, Vote};

use super::{ApiRequest, ApiResponse, BackendError, Payload};
use crate::browser::{clock, page, storage::Storage};
use network::Network;

/// Where the sample newsroom is served; Trunk copies it there.
const CONTENT: &str = "/sample/feed.json";

/// Where votes are kept. Production builds are searched for this word, to prove
/// that they hold no mock.
const VOTES: &str = "zaidu-mock-votes";

/// The mock's only reader.
const READER: &str = "me";

/// A newsroom in this page.
#[derive(Clone)]
pub struct Mock(SendWrapper<Rc<State>>);

struct State {
    network: Network,
    /// Filled by the first answer.
    desk: RefCell<Option<MemoryStore>>,
}

impl Mock {
    /// The mock as the address wants it: `?mock=slow`, `failing`, `offline`, or
    /// `off` for none at all. The switch holds until the page is loaded again.
    pub(super) fn from_page() -> Option<Self> {
        let network = Network::from_switch(page::query_parameter("mock").as_deref())?;
        let state = State { network, desk: RefCell::new(None) };
        Some(Self(SendWrapper::new(Rc::new(state))))
    }

    pub(super) async fn fetch(&self, question: ApiRequest) -> Result<ApiResponse, BackendError> {
        self.ask(|desk| {
            Ok(match question {
                ApiRequest::Site => desk.site().clone().into_response(),
                ApiRequest::Article(id) => desk.article(&id)?.into_response(),
                ApiRequest::Feed(feed, cursor) => {
                    desk.feed(&feed, cursor.as_ref(), Limit::default())?.into_response()
                }
                ApiRequest::Ranking(mood, period) => {
                    desk.ranking(mood, period, clock::now()).into_response()
                }
                ApiRequest::Reaction(id) => desk.reaction(&id, READER)?.into_response(),
            })
        })
        .await
    }

    pub(super) async fn set_reaction(
        &self,
        id: &Key,
        mood: Option<Mood>,
    ) -> Result<Reaction, BackendError> {
        self.ask(|desk| {
            let before = desk.clone();
            let reaction = desk.choose(id, READER, mood, clock::now())?;
            let votes = serde_json::to_string(desk.votes()).map_err(|_| ProblemCode::Internal)?;
            // A full or closed storage is a store that cannot take the vote.
            Storage::Local.set(VOTES, &votes).map_err(|_| {
                *desk = before;
                ProblemCode::StoreUnavailable
            })?;
            Ok(reaction)
        })
        .await
    }

    async fn ask<T>(
        &self,
        answer: impl FnOnce(&mut MemoryStore) -> Result<T, ProblemCode>,
    ) -> Result<T, BackendError> {
        self.0.network.travel().await?;
        if self.0.desk.borrow().is_none() {
            let newsroom = newsroom().await?;
            self.0
                .desk
                .borrow_mut()
                .get_or_insert_with(|| MemoryStore::new(newsroom, kept_votes()));
        }
        let mut desk = self.0.desk.borrow_mut();
        let desk = desk.as_mut().ok_or(BackendError::Unreachable)?;
        answer(desk).map_err(|code| BackendError::Problem(code.into()))
    }
}

async fn newsroom() -> Result<Newsroom, BackendError> {
    let file = gloo_net::http::Request::get(CONTENT).send().await;
    let bytes = match file {
        Ok(response) if response.ok() => response.binary().await,
        Ok(response) => {
            let code = ProblemCode::StoreUnavailable;
            let detail = format!("{CONTENT}: {}", response.status());
            return Err(BackendError::Problem(Problem::new(code).with_detail(detail)));
        }
        Err(error) => Err(error),
    };
    let bytes = bytes.map_err(|_| BackendError::Unreachable)?;
    zaidu_import::import_feed(&bytes)
        .map_err(|error| BackendError::InvalidResponse(error.to_string()))
}

/// The votes of earlier visits; none where there are none or they are not ours.
fn kept_votes() -> Vec<Vote> {
    let kept = Storage::Local.get(VOTES).ok().flatten();
    kept.and_then(|votes| serde_json::from_str(&votes).ok()).unwrap_or_default()
}
