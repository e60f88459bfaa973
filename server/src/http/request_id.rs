//! Request ids: what a log line and the response to which it belongs have in common.

use std::fmt;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::HeaderMap;

/// The header of requests and responses.
pub(crate) const HEADER: &str = "x-request-id";

/// The longest id that is taken from a request, in bytes.
const LONGEST: usize = 64;

tokio::task_local! {
    /// The id of the request that the current task handles.
    static CURRENT: RequestId;
}

/// The id of a request: 1 to 64 ASCII letters, digits, `-`, `_` or `.`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RequestId(String);

impl RequestId {
    /// The id that a proxy gave the request, if it is one, or a new one.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let given = headers.get(HEADER).and_then(|value| value.to_str().ok());
        match given {
            Some(id) if is_id(id) => Self(id.to_owned()),
            _ => Self::next(),
        }
    }

    /// An id that no other request of this process has, and hardly one of another process.
    fn next() -> Self {
        static PROCESS: LazyLock<u64> = LazyLock::new(|| getrandom::u64().unwrap_or_default());
        static REQUESTS: AtomicU64 = AtomicU64::new(0);
        let number = REQUESTS.fetch_add(1, Ordering::Relaxed);
        Self(format!("{:016x}-{number:x}", *PROCESS))
    }

    /// The id of the request that the current task handles.
    pub(crate) fn current() -> Option<Self> {
        CURRENT.try_with(Clone::clone).ok()
    }

    /// Runs `handler` as that of this request.
    pub(crate) async fn scope<T>(self, handler: impl Future<Output = T>) -> T {
        CURRENT.scope(self, handler).await
    }
}

fn is_id(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(is_allowed)
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
