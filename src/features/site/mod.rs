//! What every page shows of the newsroom.

mod footer;
mod header;

pub use footer::Footer;
pub use header::Header;
