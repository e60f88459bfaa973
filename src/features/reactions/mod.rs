//! Mood reactions (您此时的心情): the moods of an article with optimistic updates and an
//! offline outbox.

mod bar;
mod icon;
mod moods;
mod optimistic;
mod outbox;

pub use bar::MoodBar;
pub use moods::{FAILED_QUERY, Moods, Provider};
pub use optimistic::{MoodState, PendingReason, Phase};
pub use outbox::{provide_outbox, send_outbox};
