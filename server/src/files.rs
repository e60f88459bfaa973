//! Files of the built app, and media. Nothing outside their folders is ever
//! served, whatever the address or the folder's links say.

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

use crate::api::error::ApiError;
use crate::encoding::Encoding;
use crate::render::Template;
use crate::start::StartError;

/// For names that change with the content.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// For names that stay: kept, but asked about.
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");
/// Media is replaced rarely, and a day late does no harm.
const A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");

/// A template, and when its index.html was written.
type Dated = (SystemTime, Arc<Template>);

/// The folders that are served. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Files {
    /// Absolute, without links.
    dist: Arc<Path>,
    media: Option<Arc<Path>>,
    /// What index.html was when it was last read.
    template: Arc<Mutex<Option<Dated>>>,
}

impl Files {
    /// The built app in `dist` and perhaps a folder of media.
    ///
    /// # Errors
    /// [`StartError::Dist`] without an index.html, [`StartError::Media`] without
    /// the folder.
    pub fn open(dist: &Path, media: Option<&Path>) -> Result<Self, StartError> {
        let missing = || StartError::Dist { folder: dist.to_owned() };
        let root = dist.canonicalize().map_err(|_| missing())?;
        if !root.join("index.html").is_file() {
            return Err(missing());
        }
        let media = media.map(|folder| {
            let root = folder.canonicalize().and_then(|root| root.read_dir().map(|_| root));
            root.map_err(|reason| StartError::Media { folder: folder.to_owned(), reason })
        });
        let media = media.transpose()?.map(Into::into);
        Ok(Self { dist: root.into(), media, template: Arc::default() })
    }

    /// What the app's pages are put into. Looked at each time, so that a new
    /// build may be put in place under a running server.
    pub(crate) async fn template(&self) -> Result<Arc<Template>, ApiError> {
        let files = self.clone();
        let read = tokio::task::spawn_blocking(move || files.read_template()).await;
        read.map_err(|error| ApiError::Internal(error.to_string()))?
    }

    fn read_template(&self) -> Result<Arc<Template>, ApiError> {
        let failed = |error: &dyn fmt::Display| ApiError::Internal(format!("index.html: {error}"));
        let index = self.dist.join("index.html");
        let modified = std::fs::metadata(&index).and_then(|found| found.modified());
        let modified = modified.map_err(|error| failed(&error))?;
        let mut kept = self.template.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, template)) = &*kept
            && *of == modified
        {
            return Ok(Arc::clone(template));
        }
        let text = std::fs::read_to_string(index).map_err(|error| failed(&error))?;
        let sheet =
            |address: &str| std::fs::read_to_string(self.dist.join(relative(address)?)).ok();
        let template = Template::new(&text, sheet).map_err(|error| failed(&error))?;
        let template = Arc::new(template);
        *kept = Some((modified, Arc::clone(&template)));
        Ok(template)
    }

    /// The file of the app at `path`, if there is one.
    pub(crate) async fn asset(&self, path: &str, asked: &Parts) -> Option<Response> {
        let cache = if has_content_hash(path) { FOREVER } else { REVALIDATE };
        let mut response = serve(&self.dist, path, asked, cache).await?;
        response.headers_mut().insert(VARY, ACCEPT_ENCODING.into());
        Some(response)
    }

    /// The file of the media folder at `path`, which begins after `/media`.
    pub(crate) async fn medium(&self, path: &str, asked: &Parts) -> Option<Response> {
        serve(self.media.as_deref()?, path, asked, A_DAY).await
    }
}

async fn serve(root: &Path, path: &str, asked: &Parts, cache: HeaderValue) -> Option<Response> {
    if !is_inside(root, relative(path)?).await {
        return None;
    }
    let mut request = Request::new(Body::empty());
    *request.method_mut() = asked.method.clone();
    *request.uri_mut() = path.parse::<Uri>().ok()?;
    *request.headers_mut() = asked.headers.clone();
    // Left to itself it takes the client's favourite, which may be larger.
    match Encoding::best(&asked.headers) {
        Some(best) => request.headers_mut().insert(ACCEPT_ENCODING, best.value()),
        None => request.headers_mut().remove(ACCEPT_ENCODING),
    };
    let folder = ServeDir::new(root)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_zstd()
        .precompressed_gzip();
    // It never fails: what it cannot read is a 404 or 500 of its own.
    let Ok(response) = folder.oneshot(request).await;
    let mut response = response.into_response();
    let status = response.status();
    if status.is_success() || status.is_redirection() {
        response.headers_mut().insert(CACHE_CONTROL, cache);
    }
    (status.as_u16() != 404).then_some(response)
}

/// The file that an address means, below a root; nothing when it means to leave
/// it, or a hidden file.
fn relative(path: &str) -> Option<PathBuf> {
    let path = percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?;
    if path.contains(['\\', '\0']) {
        return None;
    }
    let hidden = |name: &str| name.starts_with('.') && name != ".well-known";
    let named = |component: Component<'_>| matches!(component, Component::Normal(name) if !hidden(&name.to_string_lossy()));
    let path = Path::new(path.as_ref());
    path.components().all(named).then(|| path.to_owned())
}

/// Whether `path` is a file of `root` once every link is followed, and so are
/// the compressed copies that may be sent in its place.
async fn is_inside(root: &Path, path: PathBuf) -> bool {
    let file = root.join(path);
    let root = root.to_owned();
    let check = move || {
        let copy = |ending: &str| {
            let mut name = file.clone().into_os_string();
            name.push(ending);
            PathBuf::from(name).canonicalize()
        };
        let inside = |path: PathBuf| path.starts_with(&root);
        file.is_file()
            && file.canonicalize().is_ok_and(inside)
            && [".br", ".zst", ".gz"].into_iter().filter_map(|ending| copy(ending).ok()).all(inside)
    };
    tokio::task::spawn_blocking(check).await.unwrap_or(false)
}

/// Whether a name says which content it has, as the names that Trunk makes do:
/// `app-0123456789abcdef.js`, `app-0123456789abcdef_bg.wasm`.
fn has_content_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.match_indices('-').any(|(at, _)| {
        let rest = &name.as_bytes()[at + 1..];
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
    fn addresses_stay_below_the_root() {
        assert_eq!(relative("/a%20b/c.css"), Some("a b/c.css".into()));
        for bad in [
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
            assert_eq!(relative(bad), None, "{bad}");
        }
    }
}
