//! Registry of the pictures that are made: how many wait, and which have failed and why, for
//! `/readyz` and for metrics.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::watch;

/// How the pictures of the articles are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PictureCounts {
    /// How many wait to be made, those that are being made included.
    pub waiting: usize,
    /// How many have their widths.
    pub made: usize,
    /// How many this server made since it started.
    pub encoded: usize,
    /// Why a picture has none, by its address without what may be secret in it.
    pub failed: BTreeMap<String, String>,
    /// How often this server looked for new ones.
    pub looks: usize,
}

/// The registry. Clones share it.
#[derive(Debug, Clone)]
pub struct PictureStatus(Arc<watch::Sender<PictureCounts>>);

impl Default for PictureStatus {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(PictureCounts::default())))
    }
}

impl PictureStatus {
    /// The counts now.
    #[must_use]
    pub fn counts(&self) -> PictureCounts {
        self.0.borrow().clone()
    }

    /// Waits until `condition` holds.
    pub async fn wait_for(&self, mut condition: impl FnMut(&PictureCounts) -> bool) {
        // The sender lives as long as `self`.
        let _ = self.0.subscribe().wait_for(|counts| condition(counts)).await;
    }

    pub(super) fn modify(&self, change: impl FnOnce(&mut PictureCounts)) {
        self.0.send_modify(change);
    }
}
