//! In-memory page cache: rendered pages and API responses shared by all readers, with a short TTL.
//!
//! Concurrent requests for the same page query the store once, render once and compress once. The
//! TTL is too short for readers to notice and long enough to absorb a burst of any size. For a
//! reader with a cookie the page is rendered anew, from the same cached API responses.

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
use zaidu_model::Comfort;

use crate::etag::content_hash;
use crate::http::error::ApiError;
use crate::http::middleware::compression::Encoding;
use crate::http::response::{self, Audience};

/// Default TTL of pages and of API responses. The counts on a page may be up to twice as old,
/// because a page may be rendered from a cached response.
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
    /// Keyed by the path of the API request.
    responses: Cache<String, ApiResponse>,
}

/// The key of a cached page: everything on which a page without a reader depends.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct CacheKey {
    /// The public origin of the site.
    pub(crate) origin: String,
    /// The path and query of the page.
    pub(crate) address: String,
    /// Whether the client sends `Save-Data: on`; pages for such clients have smaller pictures.
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
        let pages =
            Cache::builder().time_to_live(ttl).max_capacity(PAGES_CAPACITY).weigher(entry_weight);
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

/// The weight of a cache entry: its size in bytes, with an estimate for the compressed variants
/// that may be added.
fn entry_weight(key: &CacheKey, page: &Arc<CachedPage>) -> u32 {
    let bytes = key.origin.len() + key.address.len() + 2 * page.html.len();
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// `html` with the attribute that shows `comfort`, and with its stylesheet enabled: the only link
/// before the title, with the attribute `disabled`.
fn with_comfort(html: &str, comfort: Comfort) -> String {
    let (start, rest) = html.split_at(html.find("<title").unwrap_or_default());
    let start = start.replacen("<html ", &format!("<html data-comfort=\"{comfort}\" "), 1);
    [&start.replacen(" disabled", "", 1), rest].concat()
}

/// A rendered page with its ETag and its compressed variants.
#[derive(Debug)]
pub(crate) struct CachedPage {
    status: StatusCode,
    html: Bytes,
    etag: String,
    csp: HeaderValue,
    /// The compressed variants, in the order of [`Encoding::ALL`], each created on first use.
    compressed: [OnceCell<Bytes>; Encoding::ALL.len()],
}

impl CachedPage {
    /// A page with its Content-Security-Policy `csp` and an ETag computed from `html`.
    pub(crate) fn new(status: StatusCode, html: String, csp: HeaderValue) -> Self {
        let etag = content_hash(html.as_bytes());
        Self { status, html: html.into(), etag, csp, compressed: Default::default() }
    }

    /// The response for readers without a cookie, in the best encoding that the request accepts.
    pub(crate) async fn shared_response(self: &Arc<Self>, request_headers: &HeaderMap) -> Response {
        let mut headers = HeaderMap::new();
        let body = match Encoding::best_accepted(request_headers) {
            Some(encoding) => self.compressed(encoding).await.inspect(|_| {
                headers.insert(CONTENT_ENCODING, encoding.header_value());
            }),
            None => None,
        };
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        self.response(request_headers, Audience::Everyone, headers, body)
    }

    /// The response for one reader, whose reaction the page shows or who has chosen a reading
    /// comfort, which is added here. `has_settings`: the page needs the stylesheet of comfort in any
    /// case. The compression layer compresses it.
    pub(crate) fn private_response(
        &self,
        request_headers: &HeaderMap,
        comfort: Comfort,
        has_settings: bool,
    ) -> Response {
        if comfort == Comfort::default() && !has_settings {
            return self.response(request_headers, Audience::OneReader, HeaderMap::new(), None);
        }
        let html = with_comfort(&String::from_utf8_lossy(&self.html), comfort);
        let page = Self::new(self.status, html, self.csp.clone());
        page.response(request_headers, Audience::OneReader, HeaderMap::new(), None)
    }

    fn response(
        &self,
        request_headers: &HeaderMap,
        audience: Audience,
        mut headers: HeaderMap,
        compressed: Option<Bytes>,
    ) -> Response {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(CONTENT_SECURITY_POLICY, self.csp.clone());
        let body = compressed.unwrap_or_else(|| self.html.clone());
        match self.status {
            StatusCode::OK => response::page(request_headers, audience, &self.etag, headers, body),
            status => response::error_page(status, headers, body),
        }
    }

    /// The page in `encoding`; `None` if the encoder fails.
    async fn compressed(self: &Arc<Self>, encoding: Encoding) -> Option<Bytes> {
        let page = Arc::clone(self);
        let compress = async move || {
            // Compression takes milliseconds of CPU time, so it runs on the blocking pool.
            let compressed =
                tokio::task::spawn_blocking(move || encoding.compress(&page.html)).await;
            compressed.ok().and_then(Result::ok).map(Bytes::from).ok_or(())
        };
        self.compressed[encoding as usize].get_or_try_init(compress).await.ok().cloned()
    }
}
