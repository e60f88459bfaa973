//! Names for contents.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// Half of the SHA-256 of `bytes`, in lower-case hexadecimal: 32 characters that
/// two different contents do not share.
pub(crate) fn digest(bytes: &[u8]) -> String {
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
