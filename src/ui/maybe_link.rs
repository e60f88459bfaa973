//! A name that may lead somewhere.

use super::node::{Element, element};

/// `name`, as a link where there is an address, with what the anchor says of
/// that (`rel`).
#[must_use]
pub fn maybe_link(name: String, link: Option<(String, Option<&'static str>)>) -> Element {
    match link {
        Some((address, rel)) => {
            element("a").maybe_attr("rel", rel).attr("href", address).with(name)
        }
        None => element("span").with(name),
    }
}
