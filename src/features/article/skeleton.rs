//! An article to come, in its true height.

use leptos::prelude::*;

use crate::ui::Skeleton;
use crate::words;

/// What stands where an article will stand.
#[must_use]
pub fn skeleton() -> AnyView {
    view! { <Skeleton lines=14 label=words::LOADING kind="text" /> }.into_any()
}
