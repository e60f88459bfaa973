//! Site header and footer, shown on every page.

mod footer;
mod header;

pub use footer::Footer;
pub use header::Header;
