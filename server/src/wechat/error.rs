//! Errors of the WeChat client.

use crate::store::StoreError;

/// Why a page cannot be signed.
#[derive(Debug)]
pub(crate) enum WechatError {
    /// There is no ticket now. Holds the seconds after which to retry.
    Unavailable(u64),
    /// The store failed, which holds token and ticket.
    Store(StoreError),
    /// A fault of the server itself.
    Internal(String),
}

impl From<StoreError> for WechatError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
