//! Sharing an article: the system's sheet, links, copying, a code, a poster; in
//! WeChat a mask that points at the menu.

mod button;
mod methods;
mod panel;
mod panel_views;
mod poster;
mod qr_code;
mod sharing;
mod signed_url;
pub mod targets;
pub mod wechat;

pub use button::{ShareButton, ShareFoot};
pub use panel::{SharePanel, content};
pub use sharing::{Face, Origin, Outcome, Sharing};
