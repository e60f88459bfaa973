//! Reading bar (正在阅读): sticky bar with the title and the reading progress, shown once the
//! headline has left the viewport, until the text has left it too.

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
    /// The share of the text that is folded away, in percent.
    hidden: RwSignal<u8>,
) -> impl IntoView {
    let (has_begun, has_ended) = (RwSignal::new(false), RwSignal::new(false));
    let is_shown = move || has_begun.get() && !has_ended.get();
    let percent = RwSignal::new(0_u8);
    let measure = move || {
        if let Some(body) = body.get_untracked().filter(|_| untrack(is_shown)) {
            let progress = progress(text_layout::reading_progress(&body), hidden.get_untracked());
            if progress != percent.get_untracked() {
                percent.set(progress);
            }
        }
    };
    client_effect(move || {
        if let Some(headline) = headline.get() {
            observers::observe_left_above(&headline, move |has_left| {
                has_begun.set(has_left);
                // After a jump, this callback runs later than the scroll event: measure again.
                measure();
            });
        }
    });
    client_effect(move || {
        if let Some(body) = body.get() {
            observers::observe_left_above(&body, move |has_left| has_ended.set(has_left));
        }
    });
    client_effect(move || observers::on_scroll_or_resize(measure));
    client_effect(move || {
        // The text is unfolded without being scrolled.
        hidden.track();
        measure();
    });
    view! {
        <div class="reading-bar" class:reading-bar-shown=is_shown>
            <button type="button" title=strings::TO_TOP on:click=move |_| page::scroll_to_top()>
                {strings::NOW_READING}
                <span class="reading-bar-title">{title}</span>
            </button>
            <progress max="100" value=percent aria-label=strings::PROGRESS></progress>
        </div>
    }
}

/// The progress in percent, of a text of which `read` percent of the visible part have been read
/// and `hidden` percent are folded away.
fn progress(read: u8, hidden: u8) -> u8 {
    // At most 100, so it fits.
    #[allow(clippy::cast_possible_truncation)]
    let percent = (u16::from(read) * u16::from(100 - hidden.min(100)) / 100) as u8;
    percent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_folded_away_has_not_been_read() {
        for (read, hidden, shown) in [(0, 0, 0), (100, 0, 100), (100, 57, 43), (50, 57, 21)] {
            assert_eq!(progress(read, hidden), shown);
        }
        for hidden in 0..=100 {
            assert!((0..=100).all(|read| progress(read, hidden) <= 100 - hidden));
        }
    }
}
