//! In-memory page cache: rendered pages and API responses shared by all readers, with a short TTL.
//!
//! Concurrent requests for the same page query the store once, render once and compress once. The
//! TTL is too short for readers to notice and long enough to absorb a burst of any size. What a
//! page has of its reader is part of the key: all who chose the same mood share a page, whose counts
//! are those that were read for the request.
//!
//! Whatever the TTL, an import, a withdrawal or the end of an embargo shows at once: entries are
//! found by the revision of the content for which they were made.

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
use zaidu_model::{Comfort, Reaction};

use crate::etag::content_hash;
use crate::http::error::ApiError;
use crate::http::middleware::compression::Encoding;
use crate::http::render_pool;
use crate::http::response::{self, Audience};
use crate::http::shared_revision::SharedRevision;
use crate::store::{Revision, Store};

/// Default TTL of pages and of API responses. The counts on a page may be up to twice as old,
/// because a page may be rendered from a cached response.
pub(crate) const TTL: Duration = Duration::from_secs(1);

/// Capacity for all pages, in bytes. The eviction policy keeps addresses that are requested often
/// when many others are requested once.
const PAGES_CAPACITY: u64 = 64 << 20;

/// Capacity for API responses, in entries.
const RESPONSES_CAPACITY: u64 = 1_000;

/// The cache of pages and API responses.
#[derive(Debug, Clone)]
pub(crate) struct PageCache {
    pages: Cache<(Revision, CacheKey), Arc<CachedPage>>,
    /// Keyed by the path of the API request.
    responses: Cache<(Revision, String), ApiResponse>,
    /// The revision whose entries are found.
    revision: Revision,
    current_revision: Arc<SharedRevision>,
}

/// The key of a cached page: everything on which a page depends.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct CacheKey {
    /// The public origin of the site.
    pub(crate) origin: String,
    /// The path and query of the page.
    pub(crate) address: String,
    /// Whether the client sends `Save-Data: on`; pages for such clients have smaller pictures.
    pub(crate) save_data: SaveData,
    /// The reading comfort that the page shows.
    pub(crate) comfort: Comfort,
    /// The reader's reaction that the page shows, with counts; none for a reader without a cookie.
    pub(crate) reaction: Option<Reaction>,
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
        let (revision, current_revision) = (Revision::default(), Arc::default());
        Self { pages: pages.build(), responses: responses.build(), revision, current_revision }
    }

    /// The cache of the pages of the current revision of `store`. While the store does not answer,
    /// that of the last one.
    pub(crate) async fn at_revision_of(&self, store: &Store) -> Self {
        let revision = self.current_revision.read(|| store.stamp(), store.revision()).await;
        Self { revision, ..self.clone() }
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
        let key = (self.revision.clone(), key);
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
        let key = (self.revision.clone(), request.path());
        let response = self.responses.try_get_with(key, fetch).await;
        response.map_err(|error| (*error).clone())
    }
}

/// The weight of a cache entry: its size in bytes, with an estimate for the compressed variants
/// that may be added.
fn entry_weight((_, key): &(Revision, CacheKey), page: &Arc<CachedPage>) -> u32 {
    let bytes = key.origin.len() + key.address.len() + 2 * page.html.len();
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// `html` with the attribute that shows `comfort`, with its stylesheet enabled, the only link
/// before the title, with the attribute `disabled`, and with its colour for the browser's own bars.
fn with_comfort(html: &str, comfort: Comfort) -> String {
    let (start, rest) = html.split_at(html.find("<title").unwrap_or_default());
    let start = start.replacen("<html ", &format!("<html data-comfort=\"{comfort}\" "), 1);
    let start = start.replacen(" disabled", "", 1);
    [
        &comfort
            .theme_color()
            .map_or_else(|| start.clone(), |color| with_theme_color(&start, color)),
        rest,
    ]
    .concat()
}

/// `head` whose first `meta` element for the colour of a chosen scheme is enabled with `color`.
fn with_theme_color(head: &str, color: &str) -> String {
    let id = ["id=theme", "id=\"theme\""].into_iter().find_map(|id| head.find(id));
    let tag = id.and_then(|id| Some((head[..id].rfind("<meta")?, id + head[id..].find('>')? + 1)));
    let Some((start, end)) = tag else { return head.to_owned() };
    let meta = format!("<meta name=\"theme-color\" id=\"theme\" content=\"{color}\">");
    [&head[..start], &meta, &head[end..]].concat()
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
        // Half of it tells the versions of one page apart, and leaves their head within ten packets.
        let mut etag = content_hash(html.as_bytes());
        etag.truncate(16);
        Self { status, html: html.into(), etag, csp, compressed: Default::default() }
    }

    /// The same page with the attribute and the stylesheet of `comfort`.
    pub(crate) fn with_comfort(&self, comfort: Comfort) -> Self {
        let html = with_comfort(&String::from_utf8_lossy(&self.html), comfort);
        Self::new(self.status, html, self.csp.clone())
    }

    /// The response for `audience`, in the best encoding that the request accepts.
    pub(crate) async fn response(
        self: &Arc<Self>,
        request_headers: &HeaderMap,
        audience: Audience,
    ) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(CONTENT_SECURITY_POLICY, self.csp.clone());
        let compressed = match Encoding::best_accepted(request_headers) {
            Some(encoding) => self.compressed(encoding).await.inspect(|_| {
                headers.insert(CONTENT_ENCODING, encoding.header_value());
            }),
            None => None,
        };
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
            let compressed = render_pool::run(move || encoding.compress(&page.html)).await;
            compressed.ok().and_then(Result::ok).map(Bytes::from).ok_or(())
        };
        self.compressed[encoding as usize].get_or_try_init(compress).await.ok().cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::{Feed, Site};

    fn key(address: String) -> CacheKey {
        CacheKey {
            origin: String::new(),
            address,
            save_data: SaveData(false),
            comfort: Comfort::default(),
            reaction: None,
        }
    }

    /// Whatever is searched for, pages are within their bytes and answers within their number.
    #[tokio::test]
    async fn distinct_addresses_leave_the_cache_within_its_bounds() {
        let cache = PageCache::with_ttl(Duration::from_secs(3_600));
        let html = "x".repeat(1 << 20);
        for n in 0..200 {
            let page = CachedPage::new(StatusCode::OK, html.clone(), HeaderValue::from_static(""));
            let key = key(format!("/search?q={n}"));
            cache.page(key, async { Ok(page) }).await.unwrap();
        }
        for n in 0..3 * RESPONSES_CAPACITY {
            let request = ApiRequest::Feed(Feed::Search { query: n.to_string() }, None);
            let site = async { Ok(ApiResponse::Site(Site::default().into())) };
            cache.response(&request, site).await.unwrap();
        }
        cache.pages.run_pending_tasks().await;
        cache.responses.run_pending_tasks().await;
        let (bytes, answers) = (cache.pages.weighted_size(), cache.responses.entry_count());
        assert!((1..=PAGES_CAPACITY).contains(&bytes), "{bytes}");
        assert!((1..=RESPONSES_CAPACITY).contains(&answers), "{answers}");
    }
}
