//! Where answers come from. Views see [`Backend`] and nothing below it.

mod error;
mod http;
pub mod json;
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

/// Whoever answers the contract.
#[derive(Clone)]
pub enum Backend {
    /// A server that speaks the contract.
    Http(Http),
    /// A newsroom in this page.
    #[cfg(feature = "mock")]
    Mock(mock::Mock),
}

impl Backend {
    /// The backend that the page names, or the one it came from; the mock in a
    /// build that has it and a page that names none.
    #[must_use]
    pub fn from_page() -> Self {
        let named =
            crate::browser::page::meta_content("zaidu-backend").filter(|url| !url.is_empty());
        #[cfg(feature = "mock")]
        if let (None, Some(mock)) = (&named, mock::Mock::from_page()) {
            return Self::Mock(mock);
        }
        Self::Http(Http::new(named.unwrap_or_default()))
    }

    /// The server that sends the page. Rendering needs nobody else: what it
    /// shows was answered before, and what a reader does comes later.
    #[must_use]
    pub fn same_origin() -> Self {
        Self::Http(Http::new(String::new()))
    }

    /// The answer to `question`.
    ///
    /// # Errors
    /// [`BackendError`]. [`zaidu_model::ProblemCode::CursorForged`] means that a list
    /// must be read from its beginning.
    pub async fn fetch(self, question: ApiRequest) -> Result<ApiResponse, BackendError> {
        match self {
            Self::Http(http) => http.fetch(&question).await,
            #[cfg(feature = "mock")]
            Self::Mock(mock) => mock.fetch(question).await,
        }
    }

    /// The answer to `question`, which must be one that a `T` answers.
    ///
    /// # Errors
    /// As [`Self::fetch`].
    pub async fn fetch_as<T: Payload>(self, question: ApiRequest) -> Result<T, BackendError> {
        let reply = self.fetch(question).await?;
        T::from_response(reply).ok_or_else(BackendError::unexpected_type)
    }

    /// Makes `mood`, or none, this reader's mood on article `id`. Saying it again
    /// is harmless.
    ///
    /// # Errors
    /// [`BackendError`]; whether the choice was taken is then unknown.
    pub async fn set_reaction(self, id: Key, mood: Option<Mood>) -> Result<Reaction, BackendError> {
        match self {
            Self::Http(http) => http.put(&api::reaction(&id), &zaidu_model::Choice { mood }).await,
            #[cfg(feature = "mock")]
            Self::Mock(mock) => mock.set_reaction(&id, mood).await,
        }
    }

    /// What WeChat's `wx.config` takes for the page at `url`: a
    /// [`JsConfig`](zaidu_model::wechat::JsConfig) in JSON, which is WeChat's own
    /// to read.
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

/// The backend that [`crate::app`] provides.
#[must_use]
pub fn backend() -> Backend {
    use_context().unwrap_or_else(Backend::from_page)
}
