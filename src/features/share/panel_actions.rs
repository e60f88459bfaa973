//! Actions of the share panel, as the values of one `data-*` attribute: the panel is static HTML
//! with a delegated click listener.

/// The attribute with the action of an element: the key of a
/// [`ShareMethod`](super::methods::ShareMethod), or one of those below.
pub(super) const ACTION: &str = "data-way";
/// Copies the URL.
pub(super) const COPY: &str = "copy";
/// Returns to the list of methods.
pub(super) const BACK: &str = "back";
/// Closes the panel.
pub(super) const CLOSE: &str = "close";
/// Shows the poster of 3:4.
pub(super) const CARD: &str = "card";
/// Shows the long poster.
pub(super) const LONG: &str = "long";
