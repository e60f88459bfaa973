//! The program that Trunk builds: takes over a page that a server rendered, else
//! puts the app into an empty one.

use wasm_bindgen_futures::spawn_local;
use zaidu::app::App;
use zaidu::browser::{clock, page, scheduler};
use zaidu::data::{HYDRATION_SCRIPT_ID, HydrationData};
use zaidu::features::reactions;
use zaidu::features::share::wechat;
use zaidu::scroll_restoration;

fn main() {
    // Before the app names the entry of the history.
    wechat::start_session();
    match page::element_text(HYDRATION_SCRIPT_ID).as_deref().and_then(HydrationData::from_json) {
        // The page stands already: a tap that has come meanwhile goes first.
        Some(came) => spawn_local(async move {
            clock::sleep(0).await;
            page::mark("zaidu-start");
            scheduler::run_in_slices(|| take_over(came.clone())).await;
            came.finish();
            is_ready();
        }),
        None => {
            page::mark("zaidu-start");
            mount();
            is_ready();
        }
    }
}

fn is_ready() {
    page::mark("zaidu-ready");
    page::dispatch_event("zaidu-ready");
    scroll_restoration::restore(true);
    reactions::send_outbox();
}

#[cfg(feature = "hydrate")]
fn take_over(came: HydrationData) {
    use leptos::prelude::*;

    leptos::mount::hydrate_body(move || {
        provide_context(came);
        App()
    });
}

/// Without the `hydrate` feature a rendered page gives way to the app.
#[cfg(not(feature = "hydrate"))]
fn take_over(_: HydrationData) {
    page::clear_body();
    leptos::mount::mount_to_body(App);
}

fn mount() {
    leptos::mount::mount_to_body(App);
    // The words for a failed start go last: a mount that fails still needs them.
    page::remove_element("start");
}
