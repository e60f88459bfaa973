//! Sharing an article: Web Share API, links to social networks, clipboard, QR code, poster, and
//! in WeChat a mask that points at WeChat's menu.

mod button;
mod controller;
mod methods;
mod panel;
mod panel_actions;
mod panel_views;
mod poster;
mod qr_code;
mod signed_url;
pub mod targets;
pub mod typeset;
pub mod wechat;

pub use button::{ShareButton, ShareFoot};
pub use controller::{Origin, Outcome, PanelView, ShareController};
pub use panel::{SharePanel, content};
