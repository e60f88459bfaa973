//! Moods of an article: container component that connects [`MoodBar`] to the backend.

use leptos::prelude::*;
use zaidu_model::{Counts, Credit, Event, Key, Reaction, Route, Topic};

use super::bar::MoodBar;
use super::optimistic::MoodState;
use super::outbox::{self, Outbox};
use crate::backend::{ApiRequest, backend};
use crate::client_effect::{client_effect, spawn_scoped};
use crate::data;
use crate::router;
use crate::strings;
use crate::ui::{self, StaticHtml};

/// The query string of the article page to which the server redirects when it rejected a choice
/// that was posted by the form.
pub const FAILED_QUERY: &str = "?reaction=failed";

/// The moods of an article. The first render shows the counts of the article; the choice of this
/// reader is requested afterwards.
#[component]
pub fn Moods(
    /// The article.
    id: Key,
    /// Its counts by mood.
    counts: Counts,
    /// Content before the link to the rankings.
    children: Children,
) -> impl IntoView {
    let hydrated = data::hydrated_reaction(&id);
    let is_known = hydrated.is_some();
    let initial = hydrated.unwrap_or(Reaction { counts, mine: None });
    let outbox = Outbox::current();
    let moods = outbox.as_ref().map(|outbox| outbox.moods(&id, initial));
    // Reference-counted, not owned by the view: a request in flight outlives the view.
    let state = RwSignal::from(moods.unwrap_or_else(|| ArcRwSignal::new(MoodState::new(initial))));

    // On a server-rendered page the counts are complete for a reader who has never reacted here.
    // One who has may have received a cached page that is shared by all readers. The request is
    // cancelled when the view is unmounted.
    let is_hydrating = data::is_hydrating();
    let request = (backend(), id.clone());
    let tracked = outbox.clone();
    let mut is_first = true;
    // Set when changes of the counts may have been missed.
    let reload = RwSignal::new(());
    client_effect(move || {
        tracked.iter().for_each(Outbox::track);
        reload.get();
        if std::mem::take(&mut is_first) && (is_known || (is_hydrating && !outbox::has_reacted())) {
            return;
        }
        let (backend, id) = request.clone();
        let revision = state.read_untracked().revision();
        spawn_scoped(async move {
            match backend.fetch_as(ApiRequest::Reaction(id)).await {
                Ok(response) => state.update(|state| state.reconcile(response, revision)),
                Err(error) if error.is_withdrawn() => state.update(|state| _ = state.withdraw()),
                // The counts stay and a tap still works.
                Err(_) => {}
            }
        });
    });
    let article = id.clone();
    client_effect(move || {
        data::events::subscribe(Topic::Article(article.clone()), move |event| match event {
            Event::Counts { counts, .. } => {
                state.maybe_update(|state| state.update_counts(*counts));
            }
            Event::Reset {} => reload.set(()),
            Event::Articles { .. } | Event::Article { .. } => {}
        });
    });
    let action = Route::reaction(&id);
    let was_rejected = router::current().0.ends_with(FAILED_QUERY);

    let handles = StoredValue::new((outbox, id));
    let with_outbox = move |act: &dyn Fn(&Outbox, &Key)| {
        handles.with_value(|(outbox, id)| outbox.iter().for_each(|outbox| act(outbox, id)));
    };
    let on_tap = move |mood| {
        let desired = state.read_untracked().toggled(mood);
        with_outbox(&|outbox, id| outbox.submit(id, desired));
    };
    view! {
        <section class="moods" id="moods" aria-labelledby="moods-title">
            <h2 id="moods-title">{strings::YOUR_MOOD}</h2>
            <p class="moods-links">
                <a href=Route::Ranking.to_string()>{strings::RANKING}</a>
                {children()}
            </p>
            {was_rejected
                .then(|| {
                    view! {
                        <p class="moods-refused" role="alert">
                            {strings::MOOD_FAILED}
                        </p>
                    }
                })}
            <MoodBar action state on_tap on_retry=move || with_outbox(&|outbox, id| outbox.retry(id)) />
        </section>
    }
}

/// The provider of the moods (云投).
#[component]
pub fn Provider(
    /// Its name and optional link.
    provider: Credit,
) -> impl IntoView {
    let link = provider.link();
    let name = move || vec![ui::maybe_link(provider.name, link).into()];
    view! { <span class="moods-provider">{StaticHtml::new(name)}</span> }
}
