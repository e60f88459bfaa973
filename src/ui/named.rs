//! A name that may lead somewhere.

use super::markup::{Element, tag};

/// `name`, as a link where there is an address, with what the anchor says of
/// that (`rel`).
#[must_use]
pub fn named(name: String, link: Option<(String, Option<&'static str>)>) -> Element {
    match link {
        Some((address, rel)) => tag("a").maybe("rel", rel).attr("href", address).with(name),
        None => tag("span").with(name),
    }
}
