//! The moods as they work: the backend's side.

use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped_with_cancellation;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use zaidu_model::{Counts, Credit, Key, Mood, Reaction, Route};

use super::bar::MoodBar;
use super::state::Moods as State;
use super::untaken::Untaken;
use crate::backend::{Question, backend};
use crate::browser::storage::Storage;
use crate::here;
use crate::load;
use crate::ui::{self, Still};
use crate::words;

/// The query of an article whose reader sent the form, and whose choice was not
/// taken.
pub const FAILED: &str = "?reaction=failed";

/// Says that this browser's reader has reacted to anything, ever.
const REACTED: &str = "zaidu:reacted";

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
    let came = load::reaction_that_came(&id);
    let is_known = came.is_some();
    let start = came.unwrap_or(Reaction { counts, mine: None });
    let shared = Untaken::moods(&id, State::new(start));
    let untaken = use_context::<Untaken>();
    let state = RwSignal::from(shared.clone());
    let backend = backend();

    let ask = {
        let (backend, id) = (backend.clone(), id.clone());
        move || async move {
            // Without an answer the counts of the article stay, and a tap still works.
            if let Ok(answer) = backend.ask(Question::Reaction(id)).await {
                state.update(|state| state.heard(answer));
            }
        }
    };
    // Counts that came with the page are all there is to know of a reader who
    // never reacted here. One who did may have got a page that a cache keeps for
    // everyone. The question ends with the view.
    let is_fresh = load::is_hydrating();
    Effect::new(move |_| {
        let has_reacted = || Storage::Local.get(REACTED).is_ok_and(|kept| kept.is_some());
        if !is_known && (!is_fresh || has_reacted()) {
            spawn_local_scoped_with_cancellation(ask.clone()());
        }
    });
    let action = Route::reaction(&id);
    let was_refused = here::now().0.ends_with(FAILED);

    let calls = SendWrapper::new((backend, id));
    let send = StoredValue::new(move |first: Option<Mood>| {
        let (backend, id) = calls.clone().take();
        let state = shared.clone();
        if let Some(untaken) = untaken {
            untaken.keep(id.clone(), &state);
        }
        spawn_local(async move {
            let mut next = Some(first);
            while let Some(mood) = next {
                let answer = backend.clone().choose(id.clone(), mood).await;
                // Where nothing can be kept, pages of one's own still say it.
                let _ = Storage::Local.set(REACTED, "1");
                let mut state = state.write();
                next = match answer {
                    Ok(answer) => state.taken(answer),
                    Err(_) => {
                        state.refused();
                        None
                    }
                };
            }
        });
    });
    let act = move |transition: &dyn Fn(&mut State) -> Option<Option<Mood>>| {
        if let Some(choice) = state.try_update(transition).flatten() {
            send.with_value(|send| send(choice));
        }
    };
    view! {
        <section class="moods" id="moods" aria-labelledby="moods-title">
            <h2 id="moods-title">{words::YOUR_MOOD}</h2>
            <p class="moods-links">
                {children()}
                <span>
                    <a href=Route::Ranking.to_string()>{words::RANKING}</a>
                    <span class="moods-slash">" /"</span>
                </span>
            </p>
            {was_refused
                .then(|| {
                    view! {
                        <p class="moods-refused" role="alert">
                            {words::MOOD_FAILED}
                        </p>
                    }
                })}
            <MoodBar
                action
                state
                on_tap=move |mood| act(&|state| state.tap(mood))
                on_retry=move || act(&State::retry)
            />
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
    let name = move || vec![ui::named(provider.name, link).into()];
    view! { <span class="moods-provider">{Still::new(name)}</span> }
}
