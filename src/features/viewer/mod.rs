//! Picture viewer: the pictures of a text on the whole screen, to be enlarged by fingers and keys.
//!
//! A picture in a text is a link to its file. With the program a click opens the viewer, whose
//! code is loaded by the first click; where it cannot be loaded, the link is followed.

mod dialog;
mod gesture;

use leptos::ev;
use leptos::tachys::renderer::types::Element;
use leptos::task::spawn_local;

use crate::browser::enlarged;
use crate::chunk::chunk_fn;

/// Handles a click in a text: opens the viewer if it is one on a picture, and none that opens a
/// tab.
pub fn on_click(event: &ev::MouseEvent) {
    if let Some(link) = enlarged::clicked_link(event) {
        event.prevent_default();
        spawn_local(async move {
            if open(link.clone()).await.is_err() {
                enlarged::follow(&link);
            }
        });
    }
}

chunk_fn! {
    in viewer, loaded by load;
    fn open(link: Element) -> () {
        dialog::open(&link);
    }
}
