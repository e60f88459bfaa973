//! What is known of the picture at an address: the index of the folder of pictures.

use serde::{Deserialize, Serialize};

/// Changes with the way in which pictures are made: all are then made again, under new names.
pub(super) const VERSION: u32 = 2;

/// Which file of the folder of media it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    /// Size in bytes.
    pub(super) bytes: u64,
    /// When it last changed, in nanoseconds since 1970.
    pub(super) changed: u128,
}

/// What is known of an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// By which way of making.
    #[serde(default)]
    pub(super) version: u32,
    pub(super) address: String,
    /// The file, if it is a local one.
    pub(super) stamp: Option<Stamp>,
    /// Name of the content; `None` after a failure.
    pub(super) content: Option<String>,
    /// Why there is none, and when it was tried, in Unix seconds.
    pub(super) failure: Option<(String, i64)>,
    /// Since when no article has it, in Unix seconds.
    #[serde(default)]
    pub(super) unused_since: Option<i64>,
}

impl Entry {
    /// An address of which nothing is known but its file.
    pub(super) fn new(address: &str, stamp: Option<Stamp>) -> Self {
        let (version, address) = (VERSION, address.to_owned());
        Self { version, address, stamp, content: None, failure: None, unused_since: None }
    }

    /// Whether it was made as pictures are made now.
    pub(super) fn is_current(&self) -> bool {
        self.version == VERSION
    }
}
