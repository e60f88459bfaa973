//! The newsroom's WeChat account: signs pages, so that WeChat shows them as cards.
//!
//! A signature is made of a ticket, a ticket is had for a token, and WeChat gives
//! few of both. All servers of one database share them: see [`account`].

mod account;
mod address;
mod refusal;
mod signature;
mod upstream;

use std::sync::Arc;

use tokio::sync::Mutex;
use zaidu_model::wechat::JsConfig;

pub(crate) use address::of_page;
use upstream::Upstream;

use crate::App;
use crate::api::error::ApiError;
use crate::config::{Origin, Secret};
use crate::digest::hex;
use crate::start::StartError;

/// A WeChat account. Clones are the same one.
#[derive(Debug, Clone)]
pub struct Wechat {
    upstream: Arc<Upstream>,
    /// One round of asking at a time in this process.
    turn: Arc<Mutex<()>>,
}

impl Wechat {
    /// The account `app_id` with its `secret`, at WeChat's server `api`.
    ///
    /// # Errors
    /// [`StartError::Tls`] when the system's TLS does not start.
    pub fn new(app_id: &str, secret: Secret, api: &Origin) -> Result<Self, StartError> {
        let upstream = Upstream::new(app_id, secret, api).map_err(StartError::Tls)?;
        Ok(Self { upstream: Arc::new(upstream), turn: Arc::default() })
    }

    /// Vouches for the page at `address`, which stays as it is.
    ///
    /// # Errors
    /// [`ApiError::Later`] without a ticket, the store's, or
    /// [`ApiError::Internal`] without random bytes.
    pub(crate) async fn sign(&self, app: &App, address: &str) -> Result<JsConfig, ApiError> {
        let timestamp = app.now()?.unix();
        let ticket = self.ticket(&app.store, timestamp).await?;
        let nonce_str = random()?;
        let signature = signature::of(&ticket, &nonce_str, timestamp, address);
        Ok(JsConfig { app_id: self.upstream.app_id.clone(), timestamp, nonce_str, signature })
    }
}

/// A text that nobody else has.
fn random() -> Result<String, ApiError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| ApiError::Internal(error.to_string()))?;
    Ok(hex(&bytes))
}
