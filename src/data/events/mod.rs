//! Events: what has changed at the server while the reader reads. Views subscribe; the code that
//! receives events is a chunk, loaded when the browser is idle.

mod listeners;
mod session;
mod state;

use zaidu_model::{Event, Topic};

use crate::backend::{Backend, backend};
use crate::browser::idle::idle;
use crate::browser::{event_source, network};
use crate::chunk::chunk_fn;
use crate::client_effect::spawn_scoped;

/// Calls `receive` with the events of `topic`, until the current owner ends; for use in an effect. No
/// event comes where there are none: with the data saver, the mock, or a server of another origin.
pub fn subscribe(topic: Topic, receive: impl Fn(&Event) + 'static) {
    listeners::add(topic, Box::new(receive));
}

/// Begins to receive events once the browser is idle, unless the data saver is on.
pub fn start() {
    let backend = backend();
    if backend.has_events() && event_source::is_supported() && !network::saves_data() {
        spawn_scoped(async move {
            idle().await;
            // Without its code there are no events in this visit.
            _ = receive_events(backend).await;
        });
    }
}

chunk_fn! {
    in events, loaded by load;
    fn receive_events(backend: Backend) -> () {
        session::start(backend);
    }
}
