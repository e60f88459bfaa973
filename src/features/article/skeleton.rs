//! An article to come, in its true height.

use leptos::prelude::*;

use crate::strings;
use crate::ui::Skeleton;

/// What stands where an article will stand.
#[must_use]
pub fn skeleton() -> AnyView {
    view! { <Skeleton lines=14 label=strings::LOADING kind="text" /> }.into_any()
}
