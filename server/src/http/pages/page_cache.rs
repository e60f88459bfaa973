//! In-memory page cache: rendered pages and API responses shared by all readers, with a short TTL.
//!
//! Concurrent requests for the same page query the store once, render once and compress once. The
//! TTL is too short for readers to notice and long enough to absorb a burst of any size. A reader
//! with a cookie gets a page of their own, rendered from the same cached responses.

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

use crate::etag::content_hash;
use crate::http::error::ApiError;
use crate::http::middleware::compression::Encoding;
use crate::http::response::{self, Audience};

/// Default TTL of pages and of API responses. The counts on a page are at most twice as old, since
/// a page may be rendered from a cached response.
pub(crate) const TTL: Duration = Duration::from_secs(1);

/// Capacity for all pages, in bytes. The eviction policy keeps addresses that are requested often
/// when many others are requested once.
const PAGES_CAPACITY: u64 = 64 << 20;

/// Capacity for API responses, in entries.
const RESPONSES_CAPACITY: u64 = 1_000;

/// The cache of pages and API responses.
#[derive(Debug)]
pub(crate) struct PageCache {
    pages: Cache<CacheKey, Arc<CachedPage>>,
    /// By the request's path in the contract.
    responses: Cache<String, ApiResponse>,
}

/// Everything on which a shared page depends.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct CacheKey {
    /// The public origin of the site.
    pub(crate) origin: String,
    /// Path and query.
    pub(crate) address: String,
    /// Whether the client sends `Save-Data: on`, for which pictures are smaller.
    pub(crate) save_data: SaveData,
}

impl Default for PageCache {
    fn default() -> Self {
        Self::with_ttl(TTL)
    }
}

impl PageCache {
    /// An empty cache whose entries expire after `ttl`.
    pub(crate) fn with_ttl(ttl: Duration) -> Self {
        let pages = Cache::builder().time_to_live(ttl).max_capacity(PAGES_CAPACITY).weigher(weight);
        let responses = Cache::builder().time_to_live(ttl).max_capacity(RESPONSES_CAPACITY);
        Self { pages: pages.build(), responses: responses.build() }
    }

    /// The page for `key`, which `render` renders on a cache miss. Concurrent calls with the same
    /// key wait for one rendering.
    ///
    /// # Errors
    /// That of `render`; it is not cached.
    pub(crate) async fn page(
        &self,
        key: CacheKey,
        render: impl Future<Output = Result<CachedPage, ApiError>>,
    ) -> Result<Arc<CachedPage>, Arc<ApiError>> {
        self.pages.try_get_with(key, async { Ok(Arc::new(render.await?)) }).await
    }

    /// The response to `request`, which must be the same for all readers; `fetch` fetches it on a
    /// cache miss.
    ///
    /// # Errors
    /// That of `fetch`; it is not cached.
    pub(crate) async fn response(
        &self,
        request: &ApiRequest,
        fetch: impl Future<Output = Result<ApiResponse, BackendError>>,
    ) -> Result<ApiResponse, BackendError> {
        let response = self.responses.try_get_with(request.path(), fetch).await;
        response.map_err(|error| (*error).clone())
    }
}

/// The memory of an entry in bytes, with an estimate for compressed variants that may be added.
fn weight(key: &CacheKey, page: &Arc<CachedPage>) -> u32 {
    let bytes = key.origin.len() + key.address.len() + 2 * page.html.len();
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// A rendered page with its ETag and its compressed variants.
#[derive(Debug)]
pub(crate) struct CachedPage {
    status: StatusCode,
    html: Bytes,
    etag: String,
    policy: HeaderValue,
    /// The compressed variants, in the order of [`Encoding::ALL`], each created on first use.
    compressed: [OnceCell<Bytes>; Encoding::ALL.len()],
}

impl CachedPage {
    /// A page with its Content-Security-Policy.
    pub(crate) fn new(status: StatusCode, html: String, policy: HeaderValue) -> Self {
        let etag = content_hash(html.as_bytes());
        Self { status, html: html.into(), etag, policy, compressed: Default::default() }
    }

    /// The response for readers without a cookie, in the best encoding that `request` accepts.
    pub(crate) async fn shared_response(self: &Arc<Self>, request: &HeaderMap) -> Response {
        let mut headers = HeaderMap::new();
        let body = match Encoding::best_accepted(request) {
            Some(encoding) => self.compressed(encoding).await.inspect(|_| {
                headers.insert(CONTENT_ENCODING, encoding.header_value());
            }),
            None => None,
        };
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        self.response(request, Audience::Everyone, headers, body)
    }

    /// The response for the one reader whose reaction the page shows. The compression layer
    /// compresses it.
    pub(crate) fn private_response(&self, request: &HeaderMap) -> Response {
        self.response(request, Audience::OneReader, HeaderMap::new(), None)
    }

    fn response(
        &self,
        request: &HeaderMap,
        audience: Audience,
        mut headers: HeaderMap,
        compressed: Option<Bytes>,
    ) -> Response {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(CONTENT_SECURITY_POLICY, self.policy.clone());
        let body = compressed.unwrap_or_else(|| self.html.clone());
        match self.status {
            StatusCode::OK => response::page(request, audience, &self.etag, headers, body),
            status => response::error_page(status, headers, body),
        }
    }

    /// The page in `encoding`; `None` if the encoder fails.
    async fn compressed(self: &Arc<Self>, encoding: Encoding) -> Option<Bytes> {
        let page = Arc::clone(self);
        let compress = async move || {
            // On the blocking pool, because it takes milliseconds.
            let compressed =
                tokio::task::spawn_blocking(move || encoding.compress(&page.html)).await;
            compressed.ok().and_then(Result::ok).map(Bytes::from).ok_or(())
        };
        self.compressed[encoding as usize].get_or_try_init(compress).await.ok().cloned()
    }
}
