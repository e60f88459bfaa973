//! A folder of static files, on the disk or in the program. Of a disk, small files are served from
//! memory with their precompressed variants, large files and ranges by `ServeDir`.
//!
//! Path traversal is rejected: no file outside of the folder is served, neither by `..` nor through
//! symbolic links.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, RANGE};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Request, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use moka::sync::Cache;
use tower::ServiceExt;
use tower_http::services::ServeDir;

use super::middleware::compression::Encoding;
use super::static_file::{StaticFile, Version};
use crate::embedded::EmbeddedFile;
use crate::file_path::relative_path;

/// Capacity for the files of one folder in memory, in bytes.
const MEMORY: u64 = 64 << 20;

/// The size up to which a file and its variants together are kept in memory, in bytes. Larger
/// files, such as films, are read in ranges.
const LARGEST_IN_MEMORY: u64 = 2 << 20;

/// A folder whose files are served. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) enum StaticFolder {
    /// On the disk.
    Disk {
        /// The canonical path.
        root: Arc<Path>,
        /// Small files, by the path below the root.
        memory: Cache<PathBuf, Arc<StaticFile>>,
    },
    /// In the program.
    Embedded(Arc<HashMap<PathBuf, Arc<StaticFile>>>),
}

/// How long a client may use a file.
#[derive(Debug, Clone)]
pub(crate) struct Lifetime {
    pub(crate) cache_control: HeaderValue,
    /// Whether the path names one content for ever: it is then read from the disk once.
    pub(crate) is_immutable: bool,
}

/// A file below the root.
enum FileOnDisk {
    Small(Arc<StaticFile>),
    /// Larger than [`LARGEST_IN_MEMORY`].
    Large,
}

impl StaticFolder {
    /// The folder at `path`.
    ///
    /// # Errors
    /// When it is not a folder that can be read.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let root = path.canonicalize()?;
        root.read_dir()?;
        let memory = Cache::builder().max_capacity(MEMORY).weigher(weight).build();
        Ok(Self::Disk { root: root.into(), memory })
    }

    /// The folder of `files`, among them the precompressed variants of others.
    pub(crate) fn embedded(files: &[EmbeddedFile]) -> Self {
        let by_path: HashMap<&str, &Bytes> =
            files.iter().map(|file| (&*file.path, &file.content)).collect();
        let file = |(&path, &plain): (&&str, &&Bytes)| {
            let compressed = Encoding::ALL.map(|encoding| {
                by_path
                    .get(&*format!("{path}{}", encoding.file_extension()))
                    .map(|it| (*it).clone())
            });
            let path = PathBuf::from(path);
            let file = StaticFile::new(&path, None, plain.clone(), compressed);
            (path, Arc::new(file))
        };
        Self::Embedded(Arc::new(by_path.iter().map(file).collect()))
    }

    /// The text of the file at the URL path `path`. Blocks the thread.
    ///
    /// # Errors
    /// When there is no such file, or it is not UTF-8.
    pub(crate) fn read_text(&self, path: &str) -> io::Result<String> {
        let relative = relative_path(path).ok_or(io::ErrorKind::NotFound)?;
        match self {
            Self::Disk { root, .. } => std::fs::read_to_string(root.join(relative)),
            Self::Embedded(files) => {
                let file = files.get(&relative).ok_or(io::ErrorKind::NotFound)?;
                String::from_utf8(file.plain().to_vec())
                    .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
            }
        }
    }

    /// What changes when the file at the URL path `path` does; `None` for a file that cannot change.
    ///
    /// # Errors
    /// When there is no such file.
    pub(crate) fn version(&self, path: &str) -> io::Result<Option<Version>> {
        let relative = relative_path(path).ok_or(io::ErrorKind::NotFound)?;
        match self {
            Self::Disk { root, .. } => Version::of(&root.join(relative)).map(Some),
            Self::Embedded(_) => Ok(None),
        }
    }

    /// The response with the file at the URL path `path`; `None` when there is none.
    pub(crate) async fn response(
        &self,
        path: &str,
        request: &Parts,
        lifetime: Lifetime,
    ) -> Option<Response> {
        let relative = relative_path(path)?;
        let (root, memory) = match self {
            Self::Disk { root, memory } => (root, memory),
            Self::Embedded(files) => {
                let file = files.get(&relative)?;
                return Some(file.response(&request.headers, lifetime.cache_control));
            }
        };
        let is_current = |file: &Arc<StaticFile>| {
            lifetime.is_immutable || file.is_current(&root.join(&relative))
        };
        let file = match memory.get(&relative).filter(is_current) {
            Some(file) => FileOnDisk::Small(file),
            None => {
                let (root, memory) = (Arc::clone(root), memory.clone());
                let read = tokio::task::spawn_blocking(move || read(&root, &memory, relative));
                read.await.ok().flatten()?
            }
        };
        match file {
            FileOnDisk::Small(file) if !request.headers.contains_key(RANGE) => {
                Some(file.response(&request.headers, lifetime.cache_control))
            }
            _ => response_from_disk(root, path, request, lifetime.cache_control).await,
        }
    }
}

/// Reads the file at `relative` into `memory`; `None` when there is none below `root`, after all
/// symbolic links are resolved, or when one of its variants is elsewhere.
fn read(
    root: &Path,
    memory: &Cache<PathBuf, Arc<StaticFile>>,
    relative: PathBuf,
) -> Option<FileOnDisk> {
    let path = root.join(&relative);
    let variants = Encoding::ALL.map(|encoding| {
        let mut name = path.clone().into_os_string();
        name.push(encoding.file_extension());
        PathBuf::from(name).canonicalize().ok()
    });
    let is_inside = |path: &PathBuf| path.starts_with(root);
    let is_file = path.is_file() && path.canonicalize().is_ok_and(|path| is_inside(&path));
    if !is_file || !variants.iter().flatten().all(is_inside) {
        return None;
    }
    // Before the content: a file that changes while it is read is read again.
    let version = Version::of(&path).ok()?;
    let sizes = variants.iter().flatten().map(|path| path.metadata().map_or(0, |it| it.len()));
    if version.length + sizes.sum::<u64>() > LARGEST_IN_MEMORY {
        return Some(FileOnDisk::Large);
    }
    let plain = Bytes::from(std::fs::read(&path).ok()?);
    let compressed = variants.map(|path| Some(Bytes::from(std::fs::read(path?).ok()?)));
    let file = Arc::new(StaticFile::new(&path, Some(version), plain, compressed));
    memory.insert(relative, Arc::clone(&file));
    Some(FileOnDisk::Small(file))
}

/// The response of `ServeDir` with a file below `root`: whole or a range.
async fn response_from_disk(
    root: &Path,
    path: &str,
    request: &Parts,
    cache_control: HeaderValue,
) -> Option<Response> {
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
    (status != StatusCode::NOT_FOUND).then_some(response)
}

/// The weight of an entry: its size in bytes.
fn weight(_: &PathBuf, file: &Arc<StaticFile>) -> u32 {
    u32::try_from(file.size()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE, ETAG};

    /// The status, media type and encoding of the response with the file `path` of `folder`.
    async fn get(folder: &StaticFolder, path: &str, accept: &str) -> Option<(u16, [String; 2])> {
        let request = Request::builder().header(ACCEPT_ENCODING, accept);
        let (request, ()) = request.body(()).unwrap().into_parts();
        let cache_control = HeaderValue::from_static("no-cache");
        let lifetime = Lifetime { cache_control, is_immutable: false };
        let response = folder.response(path, &request, lifetime).await?;
        assert!(response.headers().contains_key(ETAG));
        let header = |name| response.headers().get(name).map_or("", |it| it.to_str().unwrap());
        let headers = [header(CONTENT_TYPE), header(CONTENT_ENCODING)].map(ToOwned::to_owned);
        Some((response.status().as_u16(), headers))
    }

    #[tokio::test]
    async fn the_files_of_a_program_are_negotiated_like_those_of_a_disk() {
        let long: &str = Box::leak("a ".repeat(500).into_boxed_str());
        let files = [
            ("index.html", "<title>a</title>"),
            ("a/b.js", "1"),
            ("a/b.js.br", "2"),
            ("a.svg", long),
            ("a.jpg", long),
        ];
        let files = files.map(|(path, content)| EmbeddedFile {
            path: path.to_owned(),
            content: Bytes::from_static(content.as_bytes()),
        });
        let folder = StaticFolder::embedded(&files);
        for (path, accept, response) in [
            ("/a/b.js", "gzip, br", Some((200, ["text/javascript".into(), "br".into()]))),
            ("/a/b.js", "gzip", Some((200, ["text/javascript".into(), String::new()]))),
            ("/index.html", "br", Some((200, ["text/html".into(), String::new()]))),
            // A text that nobody has compressed before.
            ("/a.svg", "br", Some((200, ["image/svg+xml".into(), "br".into()]))),
            ("/a.svg", "gzip", Some((200, ["image/svg+xml".into(), "gzip".into()]))),
            ("/a.jpg", "br", Some((200, ["image/jpeg".into(), String::new()]))),
            ("/a", "br", None),
            ("/../index.html", "br", None),
            ("/b.js", "br", None),
        ] {
            assert_eq!(get(&folder, path, accept).await, response, "{path} {accept}");
        }
        assert_eq!(folder.read_text("/index.html").unwrap(), "<title>a</title>");
        assert_eq!(folder.version("/index.html").unwrap(), None);
        assert_eq!(folder.read_text("/c").unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
