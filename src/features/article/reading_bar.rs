//! Reading bar (正在阅读): sticky bar with the title and the reading progress, shown once the
//! headline has left the viewport.

use leptos::html;
use leptos::prelude::*;

use crate::browser::{observers, page, text_layout};
use crate::client_effect::client_effect;
use crate::strings;

/// The bar. A tap scrolls to the top.
#[component]
pub fn ReadingBar(
    /// The article's title.
    title: String,
    /// The headline element; the bar is shown when it is above the viewport.
    headline: NodeRef<html::H1>,
    /// The article's text, from whose scroll position the progress is computed.
    body: NodeRef<html::Div>,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let percent = RwSignal::new(0_u8);
    let measure = move || {
        if let Some(body) = body.get_untracked().filter(|_| shown.get_untracked()) {
            let progress = text_layout::reading_progress(&body);
            if progress != percent.get_untracked() {
                percent.set(progress);
            }
        }
    };
    client_effect(move || {
        if let Some(headline) = headline.get() {
            observers::observe_left_above(&headline, move |has_left| {
                shown.set(has_left);
                // After a jump, this callback runs later than the scroll event: measure again.
                measure();
            });
        }
    });
    client_effect(move || observers::on_scroll_or_resize(measure));
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
