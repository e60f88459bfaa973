//! Choices that the server has not taken yet: a reader who comes back to an
//! article finds theirs as they left it, and not what the server says meanwhile.

use leptos::prelude::*;
use zaidu_model::Key;

use super::state::{Moods, Phase};

/// By article; few, and mostly none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Untaken(StoredValue<Vec<(Key, ArcRwSignal<Moods>)>>);

/// Keeps choices from page to page.
pub fn provide() {
    provide_context(Untaken(StoredValue::default()));
}

impl Untaken {
    /// The moods on article `id`: those with a choice under way, else `start`.
    pub(super) fn moods(id: &Key, start: Moods) -> ArcRwSignal<Moods> {
        let kept = use_context::<Self>().and_then(|Self(kept)| {
            kept.try_update_value(|kept| {
                kept.retain(|(_, moods)| moods.read_untracked().phase() != Phase::Settled);
                kept.iter().find(|(of, _)| of == id).map(|(_, moods)| moods.clone())
            })?
        });
        kept.unwrap_or_else(|| ArcRwSignal::new(start))
    }

    /// Keeps `moods` on article `id`, whose choice goes out now.
    pub(super) fn keep(self, id: Key, moods: &ArcRwSignal<Moods>) {
        self.0.try_update_value(|kept| {
            kept.retain(|(of, _)| *of != id);
            kept.push((id, moods.clone()));
        });
    }
}
