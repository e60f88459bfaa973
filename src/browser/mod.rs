//! The browser, asked politely. Nothing else touches it, except HTTP.
//!
//! Storage may throw, the clipboard may refuse, sharing may be absent: each call
//! that can fail says so in its type. Nothing here may run in the first render.

pub mod agent;
pub mod canvas;
pub mod clipboard;
pub mod clock;
pub mod cover;
mod events;
pub mod history;
pub mod intent;
pub mod network;
pub mod page;
pub mod pieces;
pub mod reading;
pub mod room;
pub mod share;
pub mod spot;
pub mod storage;
pub mod turns;
pub mod wake;
pub mod watch;
pub mod wechat;
