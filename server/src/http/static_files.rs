//! Static files: the built app with its page template, and media, each with its `Cache-Control`.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::to_bytes;
use axum::http::header::{ACCEPT_ENCODING, VARY};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Request};
use axum::response::Response;
use percent_encoding::percent_decode_str;

use super::error::ApiError;
use super::page_template::Template;
use super::response::SHOWN_ANYWHERE;
use super::static_file::Version;
use super::static_folder::{Lifetime, StaticFolder};
use crate::embedded::{self, EmbeddedFile};

/// `Cache-Control` of files whose names contain a content hash.
pub(crate) const IMMUTABLE: HeaderValue =
    HeaderValue::from_static("public, max-age=31536000, immutable");
/// `Cache-Control` of the app's other files: stored, and revalidated before each use.
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");
/// `Cache-Control` of media: files are replaced rarely, and a delay of a day is acceptable.
const ONE_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");

/// The largest media file that is read whole, in bytes.
const MAX_READ: usize = 4 << 20;

/// The URL path of the page template.
const INDEX: &str = "/index.html";

/// A template with the version of its `index.html`.
type CachedTemplate = (Option<Version>, Arc<Template>);

/// The directories of static files, and the cached page template. Cheap to clone.
#[derive(Debug, Clone)]
pub struct StaticFiles {
    /// The built app.
    dist: StaticFolder,
    media: Option<StaticFolder>,
    /// Whether there is content beside the media, which is not served.
    has_content: bool,
    /// The template of the `index.html` that was last read.
    template: Arc<Mutex<Option<CachedTemplate>>>,
}

/// Why static files cannot be served.
#[derive(Debug)]
pub enum StaticFilesError {
    /// No directory of the built app is named, and the program carries none.
    NoDist,
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
            Self::NoDist => f.write_str("this program does not carry the built app"),
            Self::Dist { folder } => write!(f, "there is no index.html in {}", folder.display()),
            Self::Media { folder, reason } => {
                write!(f, "cannot read {}: {reason}", folder.display())
            }
        }
    }
}

impl std::error::Error for StaticFilesError {}

impl StaticFiles {
    /// Opens the built app in `dist`, or that which the program carries, and an optional media
    /// directory.
    ///
    /// # Errors
    /// [`StaticFilesError`] when a directory or `index.html` is missing.
    pub fn open(dist: Option<&Path>, media: Option<&Path>) -> Result<Self, StaticFilesError> {
        let dist = match dist {
            Some(dist) => {
                let missing = || StaticFilesError::Dist { folder: dist.to_owned() };
                if !dist.join("index.html").is_file() {
                    return Err(missing());
                }
                StaticFolder::open(dist).map_err(|_| missing())?
            }
            None => StaticFolder::embedded(&embedded::app().ok_or(StaticFilesError::NoDist)?),
        };
        let media = media.map(|folder| {
            let reason = |reason| StaticFilesError::Media { folder: folder.to_owned(), reason };
            StaticFolder::open(folder).map_err(reason)
        });
        Ok(Self { dist, media: media.transpose()?, has_content: false, template: Arc::default() })
    }

    /// The same files with `media` in place of a media directory.
    #[must_use]
    pub(crate) fn with_embedded_media(self, media: &[EmbeddedFile]) -> Self {
        Self { media: Some(StaticFolder::embedded(media)), ..self }
    }

    /// The same files, where content is read from these files and folders. If it is among the media,
    /// as pictures of documents are beside them, documents and drafts are not served.
    #[must_use]
    pub fn with_content<'p>(mut self, contents: impl IntoIterator<Item = &'p Path>) -> Self {
        let Some(StaticFolder::Disk { root, .. }) = &self.media else { return self };
        let contents = contents.into_iter().filter_map(|path| path.canonicalize().ok());
        let has = |path: PathBuf| path.starts_with(root) || root.starts_with(&path);
        let has_content = contents.into_iter().any(has);
        self.has_content = has_content;
        self
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
        let version = self.dist.version(INDEX).map_err(|error| internal_error(&error))?;
        let mut cached = self.template.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((cached_version, template)) = &*cached
            && *cached_version == version
        {
            return Ok(Arc::clone(template));
        }
        let text = self.dist.read_text(INDEX).map_err(|error| internal_error(&error))?;
        let stylesheet = |url: &str| self.dist.read_text(url).ok();
        let template = Template::new(&text, stylesheet).map_err(|error| internal_error(&error))?;
        let template = Arc::new(template);
        *cached = Some((version, Arc::clone(&template)));
        Ok(template)
    }

    /// The response with the app's file at `path`; `None` when it does not exist.
    pub(crate) async fn asset(&self, path: &str, request: &Parts) -> Option<Response> {
        let is_immutable = has_content_hash(path);
        let cache_control = if is_immutable { IMMUTABLE } else { REVALIDATE };
        let lifetime = Lifetime { cache_control, is_immutable };
        let mut response = self.dist.response(path, request, lifetime).await?;
        response.headers_mut().insert(VARY, ACCEPT_ENCODING.into());
        if is_icon(path) {
            response.headers_mut().extend([SHOWN_ANYWHERE]);
        }
        Some(response)
    }

    /// The response with the media file at `path`, which is relative to `/media` and starts with
    /// `/`.
    pub(crate) async fn media_file(&self, path: &str, request: &Parts) -> Option<Response> {
        let decoded = percent_decode_str(path).decode_utf8_lossy();
        if self.has_content && is_content(Path::new(&*decoded)) {
            return None;
        }
        let lifetime = Lifetime { cache_control: ONE_DAY, is_immutable: false };
        let mut response = self.media.as_ref()?.response(path, request, lifetime).await?;
        response.headers_mut().extend([SHOWN_ANYWHERE]);
        Some(response)
    }

    /// The content of a media file, whose path is that of [`Self::media_file`]; `None` if there is
    /// none, or if it is larger than [`MAX_READ`].
    pub(crate) async fn read_media(&self, path: &str) -> Option<Vec<u8>> {
        let (request, ()) = Request::get(path).body(()).ok()?.into_parts();
        let file = self.media_file(path, &request).await?;
        let content = to_bytes(file.into_body(), MAX_READ).await.ok()?;
        Some(content.into())
    }
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

/// Whether `path` is a document, the settings of a site or in a folder of drafts.
fn is_content(path: &Path) -> bool {
    const ENDINGS: [&str; 14] = [
        "md", "markdown", "mdown", "mkd", "mdx", "html", "htm", "txt", "json", "xml", "yml",
        "yaml", "toml", "sqlite",
    ];
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ENDINGS.contains(&&*ending.to_ascii_lowercase())
        || path.iter().any(|name| name == "_drafts" || name == "drafts")
}

/// Whether `path` is a picture of the app: its icon, which feed readers show beside a feed. The name
/// decides and not the media type, which a 304 does not have.
fn is_icon(path: &str) -> bool {
    [".svg", ".png", ".ico"].iter().any(|extension| path.ends_with(extension))
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
    fn documents_and_drafts_are_content() {
        for content in ["a.md", "b/later.HTML", "_drafts/a.jpg", "drafts/b/c.png", "feed.json"] {
            assert!(is_content(Path::new(content)), "{content}");
        }
        for media in ["a.jpg", "b/drafts.png", "report.pdf", "sound.mp3", "md/a.webp"] {
            assert!(!is_content(Path::new(media)), "{media}");
        }
    }
}
