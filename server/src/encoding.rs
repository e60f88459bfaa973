//! How an answer is compressed.

use std::io::{self, Write};

use axum::http::{HeaderMap, HeaderValue, header::ACCEPT_ENCODING};
use brotli::enc::BrotliEncoderParams;

/// A way of compressing, the smallest result first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Brotli,
    Zstd,
    Gzip,
}

impl Encoding {
    pub(crate) const ALL: [Self; 3] = [Self::Brotli, Self::Zstd, Self::Gzip];

    /// The one that makes least of an answer among those that `asked` takes;
    /// none where it takes none. Which one a client would rather have does not
    /// count: all of them take less time to unpack than a byte more to come.
    pub(crate) fn best(asked: &HeaderMap) -> Option<Self> {
        let lines = asked.get_all(ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
        let taken: Vec<&str> = lines.flat_map(|line| line.split(',')).filter_map(taken).collect();
        let takes = |name: &str| taken.iter().any(|taken| taken.eq_ignore_ascii_case(name));
        Self::ALL.into_iter().find(|encoding| takes(encoding.name()))
    }

    /// Its name in headers.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        }
    }

    /// Its name as a header.
    pub(crate) fn value(self) -> HeaderValue {
        HeaderValue::from_static(self.name())
    }

    /// `plain`, compressed for many readers and yet within a few milliseconds.
    ///
    /// # Errors
    /// The encoder's, which has none for bytes in memory.
    pub(crate) fn pack(self, plain: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Brotli => {
                let params = BrotliEncoderParams {
                    quality: 5,
                    size_hint: plain.len(),
                    ..BrotliEncoderParams::default()
                };
                let mut packed = Vec::with_capacity(plain.len() / 4);
                brotli::BrotliCompress(&mut &*plain, &mut packed, &params)?;
                Ok(packed)
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

/// The name in one part of `Accept-Encoding`, unless its weight refuses it
/// (RFC 9110, 12.4.2: at most three digits after the point).
fn taken(part: &str) -> Option<&str> {
    let (name, weight) = part.split_once(';').unwrap_or((part, ""));
    let weight = weight.trim().strip_prefix("q=").unwrap_or("1");
    let refused = weight.starts_with('0') && weight.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    (!refused).then_some(name.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn best(line: &'static str) -> Option<&'static str> {
        let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(line))]);
        Encoding::best(&headers).map(Encoding::name)
    }

    #[test]
    fn the_smallest_that_is_taken() {
        assert_eq!(best("gzip, deflate, br, zstd"), Some("br"));
        assert_eq!(best("gzip;q=1.0, zstd;q=0.1"), Some("zstd"));
        assert_eq!(best("br;q=0, GZIP"), Some("gzip"));
        assert_eq!(best("br; q=0.000, gzip;q=0.001"), Some("gzip"));
        assert_eq!(best("identity"), None);
        assert_eq!(best(""), None);
        assert_eq!(Encoding::best(&HeaderMap::new()), None);
    }

    #[test]
    fn what_is_packed_unpacks() {
        let plain = "阅读剩余全文 ".repeat(500).into_bytes();
        for encoding in Encoding::ALL {
            let packed = encoding.pack(&plain).unwrap();
            assert!(packed.len() < plain.len() / 10, "{encoding:?}");
            let mut back = Vec::new();
            match encoding {
                Encoding::Brotli => {
                    brotli::BrotliDecompress(&mut &*packed, &mut back).unwrap();
                }
                Encoding::Zstd => back = zstd::bulk::decompress(&packed, plain.len()).unwrap(),
                Encoding::Gzip => {
                    flate2::read::GzDecoder::new(&*packed).read_to_end(&mut back).unwrap();
                }
            }
            assert_eq!(back, plain, "{encoding:?}");
        }
    }
}
