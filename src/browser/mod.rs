//! Browser APIs: the only modules that use `web_sys`, besides the HTTP client and the mock in `backend` and the entry point.
//!
//! Storage may throw, the clipboard may be denied, sharing may be missing: each function
//! that can fail returns a `Result` or an `Option`. Nothing here may be called during the
//! first render, which must not depend on the browser.

pub mod actions;
pub mod canvas;
pub mod click_queue;
pub mod clipboard;
pub mod clock;
pub mod comfort;
pub mod dom;
pub mod download;
pub mod early_requests;
pub mod enlarged;
pub mod event_source;
pub mod events;
pub mod focus;
pub mod history;
pub mod idle;
pub mod install;
pub mod layout;
pub mod lifecycle;
pub mod media_session;
pub mod mutations;
pub mod network;
pub mod observers;
pub mod overlay_history;
pub mod page;
pub mod prefetch_intent;
pub mod scheduler;
pub mod scroll_position;
pub mod service_worker;
pub mod share;
pub mod speech;
pub mod spoken_text;
pub mod storage;
pub mod style_sheet;
pub mod tabs;
pub mod text_layout;
pub mod text_place;
pub mod trusted_types;
pub mod user_agent;
pub mod wechat;
