//! Offline reading and installation: registers the service worker, says what is shown without a
//! network, lists the articles that are kept, and offers to install the site. All of it is in a
//! chunk, loaded when the browser is idle.

mod bar;
mod install;
mod kept;
mod status;

use leptos::tachys::renderer::types::Element;

use crate::backend::ApiRequest;
use crate::browser::idle::idle;
use crate::browser::{network, page, service_worker};
use crate::chunk::chunk_fn;
use crate::client_effect::spawn_scoped;
use crate::data::HYDRATION_SCRIPT_ID;
use crate::router::{CurrentLocation, Location};

/// Starts when the browser is idle, in builds that have the worker. `requests` are those of the page
/// at a location.
pub fn start(location: CurrentLocation, requests: fn(&Location) -> Vec<ApiRequest>) {
    if cfg!(feature = "split") && service_worker::is_supported() {
        spawn_scoped(async move {
            idle().await;
            // Without its code there is no offline reading in this visit.
            _ = run(location, requests).await;
        });
    }
}

chunk_fn! {
    in offline, loaded by load;
    fn run(location: CurrentLocation, requests: fn(&Location) -> Vec<ApiRequest>) -> () {
        status::watch(location);
        install::offer();
        let location = location.get_untracked();
        spawn_scoped(async move {
            let was_served = service_worker::register().await;
            keep(&requests(&location), was_served);
        });
    }
}

/// Has the worker keep the page that was loaded. It has seen the requests of a page that it
/// served, but not what a rendered page brought along, nor the text of an article, which that has as
/// HTML. What is opened later passes by it.
fn keep(requests: &[ApiRequest], was_served: bool) {
    let data = page::element_text(HYDRATION_SCRIPT_ID);
    let is_rendered = data.is_some();
    let mut lines = vec![data.unwrap_or_default()];
    let base = page::meta_content("zaidu-backend").unwrap_or_default();
    let base = base.trim_end_matches('/');
    for request in requests {
        if matches!(request, ApiRequest::Article(_) | ApiRequest::LiveArticle(..))
            || !(is_rendered || was_served)
        {
            lines.push([base, &request.path()].concat());
        }
    }
    if !network::saves_data() {
        lines.extend(service_worker::loaded_pictures());
    }
    service_worker::post(&lines.join("\n"));
    if !network::saves_data() {
        service_worker::load_pictures();
    }
}

chunk_fn! {
    in offline, loaded by load_list;
    /// Shows the articles that are kept, in `place`.
    pub fn show_kept(place: Element) -> () {
        kept::show(place);
    }
}
