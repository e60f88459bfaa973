//! A static file in memory with its precompressed variants: content negotiation and conditional
//! requests.

use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::body::Bytes;
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_TYPE, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;

use super::middleware::compression::Encoding;
use super::response;
use crate::etag::content_hash;

/// The last second that an HTTP date can hold, the end of the year 9999.
const LAST_HTTP_DATE: u64 = 253_402_300_799;

/// The size from which on a text is compressed, in bytes: less fits into one packet anyway.
const LEAST_COMPRESSED: usize = 1_000;

/// Whether content of this media type gets smaller by compression.
fn is_text(media_type: &str) -> bool {
    let ends = ["json", "javascript", "xml", "wasm"];
    media_type.starts_with("text/") || ends.iter().any(|end| media_type.ends_with(end))
}

/// A file with its precompressed variants.
#[derive(Debug)]
pub(crate) struct StaticFile {
    etag: String,
    content_type: HeaderValue,
    /// The version on the disk; none of a file that the program carries.
    version: Option<Version>,
    plain: Bytes,
    /// In the order of [`Encoding::ALL`].
    compressed: [Option<Bytes>; Encoding::ALL.len()],
}

/// What tells whether a file on the disk has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Version {
    modified: SystemTime,
    pub(crate) length: u64,
}

impl StaticFile {
    /// The file with the name of `path` and the content `plain`. A text without precompressed
    /// variants is compressed here, once.
    pub(crate) fn new(
        path: &Path,
        version: Option<Version>,
        plain: Bytes,
        mut compressed: [Option<Bytes>; Encoding::ALL.len()],
    ) -> Self {
        let content_type = mime_guess::from_path(path).first_raw();
        let content_type = content_type.unwrap_or("application/octet-stream");
        let has_none = compressed.iter().all(Option::is_none);
        if has_none && plain.len() >= LEAST_COMPRESSED && is_text(content_type) {
            compressed = Encoding::ALL.map(|encoding| Some(encoding.compress(&plain).ok()?.into()));
        }
        Self {
            etag: content_hash(&plain),
            content_type: HeaderValue::from_static(content_type),
            version,
            plain,
            compressed,
        }
    }

    /// The content.
    pub(crate) fn plain(&self) -> &Bytes {
        &self.plain
    }

    /// Whether the file at `path` is still this one.
    pub(crate) fn is_current(&self, path: &Path) -> bool {
        self.version.is_some() && self.version == Version::of(path).ok()
    }

    /// The size with all variants, in bytes.
    pub(crate) fn size(&self) -> usize {
        self.plain.len() + self.compressed.iter().flatten().map(Bytes::len).sum::<usize>()
    }

    /// The response with the whole file in the smallest encoding that the client accepts, or 304.
    pub(crate) fn response(&self, request: &HeaderMap, cache_control: HeaderValue) -> Response {
        if self.is_unmodified(request) {
            return response::not_modified(&self.etag, cache_control);
        }
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, self.content_type.clone());
        if let Some(version) = self.version {
            // The files of the program have no other way than to be sent whole.
            headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
            headers.extend(version.last_modified().map(|date| (LAST_MODIFIED, date)));
        }
        let best = Encoding::best_accepted(request);
        let compressed = best.and_then(|encoding| {
            let body = self.compressed[encoding as usize].clone()?;
            headers.insert(CONTENT_ENCODING, encoding.header_value());
            Some(body)
        });
        let body = compressed.unwrap_or_else(|| self.plain.clone());
        response::conditional(request, &self.etag, cache_control, headers, body)
    }

    /// Whether the client has this version by its date. An ETag takes precedence (RFC 9110, 13.2.2).
    fn is_unmodified(&self, request: &HeaderMap) -> bool {
        let since = request.get(IF_MODIFIED_SINCE).filter(|_| !request.contains_key(IF_NONE_MATCH));
        let since = since.and_then(|since| httpdate::parse_http_date(since.to_str().ok()?).ok());
        let (Some(since), Some(version)) = (since, self.version) else { return false };
        // The header has whole seconds.
        version.modified < since + Duration::from_secs(1)
    }
}

impl Version {
    /// The version of the file at `path`.
    ///
    /// # Errors
    /// When there is no such file, or no time of modification on this system.
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        let metadata = path.metadata()?;
        Ok(Self { modified: metadata.modified()?, length: metadata.len() })
    }

    /// The header. `None` for a time that it cannot hold, before 1970 or after 9999.
    fn last_modified(self) -> Option<HeaderValue> {
        let seconds = self.modified.duration_since(UNIX_EPOCH).ok()?.as_secs();
        let date = (seconds <= LAST_HTTP_DATE).then(|| httpdate::fmt_http_date(self.modified))?;
        HeaderValue::from_str(&date).ok()
    }
}
