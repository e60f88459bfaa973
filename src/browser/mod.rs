//! Browser APIs: the only modules that use `web_sys`, besides the HTTP client and the mock in `backend` and the entry point.
//!
//! Storage may throw, the clipboard may be denied, sharing may be missing: each function
//! that can fail returns a `Result` or an `Option`. Nothing here may be called during the
//! first render, which must not depend on the browser.

pub mod canvas;
pub mod clipboard;
pub mod clock;
pub mod comfort;
pub mod dom;
pub mod enlarged;
pub mod events;
pub mod focus;
pub mod history;
pub mod idle;
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
pub mod style_sheet;
pub mod text_layout;
pub mod user_agent;
pub mod wechat;
