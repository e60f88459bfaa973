//! Entry point of the WebAssembly program: hydrates a server-rendered page, else mounts the
//! app.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;
use zaidu::app::App;
use zaidu::browser::{clock, page, scheduler};
use zaidu::data::{HYDRATION_SCRIPT_ID, HydrationData};
use zaidu::features::reactions;
use zaidu::features::share::wechat;
use zaidu::scroll_restoration;

/// The attribute of the container of a rendered page that nobody has changed since the server
/// wrote it: the hash of its markup. The inline script of index.html removes it otherwise.
const MARKUP_HASH: &str = "data-hash";

fn main() {
    // Before the app assigns a key to the history entry.
    wechat::start_session();
    spawn_local(start());
}

async fn start() {
    // The page may be visible already: pending input is handled first. In a task of its own, a
    // panic does not fail the initialisation of the module.
    clock::sleep(0).await;
    page::mark("zaidu-start");
    page::dispatch_event("zaidu-start");
    let Some(container) = page::container() else { return };
    let json = page::element_text(HYDRATION_SCRIPT_ID);
    let data = json.as_deref().and_then(HydrationData::from_json);
    let is_rendered = container.has_attribute(MARKUP_HASH);
    match data {
        Some(data) if is_rendered && cfg!(feature = "hydrate") => {
            scheduler::run_in_slices(|| hydrate(container, data.clone())).await;
            data.finish();
        }
        data => {
            if is_rendered {
                container.set_text_content(None);
            }
            mount(container, data.filter(|_| !is_rendered));
        }
    }
    page::mark("zaidu-ready");
    page::dispatch_event("zaidu-ready");
    scroll_restoration::restore(true);
    reactions::send_outbox();
}

#[cfg(feature = "hydrate")]
fn hydrate(container: HtmlElement, data: HydrationData) {
    let app = move || {
        provide_context(data);
        App()
    };
    leptos::mount::hydrate_from(container, app).forget();
}

/// Never called: without the `hydrate` feature a rendered page is replaced by the app.
#[cfg(not(feature = "hydrate"))]
fn hydrate(_: HtmlElement, _: HydrationData) {}

/// Mounts the app, with the data of the page that it replaces.
fn mount(container: HtmlElement, data: Option<HydrationData>) {
    let used = data.clone();
    let app = move || {
        if let Some(data) = used {
            provide_context(data);
        }
        App()
    };
    leptos::mount::mount_to(container, app).forget();
    page::dispatch_event("zaidu-made");
    data.iter().for_each(HydrationData::finish);
    // The message for a failed start is removed last: it is needed if mounting fails.
    page::remove_element("start");
}
