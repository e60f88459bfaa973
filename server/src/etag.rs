//! Content hashes: the values of `ETag` headers and of the articles' digest column.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// The first half of the SHA-256 of `bytes` in lower-case hexadecimal: 32 characters, unique to
/// the content for all practical purposes.
pub(crate) fn content_hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes)[..16])
}

/// `bytes` in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
