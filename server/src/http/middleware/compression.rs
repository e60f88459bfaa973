//! Response compression: content negotiation by `Accept-Encoding` (RFC 9110, 12.5.3), and the
//! encoders.

use std::io::{self, Write};

use axum::http::{HeaderMap, HeaderValue, header::ACCEPT_ENCODING};
use brotli::enc::BrotliEncoderParams;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

/// The predicate of the compression layer. The default one excludes images. Video, audio and fonts
/// are compressed already too, and an encoded response would not support range requests. Events must
/// not wait in an encoder.
pub(crate) fn is_compressible() -> impl Predicate {
    DefaultPredicate::new()
        .and(NotForContentType::const_new("video/"))
        .and(NotForContentType::const_new("audio/"))
        .and(NotForContentType::const_new("font/"))
        .and(NotForContentType::const_new("text/event-stream"))
}

/// A content coding, in the server's order of preference: smallest result first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Brotli,
    Zstd,
    Gzip,
}

impl Encoding {
    pub(crate) const ALL: [Self; 3] = [Self::Brotli, Self::Zstd, Self::Gzip];

    /// The accepted encoding with the smallest result; `None` when the client accepts none. The
    /// client's weights (`q`) are ignored except for `q=0`: decoding any of them takes less time
    /// than the transfer of additional bytes.
    pub(crate) fn best_accepted(headers: &HeaderMap) -> Option<Self> {
        let lines = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
        let accepted: Vec<&str> =
            lines.flat_map(|line| line.split(',')).filter_map(accepted_coding).collect();
        let accepts =
            |name: &str| accepted.iter().any(|accepted| accepted.eq_ignore_ascii_case(name));
        Self::ALL.into_iter().find(|encoding| accepts(encoding.name()))
    }

    /// The name in `Accept-Encoding` and `Content-Encoding`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        }
    }

    /// The end of the name of a precompressed file.
    pub(crate) fn file_extension(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Zstd => ".zst",
            Self::Gzip => ".gz",
        }
    }

    /// The name as a header value.
    pub(crate) fn header_value(self) -> HeaderValue {
        HeaderValue::from_static(self.name())
    }

    /// Compresses `plain` at a level that takes a few milliseconds, since the result is sent to
    /// many readers.
    ///
    /// # Errors
    /// The encoder's, which does not fail for bytes in memory.
    pub(crate) fn compress(self, plain: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Brotli => {
                let params = BrotliEncoderParams {
                    quality: 5,
                    // The window of a page; the default takes megabytes for one of 16 times the size.
                    lgwin: 18,
                    size_hint: plain.len(),
                    ..BrotliEncoderParams::default()
                };
                let mut compressed = Vec::with_capacity(plain.len() / 4);
                brotli::BrotliCompress(&mut &*plain, &mut compressed, &params)?;
                Ok(compressed)
            }
            Self::Zstd => zstd::bulk::compress(plain, 9),
            Self::Gzip => {
                let level = flate2::Compression::best();
                let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
                encoder.write_all(plain)?;
                encoder.finish()
            }
        }
    }
}

/// The coding in one list element of `Accept-Encoding`; `None` if its weight is zero, which means
/// "not acceptable" (RFC 9110, 12.4.2: at most three digits after the point).
fn accepted_coding(element: &str) -> Option<&str> {
    let (name, weight) = element.split_once(';').unwrap_or((element, ""));
    let weight = weight.trim().strip_prefix("q=").unwrap_or("1");
    let is_refused =
        weight.starts_with('0') && weight.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    (!is_refused).then_some(name.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn best(line: &'static str) -> Option<&'static str> {
        let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(line))]);
        Encoding::best_accepted(&headers).map(Encoding::name)
    }

    #[test]
    fn the_smallest_accepted_encoding_is_chosen() {
        assert_eq!(best("gzip, deflate, br, zstd"), Some("br"));
        assert_eq!(best("gzip;q=1.0, zstd;q=0.1"), Some("zstd"));
        assert_eq!(best("br;q=0, GZIP"), Some("gzip"));
        assert_eq!(best("br; q=0.000, gzip;q=0.001"), Some("gzip"));
        assert_eq!(best("identity"), None);
        assert_eq!(best(""), None);
        assert_eq!(Encoding::best_accepted(&HeaderMap::new()), None);
    }

    #[test]
    fn compressed_content_decompresses() {
        let plain = "阅读剩余全文 ".repeat(500).into_bytes();
        for encoding in Encoding::ALL {
            let compressed = encoding.compress(&plain).unwrap();
            assert!(compressed.len() < plain.len() / 10, "{encoding:?}");
            let mut decompressed = Vec::new();
            match encoding {
                Encoding::Brotli => {
                    brotli::BrotliDecompress(&mut &*compressed, &mut decompressed).unwrap();
                }
                Encoding::Zstd => {
                    decompressed = zstd::bulk::decompress(&compressed, plain.len()).unwrap();
                }
                Encoding::Gzip => {
                    flate2::read::GzDecoder::new(&*compressed)
                        .read_to_end(&mut decompressed)
                        .unwrap();
                }
            }
            assert_eq!(decompressed, plain, "{encoding:?}");
        }
    }
}
