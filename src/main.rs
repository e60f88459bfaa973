//! Entry point of the WebAssembly program: hydrates a server-rendered page, else mounts the
//! app.

use wasm_bindgen_futures::spawn_local;
use zaidu::app::App;
use zaidu::browser::{clock, page, scheduler};
use zaidu::data::{HYDRATION_SCRIPT_ID, HydrationData};
use zaidu::features::reactions;
use zaidu::features::share::wechat;
use zaidu::scroll_restoration;

fn main() {
    // Before the app assigns a key to the history entry.
    wechat::start_session();
    match page::element_text(HYDRATION_SCRIPT_ID).as_deref().and_then(HydrationData::from_json) {
        // The page is visible already: pending input is handled before hydration starts.
        Some(data) => spawn_local(async move {
            clock::sleep(0).await;
            page::mark("zaidu-start");
            scheduler::run_in_slices(|| hydrate(data.clone())).await;
            data.finish();
            on_ready();
        }),
        None => {
            page::mark("zaidu-start");
            mount();
            on_ready();
        }
    }
}

fn on_ready() {
    page::mark("zaidu-ready");
    page::dispatch_event("zaidu-ready");
    scroll_restoration::restore(true);
    reactions::send_outbox();
}

#[cfg(feature = "hydrate")]
fn hydrate(data: HydrationData) {
    use leptos::prelude::*;

    leptos::mount::hydrate_body(move || {
        provide_context(data);
        App()
    });
}

/// Without the `hydrate` feature a server-rendered page is replaced by the app.
#[cfg(not(feature = "hydrate"))]
fn hydrate(_: HydrationData) {
    page::clear_body();
    leptos::mount::mount_to_body(App);
}

fn mount() {
    leptos::mount::mount_to_body(App);
    // The message for a failed start is removed last: it is needed if mounting fails.
    page::remove_element("start");
}
