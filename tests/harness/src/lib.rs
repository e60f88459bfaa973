//! What browser tests and benchmarks are written with: the built page in
//! Chromium, and the real server in the same process.
#![allow(clippy::unwrap_used)] // a panic is the report

mod axe;
mod browser;
mod driver;
mod env;
pub mod gate;
mod host;
mod page;
pub mod sample;
mod visit;
pub mod weixin;

pub use gate::Fault;
pub use page::Page;
pub use visit::{Visit, desktop, phone};
