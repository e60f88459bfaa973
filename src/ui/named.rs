//! A name that may lead somewhere.

use leptos::prelude::*;

/// `name`, as a link where there is an address.
#[component]
pub fn Named(
    /// The words.
    name: String,
    /// Where they lead, and what the anchor says of that (`rel`).
    link: Option<(String, Option<&'static str>)>,
) -> impl IntoView {
    match link {
        Some((address, rel)) => view! { <a rel=rel href=address>{name}</a> }.into_any(),
        None => view! { <span>{name}</span> }.into_any(),
    }
}
