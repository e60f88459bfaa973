//! The button that shares.

use leptos::prelude::*;

use super::panel::Sharing;
use crate::ui::Icon;

/// Shares by the system's sheet where there is one, else opens the panel.
#[component]
pub fn ShareButton(
    /// What to share, and the panel's state.
    sharing: Sharing,
    /// The button's words.
    label: &'static str,
) -> impl IntoView {
    view! {
        <button type="button" class="share-button" on:click=move |_| sharing.start()>
            {Icon::Share.view()}
            <span>{label}</span>
        </button>
    }
}
