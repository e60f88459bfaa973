//! The moods as they look: values in, taps out.

use leptos::ev;
use leptos::prelude::*;
use zaidu_model::{Choice, Mood};

use super::face::face;
use super::optimistic::{Awaited, Moods, Phase};
use crate::strings;

/// Four buttons with picture, word, count and a bar in proportion: a form, so
/// that they work before the program is there and without it.
#[component]
pub fn MoodBar(
    /// Where the form is sent without the program.
    action: String,
    /// What to show.
    #[prop(into)]
    state: Signal<Moods>,
    /// The reader tapped a mood.
    on_tap: impl Fn(Mood) + Copy + Send + 'static,
    /// The reader tries again.
    on_retry: impl Fn() + Copy + Send + 'static,
) -> impl IntoView {
    let reaction = move || state.get().shown();
    let button = move |mood: Mood| {
        let name = strings::mood(mood);
        let count = move || reaction().counts.get(mood);
        let height = move || share(count(), reaction().counts.total());
        let is_mine = move || reaction().mine == Some(mood);
        view! {
            <li>
                <button
                    type="submit"
                    class="mood"
                    class:mood-fresh=move || state.get().is_fresh(mood)
                    name="mood"
                    // A second tap withdraws.
                    value=move || Choice { mood: (!is_mine()).then_some(mood) }.key()
                    data-tap="keep"
                    aria-pressed=move || is_mine().to_string()
                    on:click=move |event: ev::MouseEvent| {
                        event.prevent_default();
                        on_tap(mood);
                    }
                >
                    <span class="mood-picture">
                        <svg
                            class="mood-share"
                            viewBox="0 0 1 100"
                            preserveAspectRatio="none"
                            aria-hidden="true"
                            focusable="false"
                        >
                            <rect width="1" height=height y=move || 100 - height() />
                        </svg>
                        {face(mood)}
                    </span>
                    <span class="mood-name">{name}</span>
                    <span class="mood-count">{move || strings::count(count())}</span>
                </button>
            </li>
        }
    };
    let again = move |words: &'static str| {
        view! {
            <span>{words}</span>
            <button type="button" class="button" on:click=move |_| on_retry()>
                {strings::RETRY}
            </button>
        }
        .into_any()
    };
    view! {
        <form method="post" action=action>
            <ul class="moods-list">{Mood::ALL.map(button).collect_view()}</ul>
        </form>
        <div class="moods-status" role="status">
            {move || match state.get().phase() {
                Phase::Sending { .. } | Phase::Waiting { awaited: Awaited::Tab, .. } => {
                    ().into_any()
                }
                Phase::Settled => said(state.get().taken_choice()).into_any(),
                Phase::Waiting { awaited: Awaited::Rest, .. } => strings::MOOD_BUSY.into_any(),
                Phase::Waiting { awaited: Awaited::Answer, .. } => again(strings::MOOD_WAITING),
                Phase::Failed { .. } => again(strings::MOOD_FAILED),
            }}
        </div>
    }
}

/// What became of the reader's choice.
fn said(choice: Option<Option<Mood>>) -> Option<&'static str> {
    choice.map(|mood| if mood.is_some() { strings::MOOD_SAVED } else { strings::MOOD_WITHDRAWN })
}

/// How much of all choices fell on this one, in whole percent.
fn share(count: u64, total: u64) -> u64 {
    match total {
        0 => 0,
        total => count.saturating_mul(100) / total,
    }
}
