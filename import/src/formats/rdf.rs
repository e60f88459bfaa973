//! RSS 0.90 and 1.0, which are RDF: RSS in which the items are beside the channel.

use super::{Document, Format, rss};
use crate::ImportError;
use crate::wire::Feed;

pub(super) struct Rdf;

impl Format for Rdf {
    fn matches(&self, document: &Document<'_>) -> bool {
        document.root().is_some_and(|(name, _)| name == "rdf")
    }

    fn read(&self, document: &Document<'_>) -> Result<Feed, ImportError> {
        Ok(rss::feed(document.text))
    }
}
