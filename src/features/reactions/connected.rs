//! The moods as they work: the backend's side.

use leptos::prelude::*;
use zaidu_model::{Counts, Credit, Key, Reaction, Route};

use super::bar::MoodBar;
use super::optimistic::Moods as State;
use super::outbox::{self, Outbox};
use crate::backend::{ApiRequest, backend};
use crate::client_effect::{client_effect, spawn_scoped};
use crate::data;
use crate::router;
use crate::strings;
use crate::ui::{self, StaticHtml};

/// The query of an article whose reader sent the form, and whose choice was not
/// taken.
pub const FAILED: &str = "?reaction=failed";

/// The moods on an article. The first render shows the counts that came with the
/// article; what this reader chose is asked for afterwards.
#[component]
pub fn Moods(
    /// The article.
    id: Key,
    /// Its counts.
    counts: Counts,
    /// What stands before the link to the rankings.
    children: Children,
) -> impl IntoView {
    // Counted, not owned by the view: a choice goes on when the reader has left.
    let came = data::reaction_that_came(&id);
    let is_known = came.is_some();
    let start = came.unwrap_or(Reaction { counts, mine: None });
    let outbox = Outbox::here();
    let moods = outbox.as_ref().map(|outbox| outbox.moods(&id, start));
    let state = RwSignal::from(moods.unwrap_or_else(|| ArcRwSignal::new(State::new(start))));

    // Counts that came with the page are all there is to know of a reader who
    // never reacted here. One who did may have got a page that a cache keeps for
    // everyone. The question ends with the view.
    let is_fresh = data::is_hydrating();
    let asked = (backend(), id.clone());
    let here = outbox.clone();
    let mut is_first = true;
    client_effect(move || {
        here.iter().for_each(Outbox::track);
        if std::mem::take(&mut is_first) && (is_known || (is_fresh && !outbox::has_reacted())) {
            return;
        }
        let (backend, id) = asked.clone();
        let changes = state.read_untracked().changes();
        spawn_scoped(async move {
            // Without an answer the counts stay, and a tap still works.
            if let Ok(answer) = backend.ask(ApiRequest::Reaction(id)).await {
                state.update(|state| state.heard(answer, changes));
            }
        });
    });
    let action = Route::reaction(&id);
    let was_refused = router::current().0.ends_with(FAILED);

    let calls = StoredValue::new((outbox, id));
    let act = move |act: &dyn Fn(&Outbox, &Key)| {
        calls.with_value(|(outbox, id)| outbox.iter().for_each(|outbox| act(outbox, id)));
    };
    let on_tap = move |mood| {
        let wanted = state.read_untracked().wanted_by(mood);
        act(&|outbox, id| outbox.want(id, wanted));
    };
    view! {
        <section class="moods" id="moods" aria-labelledby="moods-title">
            <h2 id="moods-title">{strings::YOUR_MOOD}</h2>
            <p class="moods-links">
                {children()}
                <span>
                    <a href=Route::Ranking.to_string()>{strings::RANKING}</a>
                    <span class="moods-slash">" /"</span>
                </span>
            </p>
            {was_refused
                .then(|| {
                    view! {
                        <p class="moods-refused" role="alert">
                            {strings::MOOD_FAILED}
                        </p>
                    }
                })}
            <MoodBar action state on_tap on_retry=move || act(&|outbox, id| outbox.retry(id)) />
        </section>
    }
}

/// Who provides the moods (云投).
#[component]
pub fn Provider(
    /// Its name, and perhaps its page.
    provider: Credit,
) -> impl IntoView {
    let link = provider.link();
    let name = move || vec![ui::maybe_link(provider.name, link).into()];
    view! { <span class="moods-provider">{StaticHtml::new(name)}</span> }
}
