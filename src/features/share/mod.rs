//! Sharing an article: the system's sheet, links, copying; in WeChat a mask that
//! points at the menu.

mod button;
mod panel;
pub mod targets;

pub use button::{ShareButton, ShareLinks};
pub use panel::{Origin, SharePanel, Sharing};
