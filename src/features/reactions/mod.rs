//! 您此时的心情: what a reader felt, and what the others did.

mod bar;
mod connected;
mod face;
mod optimistic;
mod outbox;

pub use bar::MoodBar;
pub use connected::{FAILED, Moods, Provider};
pub use optimistic::{Awaited, Moods as MoodState, Phase};
pub use outbox::{provide, send_kept};
