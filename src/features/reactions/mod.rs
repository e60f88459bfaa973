//! 您此时的心情: what a reader felt, and what the others did.

mod bar;
mod connected;
mod face;
mod outbox;
mod state;

pub use bar::MoodBar;
pub use connected::{FAILED, Moods, Provider};
pub use outbox::{provide, send_kept};
pub use state::{Awaited, Moods as MoodState, Phase};
