//! Static files: the built app and media, with precompressed variants and `Cache-Control`.
//!
//! Path traversal is rejected: no file outside of the two directories is served, neither by `..`
//! nor through symbolic links.

use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use axum::body::Body;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, VARY};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Request, Uri};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use tower::ServiceExt;
use tower_http::services::ServeDir;

use super::error::ApiError;
use super::middleware::compression::Encoding;
use super::page_template::Template;

/// `Cache-Control` of files whose names contain a content hash.
pub(crate) const IMMUTABLE: HeaderValue =
    HeaderValue::from_static("public, max-age=31536000, immutable");
/// `Cache-Control` of the app's other files: stored, and revalidated before each use.
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");
/// `Cache-Control` of media: files are replaced rarely, and a delay of a day is acceptable.
const ONE_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");

/// A template with the modification time of its `index.html`.
type CachedTemplate = (SystemTime, Arc<Template>);

/// The directories of static files, and the cached page template. Cheap to clone.
#[derive(Debug, Clone)]
pub struct StaticFiles {
    /// Canonical path of the built app.
    dist: Arc<Path>,
    /// Canonical path of the media directory.
    media: Option<Arc<Path>>,
    /// The template of the `index.html` that was last read.
    template: Arc<Mutex<Option<CachedTemplate>>>,
}

/// Why static files cannot be served.
#[derive(Debug)]
pub enum StaticFilesError {
    /// The directory of the built app is missing, or has no `index.html`.
    Dist {
        /// The directory.
        folder: PathBuf,
    },
    /// The media directory cannot be read.
    Media {
        /// The directory.
        folder: PathBuf,
        /// The I/O error.
        reason: std::io::Error,
    },
}

impl fmt::Display for StaticFilesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dist { folder } => write!(f, "there is no index.html in {}", folder.display()),
            Self::Media { folder, reason } => {
                write!(f, "cannot read {}: {reason}", folder.display())
            }
        }
    }
}

impl std::error::Error for StaticFilesError {}

impl StaticFiles {
    /// Opens the built app in `dist` and an optional media directory.
    ///
    /// # Errors
    /// [`StaticFilesError`] when a directory or `index.html` is missing.
    pub fn open(dist: &Path, media: Option<&Path>) -> Result<Self, StaticFilesError> {
        let missing = || StaticFilesError::Dist { folder: dist.to_owned() };
        let root = dist.canonicalize().map_err(|_| missing())?;
        if !root.join("index.html").is_file() {
            return Err(missing());
        }
        let media = media.map(|folder| {
            let root = folder.canonicalize().and_then(|root| root.read_dir().map(|_| root));
            root.map_err(|reason| StaticFilesError::Media { folder: folder.to_owned(), reason })
        });
        let media = media.transpose()?.map(Into::into);
        Ok(Self { dist: root.into(), media, template: Arc::default() })
    }

    /// The page template. Each call checks the modification time of `index.html`, so that a new
    /// build can be deployed under a running server.
    pub(crate) async fn template(&self) -> Result<Arc<Template>, ApiError> {
        let files = self.clone();
        let read = tokio::task::spawn_blocking(move || files.read_template()).await;
        read.map_err(|error| ApiError::Internal(error.to_string()))?
    }

    fn read_template(&self) -> Result<Arc<Template>, ApiError> {
        let internal_error =
            |error: &dyn fmt::Display| ApiError::Internal(format!("index.html: {error}"));
        let index = self.dist.join("index.html");
        let modified = std::fs::metadata(&index).and_then(|metadata| metadata.modified());
        let modified = modified.map_err(|error| internal_error(&error))?;
        let mut cached = self.template.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((cached_modified, template)) = &*cached
            && *cached_modified == modified
        {
            return Ok(Arc::clone(template));
        }
        let text = std::fs::read_to_string(index).map_err(|error| internal_error(&error))?;
        let stylesheet =
            |url: &str| std::fs::read_to_string(self.dist.join(relative_path(url)?)).ok();
        let template = Template::new(&text, stylesheet).map_err(|error| internal_error(&error))?;
        let template = Arc::new(template);
        *cached = Some((modified, Arc::clone(&template)));
        Ok(template)
    }

    /// The response with the app's file at `path`; `None` when it does not exist.
    pub(crate) async fn asset(&self, path: &str, request: &Parts) -> Option<Response> {
        let cache_control = if has_content_hash(path) { IMMUTABLE } else { REVALIDATE };
        let mut response = serve_file(&self.dist, path, request, cache_control).await?;
        response.headers_mut().insert(VARY, ACCEPT_ENCODING.into());
        Some(response)
    }

    /// The response with the media file at `path`, which is relative to `/media` and starts with
    /// `/`.
    pub(crate) async fn media_file(&self, path: &str, request: &Parts) -> Option<Response> {
        serve_file(self.media.as_deref()?, path, request, ONE_DAY).await
    }
}

/// Serves the file `path` of `root` with `ServeDir`; `None` for 404.
async fn serve_file(
    root: &Path,
    path: &str,
    request: &Parts,
    cache_control: HeaderValue,
) -> Option<Response> {
    if !is_inside(root, relative_path(path)?).await {
        return None;
    }
    let mut file_request = Request::new(Body::empty());
    *file_request.method_mut() = request.method.clone();
    *file_request.uri_mut() = path.parse::<Uri>().ok()?;
    *file_request.headers_mut() = request.headers.clone();
    // `ServeDir` would choose the encoding that the client prefers, which may result in a larger
    // response: offer it only the smallest one.
    match Encoding::best_accepted(&request.headers) {
        Some(best) => file_request.headers_mut().insert(ACCEPT_ENCODING, best.header_value()),
        None => file_request.headers_mut().remove(ACCEPT_ENCODING),
    };
    let service = ServeDir::new(root)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_zstd()
        .precompressed_gzip();
    // Infallible: for a file that cannot be read the response has status 404 or 500.
    let Ok(response) = service.oneshot(file_request).await;
    let mut response = response.into_response();
    let status = response.status();
    if status.is_success() || status.is_redirection() {
        response.headers_mut().insert(CACHE_CONTROL, cache_control);
    }
    (status.as_u16() != 404).then_some(response)
}

/// The relative file path of a URL path; `None` for paths that leave the root or name a hidden
/// file.
fn relative_path(path: &str) -> Option<PathBuf> {
    let path = percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?;
    if path.contains(['\\', '\0']) {
        return None;
    }
    let is_hidden = |name: &str| name.starts_with('.') && name != ".well-known";
    let is_visible = |component: Component<'_>| match component {
        Component::Normal(name) => !is_hidden(&name.to_string_lossy()),
        _ => false,
    };
    let path = Path::new(path.as_ref());
    path.components().all(is_visible).then(|| path.to_owned())
}

/// Whether `path` is a file below `root` after all symbolic links are resolved, and so are its
/// precompressed variants.
async fn is_inside(root: &Path, path: PathBuf) -> bool {
    let file = root.join(path);
    let root = root.to_owned();
    let check = move || {
        let variant = |extension: &str| {
            let mut name = file.clone().into_os_string();
            name.push(extension);
            PathBuf::from(name).canonicalize()
        };
        let is_below_root = |path: PathBuf| path.starts_with(&root);
        file.is_file()
            && file.canonicalize().is_ok_and(is_below_root)
            && [".br", ".zst", ".gz"]
                .into_iter()
                .filter_map(|extension| variant(extension).ok())
                .all(is_below_root)
    };
    tokio::task::spawn_blocking(check).await.unwrap_or(false)
}

/// Whether a file name contains a content hash, as the names that Trunk generates do:
/// `app-0123456789abcdef.js`, `app-0123456789abcdef_bg.wasm`.
fn has_content_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.match_indices('-').any(|(index, _)| {
        let rest = &name.as_bytes()[index + 1..];
        rest.iter().take_while(|byte| byte.is_ascii_hexdigit()).count() == 16
            && matches!(rest.get(16), Some(b'.' | b'_'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_hashes_are_recognised() {
        for name in ["app-0123456789abcdef.js", "/a/zai-du-0123456789abcdef_bg.wasm"] {
            assert!(has_content_hash(name), "{name}");
        }
        for name in
            ["sw.js", "app-0123.js", "app-0123456789abcdef0.js", "0123456789abcdef.js", "a-"]
        {
            assert!(!has_content_hash(name), "{name}");
        }
    }

    #[test]
    fn paths_outside_the_root_are_rejected() {
        assert_eq!(relative_path("/a%20b/c.css"), Some("a b/c.css".into()));
        for path in [
            "/../a",
            "/a/..%2f..%2fb",
            "/%2e%2e/a",
            "/a%5c..",
            "/a%00",
            "//a",
            "/.git/config",
            "/%ff",
            "a",
        ] {
            assert_eq!(relative_path(path), None, "{path}");
        }
    }
}
