//! Optional link: a name with or without a URL.

use super::node::{Element, element};

/// `name` as a link if there is a URL, with the anchor's `rel` attribute; else as a span.
#[must_use]
pub fn maybe_link(name: String, link: Option<(String, Option<&'static str>)>) -> Element {
    match link {
        Some((url, rel)) => element("a").maybe_attr("rel", rel).attr("href", url).with(name),
        None => element("span").with(name),
    }
}
