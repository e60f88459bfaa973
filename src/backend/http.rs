//! The contract over HTTP.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use gloo_net::http::{Method, RequestBuilder};
use gloo_timers::callback::Timeout;
use leptos::prelude::{Owner, on_cleanup};
use send_wrapper::SendWrapper;
use serde::{Serialize, de::DeserializeOwned};
use web_sys::{AbortController, RequestCredentials};
use zaidu_model::{Article, FeedPage, Problem, Ranking, Reaction, Site};

use super::{ApiRequest, ApiResponse, BackendError, Payload, json};

/// How long an answer may take, in milliseconds: past it a reader gets words and
/// a retry instead of a wheel.
pub(super) const DEADLINE: u32 = 20_000;

/// How long a server that has too much to do is left alone when it does not say,
/// in seconds.
const RETRY_AFTER: u32 = 60;

/// And at most.
const LONGEST_RETRY_AFTER: u32 = 3_600;

/// A server that speaks the contract.
#[derive(Clone)]
pub struct Http {
    /// What stands before each path: empty for the page's own origin.
    base: Arc<str>,
}

impl Http {
    pub(super) fn new(base: String) -> Self {
        Self { base: base.trim_end_matches('/').into() }
    }

    pub(super) async fn fetch(&self, question: &ApiRequest) -> Result<ApiResponse, BackendError> {
        let text = self.get(&question.path()).await;
        match question {
            ApiRequest::Site => read::<Site>(text).map(Payload::into_response),
            ApiRequest::Article(_) => read::<Article>(text).map(Payload::into_response),
            ApiRequest::Feed(..) => read::<FeedPage>(text).map(Payload::into_response),
            ApiRequest::Ranking(..) => read::<Ranking>(text).map(Payload::into_response),
            ApiRequest::Reaction(_) => read::<Reaction>(text).map(Payload::into_response),
        }
    }

    /// The text at `path`.
    pub(super) fn get(&self, path: &str) -> impl Future<Output = Result<String, BackendError>> {
        self.call(Method::GET, path, None)
    }

    pub(super) async fn put<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, BackendError> {
        let unsent = |_| BackendError::InvalidResponse("what was to be sent".to_owned());
        let body = serde_json::to_string(body).map_err(unsent)?;
        read(self.call(Method::PUT, path, Some(body)).await)
    }

    /// The text of an answer that says 2xx. A request made for a view is aborted
    /// when that view ends, so that a reader who moves on pays for nothing; one
    /// made for nobody's view goes on to its end.
    async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<String>,
    ) -> Result<String, BackendError> {
        let flight = Flight::start();
        let answer = self.send(method, path, body, flight.controller.as_ref()).await;
        answer.map_err(|failure| if flight.late.get() { BackendError::TimedOut } else { failure })
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<String>,
        controller: Option<&AbortController>,
    ) -> Result<String, BackendError> {
        let unreachable = |_| BackendError::Unreachable;
        // Another origin's cookie travels only when asked for.
        let credentials = match &*self.base {
            "" => RequestCredentials::SameOrigin,
            _ => RequestCredentials::Include,
        };
        let request = RequestBuilder::new(&format!("{}{path}", self.base))
            .method(method)
            .credentials(credentials)
            .abort_signal(controller.map(AbortController::signal).as_ref());
        let request = match body {
            None => request.build(),
            Some(body) => request.header("content-type", "application/json").body(body),
        };
        let response = request.map_err(unreachable)?.send().await.map_err(unreachable)?;
        if response.status() == 429 {
            // Another origin's answer shows it only where it says so.
            let seconds = response.headers().get("retry-after");
            let seconds = seconds.and_then(|seconds| seconds.parse().ok()).unwrap_or(RETRY_AFTER);
            return Err(BackendError::RateLimited(seconds.clamp(1, LONGEST_RETRY_AFTER)));
        }
        let text = response.text().await.map_err(unreachable)?;
        if response.ok() {
            return Ok(text);
        }
        // Whatever stands between us and the server may answer without a problem.
        let problem = json::from_str(&text).unwrap_or_else(|_| Problem {
            status: response.status(),
            code: Default::default(),
            title: response.status_text(),
            detail: None,
        });
        Err(BackendError::Problem(problem))
    }
}

fn read<T: DeserializeOwned>(text: Result<String, BackendError>) -> Result<T, BackendError> {
    json::from_str(&text?).map_err(|error| BackendError::InvalidResponse(error.0))
}

/// A request under way: aborted at its deadline, when its view ends, or when
/// nobody waits for it any more.
struct Flight {
    controller: Option<AbortController>,
    late: Rc<Cell<bool>>,
    _deadline: Timeout,
}

impl Flight {
    fn start() -> Self {
        let controller = AbortController::new().ok();
        let late = Rc::new(Cell::new(false));
        let deadline = Timeout::new(DEADLINE, {
            let (controller, late) = (controller.clone(), Rc::clone(&late));
            move || {
                late.set(true);
                controller.iter().for_each(AbortController::abort);
            }
        });
        // A resource runs its future to the end even when its view is gone.
        if Owner::current().is_some() {
            let controller = SendWrapper::new(controller.clone());
            on_cleanup(move || controller.iter().for_each(AbortController::abort));
        }
        Self { controller, late, _deadline: deadline }
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        // Does nothing to a request that has ended.
        self.controller.iter().for_each(AbortController::abort);
    }
}
