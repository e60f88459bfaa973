//! HTTP client of the API contract: timeout, cancellation, rate limit, problems (RFC 9457).

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use gloo_timers::callback::Timeout;
use js_sys::Promise;
use leptos::prelude::{Owner, on_cleanup};
use send_wrapper::SendWrapper;
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestCredentials, RequestInit, Response};
use zaidu_model::json::{self, FromJson};
use zaidu_model::{Article, FeedPage, Problem, Ranking, Reaction, Site};

use super::error::BackendError;
use super::request::ApiRequest;
use super::response::{ApiResponse, Payload};
use crate::browser::early_requests;
use crate::chunk::{ChunkError, chunk_fn};

/// Timeout of a request, in milliseconds: after it the reader sees a message and a retry
/// button instead of a loading state.
const TIMEOUT: u32 = 20_000;

/// Seconds to wait after a 429 without `Retry-After`.
const DEFAULT_RETRY_AFTER: u32 = 60;

/// The longest `Retry-After` that is respected, in seconds.
const MAX_RETRY_AFTER: u32 = 3_600;

/// A server that implements the contract.
#[derive(Clone)]
pub struct Http {
    /// Prefix of each path: empty for the page's own origin.
    base: Arc<str>,
}

impl Http {
    pub(super) fn new(base: String) -> Self {
        Self { base: base.trim_end_matches('/').into() }
    }

    pub(super) fn is_same_origin(&self) -> bool {
        self.base.is_empty()
    }

    pub(super) async fn fetch(&self, request: &ApiRequest) -> Result<ApiResponse, BackendError> {
        let text = self.get(&request.path()).await;
        match request {
            ApiRequest::Site => read::<Site>(text).map(Payload::into_response),
            ApiRequest::Article(_) | ApiRequest::LiveArticle(..) => match read_article(text?).await
            {
                Ok(article) => article.map(Payload::into_response),
                Err(ChunkError) => Err(BackendError::Unreachable),
            },
            ApiRequest::Feed(..) => read::<FeedPage>(text).map(Payload::into_response),
            ApiRequest::Ranking(..) => read::<Ranking>(text).map(Payload::into_response),
            ApiRequest::Reaction(_) => read::<Reaction>(text).map(Payload::into_response),
        }
    }

    /// GETs the text at `path`.
    pub(super) fn get(&self, path: &str) -> impl Future<Output = Result<String, BackendError>> {
        self.call("GET", path, None)
    }

    /// Asks for the status of what is at `path`. Its text is not sent.
    pub(super) async fn head(&self, path: &str) -> Result<(), BackendError> {
        self.call("HEAD", path, None).await.map(drop)
    }

    pub(super) async fn put<T: FromJson>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, BackendError> {
        let unserialisable = |_| BackendError::InvalidResponse("what was to be sent".to_owned());
        let body = serde_json::to_string(body).map_err(unserialisable)?;
        read(self.call("PUT", path, Some(body)).await)
    }

    /// The text of a 2xx response. A request with an owner is aborted when the owner ends,
    /// so that a reader who leaves the view pays for no more data; one without an owner
    /// runs to its end.
    async fn call(
        &self,
        method: &str,
        path: &str,
        body: Option<String>,
    ) -> Result<String, BackendError> {
        let url = [&*self.base, path].concat();
        let early = if method == "GET" { early_requests::take(&url) } else { None };
        let (early, controller) = match early {
            Some(early) => (Some(early.response), Some(early.abort)),
            None => (None, AbortController::new().ok()),
        };
        let abort = AbortGuard::start(controller);
        let response = self.send(method, &url, body, early, abort.controller.as_ref()).await;
        response.map_err(|error| if abort.timed_out.get() { BackendError::TimedOut } else { error })
    }

    async fn send(
        &self,
        method: &str,
        url: &str,
        body: Option<String>,
        early: Option<Promise>,
        controller: Option<&AbortController>,
    ) -> Result<String, BackendError> {
        // Cookies of another origin are sent only with `include`.
        let credentials = match &*self.base {
            "" => RequestCredentials::SameOrigin,
            _ => RequestCredentials::Include,
        };
        let options = RequestInit::new();
        options.set_method(method);
        options.set_credentials(credentials);
        options.set_signal(controller.map(AbortController::signal).as_ref());
        if let Some(body) = body {
            let headers = Headers::new().and_then(|headers| {
                headers.set("content-type", "application/json")?;
                Ok(headers)
            });
            options.set_headers(&headers.map_err(unreachable)?.into());
            options.set_body(&body.into());
        }
        // One that has failed early is sent again, unless it was aborted.
        let early = match early {
            Some(early) => response(early).await.ok(),
            None => None,
        };
        let response = match early {
            Some(response) => response,
            None => fetch(url, &options).await?,
        };
        if response.status() == 429 {
            // In a cross-origin response the header is readable only if CORS exposes it.
            let seconds = response.headers().get("retry-after").ok().flatten();
            let seconds =
                seconds.and_then(|seconds| seconds.parse().ok()).unwrap_or(DEFAULT_RETRY_AFTER);
            return Err(BackendError::RateLimited(seconds.clamp(1, MAX_RETRY_AFTER)));
        }
        let text = JsFuture::from(response.text().map_err(unreachable)?).await;
        let text = text.map_err(unreachable)?.as_string().unwrap_or_default();
        if response.ok() {
            return Ok(text);
        }
        // A proxy may respond without a problem document.
        let problem = json::from_str(&text).unwrap_or_else(|_| Problem {
            status: response.status(),
            code: Default::default(),
            title: response.status_text(),
            detail: None,
        });
        Err(BackendError::Problem(problem))
    }
}

async fn fetch(url: &str, options: &RequestInit) -> Result<Response, BackendError> {
    let window = web_sys::window().ok_or(BackendError::Unreachable)?;
    response(window.fetch_with_str_and_init(url, options)).await
}

async fn response(promise: Promise) -> Result<Response, BackendError> {
    JsFuture::from(promise).await.map_err(unreachable)?.dyn_into().map_err(unreachable)
}

/// Whatever the browser reports: it does not tell scripts why a request failed.
fn unreachable(_: JsValue) -> BackendError {
    BackendError::Unreachable
}

chunk_fn! {
    in text, loaded by load;
    /// Reads an article with its text. What the page of an article brings with it has none.
    fn read_article(json: String) -> Result<Article, BackendError> {
        read(Ok(json))
    }
}

fn read<T: FromJson>(text: Result<String, BackendError>) -> Result<T, BackendError> {
    json::from_str(&text?).map_err(|error| BackendError::InvalidResponse(error.0))
}

/// Aborts a pending request: at the timeout, when the owner ends, or when its future is
/// dropped.
struct AbortGuard {
    controller: Option<AbortController>,
    timed_out: Rc<Cell<bool>>,
    _timeout: Timeout,
}

impl AbortGuard {
    /// For the request that `controller` aborts.
    fn start(controller: Option<AbortController>) -> Self {
        let timed_out = Rc::new(Cell::new(false));
        let timeout = Timeout::new(TIMEOUT, {
            let (controller, timed_out) = (controller.clone(), Rc::clone(&timed_out));
            move || {
                timed_out.set(true);
                controller.iter().for_each(AbortController::abort);
            }
        });
        // The future of a resource is polled to its end even after its owner has ended.
        if Owner::current().is_some() {
            let controller = SendWrapper::new(controller.clone());
            on_cleanup(move || controller.iter().for_each(AbortController::abort));
        }
        Self { controller, timed_out, _timeout: timeout }
    }
}

impl Drop for AbortGuard {
    fn drop(&mut self) {
        // No effect on a finished request.
        self.controller.iter().for_each(AbortController::abort);
    }
}
