//! The contract answered in the browser, from the sample newsroom.
//!
//! The rules are the model's [`Desk`]; this module adds what surrounds them in a
//! browser: where the newsroom comes from, how votes outlive a reload, and a
//! network that can be told to misbehave.

mod network;

use std::cell::RefCell;
use std::rc::Rc;

use send_wrapper::SendWrapper;
use zaidu_model::{Desk, Key, Limit, Mood, Newsroom, Problem, ProblemCode, Reaction, Vote};

use super::{Answer, Failure, Question, Reply};
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
    desk: RefCell<Option<Desk>>,
}

impl Mock {
    /// The mock as the address wants it: `?mock=slow`, `failing`, `offline`, or
    /// `off` for none at all. The switch holds until the page is loaded again.
    pub(super) fn from_page() -> Option<Self> {
        let network = Network::from_switch(page::query("mock").as_deref())?;
        let state = State { network, desk: RefCell::new(None) };
        Some(Self(SendWrapper::new(Rc::new(state))))
    }

    pub(super) async fn answer(&self, question: Question) -> Result<Reply, Failure> {
        self.ask(|desk| {
            Ok(match question {
                Question::Site => desk.site().clone().into_reply(),
                Question::Article(id) => desk.article(&id)?.into_reply(),
                Question::Feed(feed, cursor) => {
                    desk.feed(&feed, cursor.as_ref(), Limit::default())?.into_reply()
                }
                Question::Ranking(mood, period) => {
                    desk.ranking(mood, period, clock::now()).into_reply()
                }
                Question::Reaction(id) => desk.reaction(&id, READER)?.into_reply(),
            })
        })
        .await
    }

    pub(super) async fn choose(&self, id: &Key, mood: Option<Mood>) -> Result<Reaction, Failure> {
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
        answer: impl FnOnce(&mut Desk) -> Result<T, ProblemCode>,
    ) -> Result<T, Failure> {
        self.0.network.travel().await?;
        if self.0.desk.borrow().is_none() {
            let newsroom = newsroom().await?;
            self.0.desk.borrow_mut().get_or_insert_with(|| Desk::new(newsroom, kept_votes()));
        }
        let mut desk = self.0.desk.borrow_mut();
        let desk = desk.as_mut().ok_or(Failure::Unreachable)?;
        answer(desk).map_err(|code| Failure::Problem(code.into()))
    }
}

async fn newsroom() -> Result<Newsroom, Failure> {
    let file = gloo_net::http::Request::get(CONTENT).send().await;
    let bytes = match file {
        Ok(response) if response.ok() => response.binary().await,
        Ok(response) => {
            let code = ProblemCode::StoreUnavailable;
            let detail = format!("{CONTENT}: {}", response.status());
            return Err(Failure::Problem(Problem::new(code).with_detail(detail)));
        }
        Err(error) => Err(error),
    };
    let bytes = bytes.map_err(|_| Failure::Unreachable)?;
    zaidu_import::newsroom(&bytes).map_err(|error| Failure::Garbled(error.to_string()))
}

/// The votes of earlier visits; none where there are none or they are not ours.
fn kept_votes() -> Vec<Vote> {
    let kept = Storage::Local.get(VOTES).ok().flatten();
    kept.and_then(|votes| serde_json::from_str(&votes).ok()).unwrap_or_default()
}
