//! Article skeleton: placeholder with about the height of an article.

use leptos::prelude::*;

use crate::strings;
use crate::ui::Skeleton;

/// The placeholder for an article that is loading.
#[must_use]
pub fn skeleton() -> AnyView {
    view! { <Skeleton lines=14 label=strings::LOADING kind="text" /> }.into_any()
}
