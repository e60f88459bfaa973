//! Browser test harness, for end-to-end tests and benchmarks: the built page in a browser, and
//! the real server in the same process behind a fault-injecting proxy.
#![allow(clippy::unwrap_used)] // a panic is the report

mod axe;
mod browser;
mod display;
mod driver;
mod engine;
mod env;
pub mod fake_wechat;
mod host;
mod inject;
mod page;
pub mod proxy;
pub mod sample;
mod visit;

pub use engine::{Capability, Engine};
pub use page::{Page, js_string};
pub use proxy::Fault;
pub use visit::{Visit, desktop, phone};
