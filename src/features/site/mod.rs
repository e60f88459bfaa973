//! Site header and footer, shown on every page.

mod footer;
mod header;
mod header_scroll;

pub use footer::Footer;
pub use header::Header;
