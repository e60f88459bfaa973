//! Reading of the body of an answer, bounded in size before and after it is unpacked.

use std::io::Read;

use flate2::read::{MultiGzDecoder, ZlibDecoder};
use reqwest::Response;
use reqwest::header::CONTENT_ENCODING;

use super::fetch_error::FetchError;

/// How much of a body tells whether it is a page.
const HEAD: usize = 1024;

/// Why a body cannot be read.
pub(super) enum BodyError {
    /// The connection fails.
    Request(reqwest::Error),
    /// The body is not taken.
    Fetch(FetchError),
}

impl From<FetchError> for BodyError {
    fn from(error: FetchError) -> Self {
        Self::Fetch(error)
    }
}

/// How a body is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Plain,
    Gzip,
    Zlib,
}

/// The body of `response`, unpacked, of at most `limit` bytes.
///
/// # Errors
/// [`BodyError`].
pub(super) async fn read(mut response: Response, limit: usize) -> Result<Vec<u8>, BodyError> {
    let coding = response.headers().get(CONTENT_ENCODING).map(|value| value.to_str());
    let coding = match coding.transpose() {
        Ok(coding) => coding_of(coding.unwrap_or_default())?,
        Err(_) => coding_of("?")?,
    };
    if response.content_length().is_some_and(|length| length > limit as u64) {
        return Err(FetchError::TooLarge(limit).into());
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(BodyError::Request)? {
        if bytes.len() + chunk.len() > limit {
            return Err(FetchError::TooLarge(limit).into());
        }
        bytes.extend_from_slice(&chunk);
    }
    if coding == Coding::Plain {
        return Ok(bytes);
    }
    // Unpacking takes the time of a computation.
    match tokio::task::spawn_blocking(move || unpack(&bytes, coding, limit)).await {
        Ok(unpacked) => Ok(unpacked?),
        Err(_) => Err(FetchError::Encoding("it was broken off".to_owned()).into()),
    }
}

/// The coding that `Content-Encoding` names.
fn coding_of(name: &str) -> Result<Coding, FetchError> {
    match name.trim().to_ascii_lowercase().as_str() {
        "" | "identity" => Ok(Coding::Plain),
        "gzip" | "x-gzip" => Ok(Coding::Gzip),
        "deflate" => Ok(Coding::Zlib),
        other => {
            let other: String = other.chars().take(40).collect();
            Err(FetchError::Encoding(format!("{other:?} was not asked for")))
        }
    }
}

fn unpack(bytes: &[u8], coding: Coding, limit: usize) -> Result<Vec<u8>, FetchError> {
    let mut unpacked = Vec::new();
    // One byte more, for the error.
    let most = limit as u64 + 1;
    let read = match coding {
        Coding::Plain => bytes.take(most).read_to_end(&mut unpacked),
        Coding::Gzip => MultiGzDecoder::new(bytes).take(most).read_to_end(&mut unpacked),
        Coding::Zlib => ZlibDecoder::new(bytes).take(most).read_to_end(&mut unpacked),
    };
    match read {
        _ if unpacked.len() > limit => Err(FetchError::TooLarge(limit)),
        Ok(_) => Ok(unpacked),
        Err(error) => Err(FetchError::Encoding(error.to_string())),
    }
}

/// Whether a body is an HTML page. Feeds with an XML declaration or a comment first are none.
pub(super) fn is_html(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let mut text = text.trim_start();
    // XHTML has a declaration, and some pages begin with comments.
    loop {
        let after = match text {
            _ if text.starts_with("<?") => text.split_once("?>"),
            _ if text.starts_with("<!--") => text.split_once("-->"),
            _ => None,
        };
        match after {
            Some((_, rest)) => text = rest.trim_start(),
            None => break,
        }
    }
    text.starts_with("<!doctype html") || text.starts_with("<html") || text.starts_with("<head")
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{GzEncoder, ZlibEncoder};
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn what_is_packed_is_bounded_once_it_is_unpacked() {
        let limit = 10_000;
        let packed = gzip(&[b'a'; 10_000]);
        assert_eq!(unpack(&packed, Coding::Gzip, limit).unwrap().len(), limit);
        let bomb = gzip(&[0; 10_000_000]);
        assert!(bomb.len() < limit, "small enough to be received");
        assert_eq!(unpack(&bomb, Coding::Gzip, limit), Err(FetchError::TooLarge(limit)));
        let two = [packed.clone(), gzip(b"b")].concat();
        assert_eq!(unpack(&two, Coding::Gzip, limit), Err(FetchError::TooLarge(limit)));
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(b"feed").unwrap();
        let zlib = encoder.finish().unwrap();
        assert_eq!(unpack(&zlib, Coding::Zlib, limit).as_deref(), Ok(&b"feed"[..]));
        let half = unpack(&packed[..packed.len() / 2], Coding::Gzip, limit);
        assert!(matches!(half, Err(FetchError::Encoding(_))), "{half:?}");
    }

    #[test]
    fn codings_that_were_not_asked_for_are_errors() {
        assert_eq!(coding_of(""), Ok(Coding::Plain));
        assert_eq!(coding_of(" GZIP"), Ok(Coding::Gzip));
        for other in ["br", "gzip, gzip", "zstd"] {
            assert!(coding_of(other).is_err(), "{other}");
        }
    }

    #[test]
    fn pages_are_told_from_feeds() {
        for page in [
            "<!DOCTYPE html><title>a</title>",
            "\u{feff}\n <HTML lang=zh>",
            "<?xml version=\"1.0\"?><!-- a --><!DOCTYPE html PUBLIC \"\">",
            "<!-- a --><!-- b --><html>",
        ] {
            assert!(is_html(page.as_bytes()), "{page}");
        }
        for feed in ["<?xml version=\"1.0\"?><rss>", "<!-- a --><feed>", "{}", "", "<!-- a"] {
            assert!(!is_html(feed.as_bytes()), "{feed}");
        }
    }
}
