//! Sharing an article: the system's sheet, links, copying, a code, a poster; in
//! WeChat a mask that points at the menu.

mod button;
mod code;
mod faces;
mod panel;
mod poster;
mod sharing;
mod signing;
pub mod targets;
mod ways;
pub mod wechat;

pub use button::{ShareButton, ShareFoot};
pub use panel::{SharePanel, content};
pub use sharing::{Face, Origin, Outcome, Sharing};
