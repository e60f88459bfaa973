//! Entry point of the WebAssembly program: hydrates a server-rendered page, else mounts the
//! app.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;
use zaidu::app::App;
use zaidu::browser::{clock, dom, history, page, scheduler, trusted_types};
use zaidu::data::{HYDRATION_SCRIPT_ID, HydrationData};
use zaidu::features::reactions;
use zaidu::features::share::wechat;
use zaidu::pages;
use zaidu::router::Location;
use zaidu::scroll_restoration;

/// The attribute of the container of a rendered page that nobody has changed since the server
/// wrote it: the hash of its markup. The inline script of index.html removes it otherwise.
const MARKUP_HASH: &str = "data-hash";

fn main() {
    trusted_types::install();
    // Before the app assigns a key to the history entry.
    wechat::start_session();
    spawn_local(start());
}

async fn start() {
    // The page may be visible already: pending input is handled first. In a task of its own, a
    // panic does not fail the initialisation of the module.
    clock::sleep(0).await;
    page::mark("zaidu-start");
    scheduler::init();
    let Some(container) = page::container() else { return };
    let location = Location(history::path_and_query());
    // Without its code a rendered page stays as it is; a page that is not rendered yet says so.
    let is_rendered = container.has_attribute(MARKUP_HASH);
    let has_code = pages::load(location.route().as_ref(), is_rendered).await.is_ok();
    if !has_code && is_rendered {
        return page::dispatch_event("zaidu-ready");
    }
    match page_data() {
        None if is_rendered => {
            if pages::load(location.route().as_ref(), false).await.is_err() {
                return page::dispatch_event("zaidu-ready");
            }
            let requests = pages::requests(&location);
            HydrationData::load(requests, move |data| replace(container, data));
        }
        data => {
            page::dispatch_event("zaidu-start");
            match data {
                Some(data) if container.has_attribute(MARKUP_HASH) => {
                    hydrate(container, data).await;
                }
                data => mount(container, data),
            }
            on_ready();
        }
    }
}

/// Replaces a rendered page whose own data cannot be used. Without any the page stays as it is:
/// it can be read, and its forms and links work.
fn replace(container: HtmlElement, data: Option<HydrationData>) {
    if data.is_none() {
        return page::dispatch_event("zaidu-ready");
    }
    // The hash of no page: the inline script prepares the page to be made anew.
    let _ = container.set_attribute(MARKUP_HASH, "0");
    page::dispatch_event("zaidu-start");
    mount(container, data);
    on_ready();
}

fn on_ready() {
    page::mark("zaidu-ready");
    page::dispatch_event("zaidu-ready");
    scroll_restoration::restore(true);
    reactions::send_outbox();
}

/// The data of a rendered page; none without it, if it does not parse, or if it lacks the text of
/// an article and the page does too.
fn page_data() -> Option<HydrationData> {
    let data = HydrationData::from_json(&page::element_text(HYDRATION_SCRIPT_ID)?)?;
    let has_text = !dom::query_document(".article-body > *").is_empty();
    (has_text || !data.has_article()).then_some(data)
}

#[cfg(feature = "hydrate")]
async fn hydrate(container: HtmlElement, data: HydrationData) {
    let used = data.clone();
    let app = move || {
        provide_context(used);
        App()
    };
    // Not in the task that has parsed the data and looked at the page.
    clock::sleep(0).await;
    scheduler::run_in_slices(|| leptos::mount::hydrate_from(container, app).forget()).await;
    data.finish();
}

/// Without the `hydrate` feature a rendered page is replaced by the app, which requests its data.
#[cfg(not(feature = "hydrate"))]
async fn hydrate(container: HtmlElement, _: HydrationData) {
    container.set_text_content(None);
    mount(container, None);
}

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
