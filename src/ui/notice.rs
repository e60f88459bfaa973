//! Empty, error and loading states: a notice, an error with a retry button, a skeleton.

use leptos::ev;
use leptos::prelude::*;

use super::node::{Node, element};
use super::static_html::StaticHtml;

/// Empty state: a sentence in the place of a list or page.
#[component]
pub fn Notice(
    /// The text.
    message: &'static str,
) -> impl IntoView {
    view! { <p class="notice">{message}</p> }
}

/// Error state: what went wrong, and a button to try again.
#[component]
pub fn Retry(
    /// What went wrong.
    message: &'static str,
    /// The label of the button.
    button: &'static str,
    /// Called by the button.
    on_retry: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <div class="notice" role="alert">
            <p>{message}</p>
            // Without the program the link reloads the page.
            <a
                class="button"
                href=""
                rel="external"
                on:click=move |event: ev::MouseEvent| {
                    event.prevent_default();
                    on_retry();
                }
            >
                {button}
            </a>
        </div>
    }
}

/// Skeleton: grey bars that have the height of the `lines` lines that are being loaded.
#[component]
pub fn Skeleton(
    /// Number of lines.
    lines: usize,
    /// Text for screen readers.
    label: &'static str,
    /// `text` or `cards`.
    kind: &'static str,
) -> impl IntoView {
    let bars = move || {
        let label = element("span").attr("class", "visually-hidden").with(label);
        let bars = (0..lines).map(|_| element("span").attr("class", "skeleton-bar"));
        std::iter::once(label).chain(bars).map(Node::from).collect()
    };
    view! {
        <div class=["skeleton skeleton-", kind].concat() role="status">
            {StaticHtml::new(bars)}
        </div>
    }
}
