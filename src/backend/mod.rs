//! Client of the API contract: over HTTP, or an in-browser mock. The rest of the app uses
//! [`Backend`] and nothing below it.

mod error;
mod http;
#[cfg(feature = "mock")]
pub mod mock;
mod request;
mod response;

use leptos::prelude::*;
#[cfg(feature = "mock")]
use zaidu_model::ProblemCode;
use zaidu_model::{Key, Mood, Reaction, api};

pub use error::BackendError;
use http::Http;
pub use request::ApiRequest;
pub use response::{ApiResponse, Payload};

/// A source of responses.
#[derive(Clone)]
pub enum Backend {
    /// A server that implements the contract.
    Http(Http),
    /// A newsroom in memory, in this page.
    #[cfg(feature = "mock")]
    Mock(mock::Mock),
}

impl Backend {
    /// The backend that the page's `zaidu-backend` meta element names, else the server of
    /// the page; in a build with the mock, the mock instead of the latter.
    #[must_use]
    pub fn from_page() -> Self {
        let base =
            crate::browser::page::meta_content("zaidu-backend").filter(|url| !url.is_empty());
        #[cfg(feature = "mock")]
        if let (None, Some(mock)) = (&base, mock::Mock::from_page()) {
            return Self::Mock(mock);
        }
        Self::Http(Http::new(base.unwrap_or_default()))
    }

    /// The server of the page's own origin, as server rendering provides it. No request is
    /// sent there: the responses are in the hydration data, and reactions follow later, in
    /// the browser.
    #[must_use]
    pub fn same_origin() -> Self {
        Self::Http(Http::new(String::new()))
    }

    /// Sends `request` and returns its response.
    ///
    /// # Errors
    /// [`BackendError`]. [`zaidu_model::ProblemCode::CursorForged`] means that a list
    /// must be requested from its beginning.
    pub async fn fetch(self, request: ApiRequest) -> Result<ApiResponse, BackendError> {
        match self {
            Self::Http(http) => http.fetch(&request).await,
            #[cfg(feature = "mock")]
            Self::Mock(mock) => mock.fetch(request).await,
        }
    }

    /// Sends `request`, whose response must be a `T`.
    ///
    /// # Errors
    /// As [`Self::fetch`].
    pub async fn fetch_as<T: Payload>(self, request: ApiRequest) -> Result<T, BackendError> {
        let response = self.fetch(request).await?;
        T::from_response(response).ok_or_else(BackendError::unexpected_type)
    }

    /// Asks whether article `id` is there, without fetching it.
    ///
    /// # Errors
    /// [`BackendError`]; one that [`is_not_found`](BackendError::is_not_found) or
    /// [`is_withdrawn`](BackendError::is_withdrawn) if it is not.
    pub async fn probe(self, id: &Key) -> Result<(), BackendError> {
        match self {
            Self::Http(http) => http.head(&api::article(id)).await,
            #[cfg(feature = "mock")]
            Self::Mock(mock) => mock.fetch(ApiRequest::Article(id.clone())).await.map(drop),
        }
    }

    /// Sets this reader's mood on article `id`, or removes it for none. Idempotent.
    ///
    /// # Errors
    /// [`BackendError`]; whether the server has stored the mood is then unknown.
    pub async fn set_reaction(self, id: Key, mood: Option<Mood>) -> Result<Reaction, BackendError> {
        match self {
            Self::Http(http) => http.put(&api::reaction(&id), &zaidu_model::Choice { mood }).await,
            #[cfg(feature = "mock")]
            Self::Mock(mock) => mock.set_reaction(&id, mood).await,
        }
    }

    /// Whether the server of this page tells what changes: not the mock, nor a server of another
    /// origin.
    #[must_use]
    pub fn has_events(&self) -> bool {
        match self {
            Self::Http(http) => http.is_same_origin(),
            #[cfg(feature = "mock")]
            Self::Mock(_) => false,
        }
    }

    /// The JSON at `path`, which the caller reads: the types of live articles
    /// ([`Live`](zaidu_model::Live)) and of events ([`EventBatch`](zaidu_model::EventBatch)) are in
    /// chunks of their own. The mock has neither.
    ///
    /// # Errors
    /// [`BackendError`].
    pub async fn json(self, path: &str) -> Result<String, BackendError> {
        match self {
            Self::Http(http) => http.get(path).await,
            #[cfg(feature = "mock")]
            Self::Mock(_) => Err(BackendError::Problem(ProblemCode::NotFound.into())),
        }
    }

    /// The argument of WeChat's `wx.config` for the page at `url`: a
    /// [`JsConfig`](zaidu_model::wechat::JsConfig) as JSON, passed to WeChat unread.
    ///
    /// # Errors
    /// [`BackendError`].
    pub async fn wechat_signature(self, url: &str) -> Result<String, BackendError> {
        match self {
            Self::Http(http) => http.get(&api::wechat_signature(url)).await,
            #[cfg(feature = "mock")]
            Self::Mock(_) => Err(BackendError::Problem(ProblemCode::WechatNotSetUp.into())),
        }
    }
}

/// The backend in the context, which the app provides; else that of the page.
#[must_use]
pub fn backend() -> Backend {
    use_context().unwrap_or_else(Backend::from_page)
}
