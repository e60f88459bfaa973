//! Where a picture is, by its address in an article.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use reqwest::Url;

use super::entry::Stamp;
use super::error::PictureError;
use super::limits::MAX_BYTES;
use crate::content::shown_url;
use crate::file_path::relative_path;

/// Where a picture is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// A file below the folder of media, by its path there.
    Local(PathBuf),
    /// On another server.
    Remote(Box<Url>),
}

impl Place {
    /// The place of `address`; `None` if it is none that is read, such as a file of the app.
    pub(super) fn of(address: &str) -> Option<Self> {
        if let Some(path) = address.strip_prefix("/media/") {
            let path = path.split(['?', '#']).next()?;
            return relative_path(&format!("/{path}")).map(Self::Local);
        }
        let url = Url::parse(address).ok()?;
        matches!(url.scheme(), "http" | "https").then(|| Self::Remote(Box::new(url)))
    }
}

/// `address` for people: without a password, and without a query, which may be a key.
pub(super) fn shown(address: &str) -> String {
    Url::parse(address).map_or_else(|_| address.to_owned(), |url| shown_url(&url))
}

/// The file `path` of the folder `media`, its links resolved, and what it looks like.
///
/// # Errors
/// [`PictureError::Missing`], also for a file outside of the folder.
pub(super) fn find(media: &Path, path: &Path) -> Result<(PathBuf, Stamp), PictureError> {
    let file = media.join(path).canonicalize().map_err(|_| PictureError::Missing)?;
    let metadata = fs::metadata(&file).map_err(|_| PictureError::Missing)?;
    if !file.starts_with(media) || !metadata.is_file() {
        return Err(PictureError::Missing);
    }
    let changed = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let stamp = Stamp { bytes: metadata.len(), changed: changed.unwrap_or_default().as_nanos() };
    Ok((file, stamp))
}

/// The bytes of `file`.
///
/// # Errors
/// [`PictureError::TooLarge`] or [`PictureError::Read`].
pub(super) fn read(file: &Path) -> Result<Vec<u8>, PictureError> {
    let failed = |error: std::io::Error| PictureError::Read(error.to_string());
    let mut bytes = Vec::new();
    // A byte more, for the error.
    let file = fs::File::open(file).map_err(failed)?;
    file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > MAX_BYTES { Err(PictureError::TooLarge) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_files_of_media_or_on_other_servers() {
        let local = |path: &str| Some(Place::Local(path.into()));
        assert_eq!(Place::of("/media/%E6%B1%9F/a.jpg?v=2#x"), local("江/a.jpg"));
        for other in [
            "/media/../a.jpg",
            "/media/..%2fa.jpg",
            "/media/.git/a.jpg",
            "/media/",
            "/logo.png",
            "/pictures/a.webp",
            "ftp://a.example/a.jpg",
        ] {
            let place = Place::of(other);
            assert!(place.is_none() || place == local(""), "{other}: {place:?}");
        }
        assert!(matches!(Place::of("https://a.example/a.jpg"), Some(Place::Remote(_))));
        assert_eq!(shown("https://u:p@a.example/a.jpg?key=1"), "https://a.example/a.jpg?…");
        assert_eq!(shown("/media/a.jpg"), "/media/a.jpg");
    }

    #[test]
    fn a_file_outside_of_the_folder_is_not_found() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        let media = root.join("media");
        fs::create_dir(&media).unwrap();
        fs::write(root.join("secret.jpg"), "a").unwrap();
        fs::write(media.join("a.jpg"), "ab").unwrap();
        std::os::unix::fs::symlink(root.join("secret.jpg"), media.join("b.jpg")).unwrap();
        assert_eq!(find(&media, Path::new("a.jpg")).unwrap().1.bytes, 2);
        for missing in ["b.jpg", "c.jpg", ""] {
            assert_eq!(find(&media, Path::new(missing)), Err(PictureError::Missing), "{missing}");
        }
        let large = fs::File::create(media.join("d.jpg")).unwrap();
        large.set_len(MAX_BYTES as u64 + 1).unwrap();
        let (file, _) = find(&media, Path::new("d.jpg")).unwrap();
        assert_eq!(read(&file), Err(PictureError::TooLarge));
    }
}
