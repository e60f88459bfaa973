//! Mood bar: presentational component with the four mood buttons; state in, events out.

use std::sync::atomic::AtomicBool;

use leptos::ev;
use leptos::prelude::*;
use zaidu_model::{Choice, Mood};

use super::icon::mood_icon;
use super::optimistic::{MoodState, PendingReason, Phase};
use crate::browser::style_sheet;
use crate::strings;
use crate::ui::StaticHtml;

/// Whether the page has the styles of a mood that was just chosen.
static HAS_JOY: AtomicBool = AtomicBool::new(false);

/// Four buttons with icon, name, count and a proportional bar. They are submit buttons of a
/// form, so that they work before hydration and without JavaScript.
#[component]
pub fn MoodBar(
    /// The URL to which the form is posted without JavaScript.
    action: String,
    /// The state to show.
    #[prop(into)]
    state: Signal<MoodState>,
    /// Called when the reader taps a mood.
    on_tap: impl Fn(Mood) + Copy + Send + 'static,
    /// Called when the reader retries.
    on_retry: impl Fn() + Copy + Send + 'static,
) -> impl IntoView {
    let reaction = move || state.get().shown();
    let button = move |mood: Mood| {
        let name = strings::mood(mood);
        let count = move || reaction().counts.get(mood);
        // As texts, so that all reactive attributes have one type.
        let height = move || percentage(count(), reaction().counts.total());
        let is_mine = move || reaction().mine == Some(mood);
        view! {
            <li>
                <button
                    type="submit"
                    class="mood"
                    class:mood-fresh=move || state.get().is_newly_selected(mood)
                    name="mood"
                    // A second tap withdraws the mood.
                    value=move || Choice { mood: (!is_mine()).then_some(mood) }.key().to_owned()
                    data-tap="keep"
                    aria-pressed=move || is_mine().to_string()
                    on:click=move |event: ev::MouseEvent| {
                        event.prevent_default();
                        style_sheet::add(&HAS_JOY, include_str!("../../../style/chunks/joy.css"));
                        on_tap(mood);
                    }
                >
                    <span class="mood-picture">
                        <svg
                            class="mood-share"
                            viewBox="0 0 1 100"
                            preserveAspectRatio="none"
                            aria-hidden="true"
                        >
                            <rect width="1" height=move || height().to_string() y=move || (100 - height()).to_string() />
                        </svg>
                        {mood_icon(mood)}
                    </span>
                    <span class="mood-name">{name}</span>
                    <span class="mood-count">{StaticHtml::text(move || strings::count(count()))}</span>
                </button>
            </li>
        }
    };
    let retry = move |text: &'static str| {
        view! {
            {message(text)}
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
                Phase::Sending { .. } | Phase::Pending { reason: PendingReason::OtherTab, .. } => {
                    ().into_any()
                }
                Phase::Settled => {
                    let choice = state.get().confirmed_choice();
                    choice.map_or_else(|| ().into_any(), |mood| message(status(mood)))
                }
                Phase::Pending { reason: PendingReason::RetryAfter, .. } => {
                    message(strings::MOOD_RATE_LIMITED)
                }
                Phase::Pending { reason: PendingReason::Backoff, .. } => retry(strings::MOOD_PENDING),
                Phase::Failed { .. } => retry(strings::MOOD_FAILED),
                Phase::Withdrawn => message(strings::WITHDRAWN),
            }}
        </div>
    }
}

/// A message in an element of its own: a translator may replace the text in it, and it is removed
/// all the same.
fn message(text: &'static str) -> AnyView {
    view! { <span>{text}</span> }.into_any()
}

/// The status message for a confirmed choice.
fn status(choice: Option<Mood>) -> &'static str {
    if choice.is_some() { strings::MOOD_SAVED } else { strings::MOOD_WITHDRAWN }
}

/// The share of `count` in `total`, in whole percent.
fn percentage(count: u64, total: u64) -> u64 {
    match total {
        0 => 0,
        total => count.saturating_mul(100) / total,
    }
}
