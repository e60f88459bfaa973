//! The browser, asked politely. Nothing else touches it, except HTTP.
//!
//! Storage may throw, the clipboard may refuse, sharing may be absent: each call
//! that can fail says so in its type. Nothing here may run in the first render.

pub mod agent;
pub mod canvas;
pub mod clipboard;
pub mod clock;
pub mod cover;
pub mod history;
pub mod page;
pub mod reading;
pub mod share;
pub mod storage;
pub mod turns;
pub mod wake;
pub mod watch;
pub mod wechat;
