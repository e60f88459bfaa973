//! Pages and answers that are everyone's, kept ready for a moment.
//!
//! What many ask for at once is asked of the store once, rendered once and
//! compressed once. The moment is shorter than anyone's patience and long enough
//! for a rush, however many readers come. A reader who has reacted gets a page of
//! their own, made of the same answers.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::header::{CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use moka::future::Cache;
use tokio::sync::OnceCell;
use zaidu::backend::{ApiRequest, ApiResponse, BackendError};
use zaidu::pictures::SaveData;

use crate::api::answer;
use crate::api::error::ApiError;
use crate::digest::digest;
use crate::encoding::Encoding;

/// How long a page is kept unless told; so old are its counts at most, or twice
/// that, since it may be made of an answer that was kept.
pub(crate) const MOMENT: Duration = Duration::from_secs(1);

/// Bytes of memory for all pages. Addresses that are asked for once do not push
/// out those that are asked for often.
const ROOM: u64 = 64 << 20;

/// How many answers.
const ANSWERS: u64 = 1_000;

/// The pages and the answers. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pages: Cache<Asked, Arc<Ready>>,
    /// By their addresses in the contract.
    answers: Cache<String, ApiResponse>,
}

/// What a page that is everyone's depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Asked {
    /// Where readers find the site.
    pub(crate) origin: String,
    /// Path and query.
    pub(crate) address: String,
    /// Whether the reader saves data: the pictures are smaller then.
    pub(crate) saving: SaveData,
}

impl Default for Kept {
    fn default() -> Self {
        Self::for_a(MOMENT)
    }
}

impl Kept {
    /// Both are kept for `moment`.
    pub(crate) fn for_a(moment: Duration) -> Self {
        let pages = Cache::builder().time_to_live(moment).max_capacity(ROOM).weigher(weight);
        let answers = Cache::builder().time_to_live(moment).max_capacity(ANSWERS);
        Self { pages: pages.build(), answers: answers.build() }
    }

    /// The page that `asked` means, which `make` makes if it is not here. Who
    /// asks for it meanwhile waits for the same one.
    ///
    /// # Errors
    /// That of `make`; it is not kept.
    pub(crate) async fn page(
        &self,
        asked: Asked,
        make: impl Future<Output = Result<Ready, ApiError>>,
    ) -> Result<Arc<Ready>, Arc<ApiError>> {
        self.pages.try_get_with(asked, async { Ok(Arc::new(make.await?)) }).await
    }

    /// The answer to `question`, which must be the same for everyone; `ask` asks
    /// if it is not here.
    ///
    /// # Errors
    /// That of `ask`; it is not kept.
    pub(crate) async fn answer(
        &self,
        question: &ApiRequest,
        ask: impl Future<Output = Result<ApiResponse, BackendError>>,
    ) -> Result<ApiResponse, BackendError> {
        let answer = self.answers.try_get_with(question.path(), ask).await;
        answer.map_err(|failure| (*failure).clone())
    }
}

/// What a page takes, with the copies that it may still get.
fn weight(asked: &Asked, ready: &Arc<Ready>) -> u32 {
    let bytes = asked.origin.len() + asked.address.len() + 2 * ready.html.len();
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// A page with everything that is the same in each answer.
#[derive(Debug)]
pub(crate) struct Ready {
    status: StatusCode,
    html: Bytes,
    tag: String,
    policy: HeaderValue,
    /// Compressed, in the order of [`Encoding::ALL`], once somebody asked.
    packed: [OnceCell<Bytes>; Encoding::ALL.len()],
}

impl Ready {
    /// A page whose inline scripts and styles `policy` allows.
    pub(crate) fn new(status: StatusCode, html: String, policy: HeaderValue) -> Self {
        let tag = digest(html.as_bytes());
        Self { status, html: html.into(), tag, policy, packed: Default::default() }
    }

    /// The answer to everyone, as `asked` can read it.
    pub(crate) async fn shared(self: &Arc<Self>, asked: &HeaderMap) -> Response {
        let mut headers = HeaderMap::new();
        let body = match Encoding::best(asked) {
            Some(encoding) => self.packed(encoding).await.inspect(|_| {
                headers.insert(CONTENT_ENCODING, encoding.value());
            }),
            None => None,
        };
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        self.answer(asked, answer::Share::Everyone, headers, body)
    }

    /// The answer to the one reader whose choice it shows. It is compressed on
    /// its way out, if at all.
    pub(crate) fn own(&self, asked: &HeaderMap) -> Response {
        self.answer(asked, answer::Share::OneReader, HeaderMap::new(), None)
    }

    fn answer(
        &self,
        asked: &HeaderMap,
        share: answer::Share,
        mut headers: HeaderMap,
        packed: Option<Bytes>,
    ) -> Response {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(CONTENT_SECURITY_POLICY, self.policy.clone());
        let body = packed.unwrap_or_else(|| self.html.clone());
        match self.status {
            StatusCode::OK => answer::page(asked, share, &self.tag, headers, body),
            status => answer::passing(status, headers, body),
        }
    }

    /// Compressed; nothing in the unlikely case that it cannot be.
    async fn packed(self: &Arc<Self>, encoding: Encoding) -> Option<Bytes> {
        let page = Arc::clone(self);
        let pack = async move || {
            // Off the threads that answer: it is milliseconds of work.
            let packed = tokio::task::spawn_blocking(move || encoding.pack(&page.html)).await;
            packed.ok().and_then(Result::ok).map(Bytes::from).ok_or(())
        };
        self.packed[encoding as usize].get_or_try_init(pack).await.ok().cloned()
    }
}
