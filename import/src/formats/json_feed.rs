//! JSON Feed 1.0 and 1.1: lenient, and item by item.

use zaidu_model::decode::decode;

use super::{Document, Format};
use crate::ImportError;
use crate::wire::{Entry, Feed};

mod cut;
mod mend;

/// Addresses of the supported versions of JSON Feed, without scheme; 1.1 only adds fields to 1.
const VERSIONS: [&str; 3] =
    ["jsonfeed.org/version/1.1", "jsonfeed.org/version/1.0", "jsonfeed.org/version/1"];

pub(super) struct JsonFeed;

impl Format for JsonFeed {
    fn matches(&self, document: &Document<'_>) -> bool {
        // Other files of JSON have no items.
        let is_feed = !document.is_among_others || document.text.contains("\"items\"");
        document.head().starts_with('{') && is_feed
    }

    fn read(&self, document: &Document<'_>) -> Result<Feed, ImportError> {
        read(document.text)
    }
}

/// Deserialises `text` as a feed of a supported version that has items. Of one that ends too early
/// the whole items are taken.
fn read(text: &str) -> Result<Feed, ImportError> {
    let json = mend::mend(text);
    let feed = decode::<Feed>(json.as_bytes()).or_else(|error| {
        let is_cut = error.reason.starts_with("EOF ");
        is_cut.then(|| begun(&json)).flatten().ok_or(error)
    });
    let feed = feed.map_err(|error| {
        // `?` is an entry of an object whose key was not read.
        let path = if matches!(&*error.path, "." | "?") { "feed".into() } else { error.path };
        ImportError::new(path, error.reason)
    })?;
    if let Some(version) = feed.version.as_deref()
        && !is_supported(version)
    {
        let reason = format!("{version:?} is not JSON Feed 1.1 (https://{})", VERSIONS[0]);
        return Err(ImportError::new("version", reason));
    }
    if feed.items.is_none() {
        return Err(ImportError::new("items", "missing"));
    }
    Ok(feed)
}

/// The feed of which `json` is the beginning, with its end named as an item that is lost.
fn begun(json: &str) -> Option<Feed> {
    let mut feed: Feed = decode(cut::up_to_last_item(json)?.as_bytes()).ok()?;
    let items = feed.items.as_mut().filter(|items| !items.is_empty())?;
    items.push(Entry::Unreadable("the file ends before the end of the feed".to_owned()));
    Some(feed)
}

/// Whether `version` is the address of a supported version, as readers of JSON Feed compare it.
fn is_supported(version: &str) -> bool {
    let address = version.trim().trim_end_matches('/').to_ascii_lowercase();
    let address = address.split_once("://").map_or(address.as_str(), |(_, address)| address);
    VERSIONS.contains(&address.strip_prefix("www.").unwrap_or(address))
}
