//! The browser, asked politely. Nothing else touches it, except HTTP.
//!
//! Storage may throw, the clipboard may refuse, sharing may be absent: each call
//! that can fail says so in its type. Nothing here may run in the first render.

pub mod canvas;
pub mod clipboard;
pub mod clock;
pub mod dom;
mod events;
pub mod history;
pub mod layout;
pub mod lifecycle;
pub mod network;
pub mod observers;
pub mod overlay_history;
pub mod page;
pub mod prefetch_intent;
pub mod scheduler;
pub mod scroll_position;
pub mod share;
pub mod storage;
pub mod text_layout;
pub mod user_agent;
pub mod wechat;
