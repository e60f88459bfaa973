//! Client of the WeChat API: signs the addresses of pages for WeChat's JavaScript SDK, which then
//! shows shared pages as cards.
//!
//! A signature is computed from a ticket. A ticket is requested with an access token, and WeChat
//! limits how many of both an account gets a day. All servers of one database share them: see
//! [`ticket`].

mod address;
mod error;
mod signature;
mod ticket;
mod upstream;
mod upstream_error;

use std::sync::Arc;

use tokio::sync::Mutex;
use zaidu_model::wechat::JsConfig;

pub(crate) use address::signed_address;
pub(crate) use error::WechatError;
use upstream::Upstream;

use crate::etag::hex;
use crate::origin::Origin;
use crate::secret::Secret;
use crate::store::Store;

/// The client of one WeChat account. Clones share its state.
#[derive(Debug, Clone)]
pub struct WechatClient {
    upstream: Arc<Upstream>,
    /// Held during a renewal: at most one at a time in this process.
    renewal_lock: Arc<Mutex<()>>,
}

impl WechatClient {
    /// The client of account `app_id` with its `secret`, of the WeChat server at `api`.
    ///
    /// # Errors
    /// When the system's TLS library does not start.
    pub fn new(app_id: &str, secret: Secret, api: &Origin) -> Result<Self, reqwest::Error> {
        let upstream = Upstream::new(app_id, secret, api)?;
        Ok(Self { upstream: Arc::new(upstream), renewal_lock: Arc::default() })
    }

    /// Signs the page at `address` at the time `timestamp` (Unix seconds), with the ticket in
    /// `store` or a new one. The address is signed as it is.
    ///
    /// # Errors
    /// [`WechatError`].
    pub(crate) async fn sign(
        &self,
        store: &Store,
        timestamp: i64,
        address: &str,
    ) -> Result<JsConfig, WechatError> {
        let ticket = self.ticket(store, timestamp).await?;
        let nonce_str = random_text()?;
        let signature = signature::sign(&ticket, &nonce_str, timestamp, address);
        Ok(JsConfig { app_id: self.upstream.app_id.clone(), timestamp, nonce_str, signature })
    }
}

/// 16 random bytes in hexadecimal: a nonce, or the name of a lease.
fn random_text() -> Result<String, WechatError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| WechatError::Internal(error.to_string()))?;
    Ok(hex(&bytes))
}
