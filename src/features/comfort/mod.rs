//! Reading comfort: the form of reading settings, and the panel that the header opens.

mod form;
mod panel;

pub use form::rendered_form;
pub use panel::{apply_care, open_panel_by_links, open_panel_in_place, settings_link};
