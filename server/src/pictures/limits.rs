//! What a picture may cost.

use std::time::Duration;

/// Maximum size of a file, in bytes.
pub(super) const MAX_BYTES: usize = 32 << 20;

/// Maximum number of pixels, which the header tells before anything is decoded. A picture of so
/// many takes several hundred megabytes while it is decoded; one is decoded at a time.
pub(super) const MAX_PIXELS: u64 = 40_000_000;

/// Maximum memory for decoded pixels, in bytes.
pub(super) const MAX_DECODED: u64 = 256 << 20;

/// Maximum time to make all widths of a picture.
pub(super) const MAX_TIME: Duration = Duration::from_secs(60);

/// Maximum time to fetch a picture, with all redirects.
pub(super) const MAX_FETCH: Duration = Duration::from_secs(30);

/// The end of the time for one picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline(std::time::Instant);

impl Deadline {
    pub(super) fn start() -> Self {
        Self(std::time::Instant::now() + MAX_TIME)
    }

    /// Fails once the time is over.
    pub(super) fn check(self) -> Result<(), super::error::PictureError> {
        match std::time::Instant::now() < self.0 {
            true => Ok(()),
            false => Err(super::error::PictureError::Slow),
        }
    }
}
