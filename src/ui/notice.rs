//! Words in the place of what is missing.

use leptos::ev;
use leptos::prelude::*;

use super::StaticHtml;
use super::node::{Node, element};

/// A calm sentence where a list or a page would stand.
#[component]
pub fn Notice(
    /// What to say.
    message: &'static str,
) -> impl IntoView {
    view! { <p class="notice">{message}</p> }
}

/// What went wrong, and a way to try again.
#[component]
pub fn Retry(
    /// What went wrong.
    message: &'static str,
    /// The button's words.
    button: &'static str,
    /// Tries again.
    on_retry: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <div class="notice" role="alert">
            <p>{message}</p>
            // Without a program it loads the page again.
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

/// Grey bars in the place and height of `lines` lines to come.
#[component]
pub fn Skeleton(
    /// How many.
    lines: usize,
    /// What those who hear the page are told.
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
