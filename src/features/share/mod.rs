//! Sharing an article: the system's sheet, links, copying; in WeChat a mask that
//! points at the menu.

mod button;
mod panel;
mod signing;
pub mod targets;
pub mod wechat;

pub use button::{ShareButton, ShareLinks};
pub use panel::{Origin, SharePanel, Sharing};
