//! Content of a newsroom: where it is, how files are read, and whose settings hold.

mod files;
mod read_options;
mod settings;
mod source;

pub(crate) use files::{read, remarks};
pub use read_options::{Categories, Embargo, ReadOptions};
pub(crate) use settings::{Settings, with_settings};
pub(crate) use source::shown_url;
pub use source::{Content, Place};
