//! 您此时的心情: what a reader felt, and what the others did.

mod bar;
mod connected;
mod face;
mod state;
mod untaken;

pub use bar::MoodBar;
pub use connected::{FAILED, Moods, Provider};
pub use state::{Moods as MoodState, Phase};
pub use untaken::provide;
