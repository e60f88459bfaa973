//! What the tests are written with.

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
