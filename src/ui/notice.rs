//! Words in the place of what is missing.

use leptos::ev;
use leptos::prelude::*;

/// A calm sentence where a list or a page would stand.
#[component]
pub fn Notice(
    /// What to say.
    words: &'static str,
) -> impl IntoView {
    view! { <p class="notice">{words}</p> }
}

/// What went wrong, and a way to try again.
#[component]
pub fn Retry(
    /// What went wrong.
    words: &'static str,
    /// The button's words.
    button: &'static str,
    /// Tries again.
    on_retry: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <div class="notice" role="alert">
            <p>{words}</p>
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
    let bars = (0..lines).map(|_| view! { <span class="skeleton-bar"></span> }).collect_view();
    view! {
        <div class=format!("skeleton skeleton-{kind}") role="status">
            <span class="visually-hidden">{label}</span>
            {bars}
        </div>
    }
}
