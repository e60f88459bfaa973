//! 正在阅读: one line that stands in for the title once it has left the screen.

use leptos::html;
use leptos::prelude::*;

use crate::browser::{observers, page, text_layout};
use crate::client_effect::client_effect;
use crate::strings;

/// The bar. A tap leads back to the top.
#[component]
pub fn ReadingBar(
    /// What is being read.
    title: String,
    /// The title whose leaving makes the bar appear.
    headline: NodeRef<html::H1>,
    /// The text whose passing is the progress.
    body: NodeRef<html::Div>,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let percent = RwSignal::new(0_u8);
    let measure = move || {
        if let Some(body) = body.get_untracked().filter(|_| shown.get_untracked()) {
            let now = text_layout::progress(&body);
            if now != percent.get_untracked() {
                percent.set(now);
            }
        }
    };
    client_effect(move || {
        if let Some(headline) = headline.get() {
            observers::left_upwards(&headline, move |left| {
                shown.set(left);
                // A jump ends before the bar hears of it.
                measure();
            });
        }
    });
    client_effect(move || observers::scrolled(measure));
    view! {
        <div class="reading-bar" class:reading-bar-shown=shown>
            <button type="button" title=strings::TO_TOP on:click=move |_| page::scroll_to_top()>
                {strings::NOW_READING}
                <span class="reading-bar-title">{title}</span>
            </button>
            <progress max="100" value=percent aria-label=strings::PROGRESS></progress>
        </div>
    }
}
