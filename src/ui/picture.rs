//! A picture whose room is reserved. Where it does not come, its words stand:
//! the script in index.html marks it, with or without the program.

use leptos::prelude::*;

/// A picture that comes when it is near the screen.
#[component]
pub fn Picture(
    /// Where it is.
    url: String,
    /// What it shows.
    alt: String,
    /// Its size in CSS pixels; without one the stylesheet assumes 3:2.
    size: Option<(u32, u32)>,
) -> impl IntoView {
    view! {
        <img
            class="picture"
            class:picture-unsized=size.is_none()
            src=url
            alt=alt
            width=size.map(|(width, _)| width)
            height=size.map(|(_, height)| height)
            loading="lazy"
            decoding="async"
        />
    }
}
