//! The panel of reading settings: a dialog in a chunk, loaded when the reader first opens it.

use std::cell::Cell;

use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::spawn_local;
use zaidu_model::Route;

use super::form::{SettingsForm, current, save};
use crate::browser::{comfort, dom, events, page};
use crate::chunk::chunk_fn;
use crate::strings;
use crate::ui::Dialog;
use crate::ui::node::{Node, element};

/// The links to the page of settings that open the panel instead.
const LINK: &str = "[href='/settings'][data-tap]";

/// Such a link, with the attributes of that of the header in the same order, which compresses well.
#[must_use]
pub fn settings_link() -> Node {
    let link = element("a").attr("href", Route::Settings.to_string()).attr("data-tap", "keep");
    let link = link.attr("aria-label", strings::SETTINGS_LABEL).attr("class", "site-tool");
    link.with(strings::SETTINGS_MARK).into()
}

/// Opens the panel when a link to the page of settings is clicked. Where its code cannot be loaded,
/// goes to that page, which has the same settings. Meanwhile the links show that one was tapped.
pub fn open_panel_by_links() {
    events::on_link_click(LINK, || open_panel_or(|| page::go_to(&Route::Settings.to_string())));
}

/// Opens the panel on the page of settings, which has no form if no server has rendered it.
pub fn open_panel_in_place() {
    open_panel_or(|| {});
}

fn open_panel_or(failed: fn()) {
    let mark = |value| {
        for link in dom::query_document(LINK) {
            // It fails only for an invalid attribute name.
            let _ = link.set_attribute("data-tap", value);
        }
    };
    mark("kept");
    comfort::enable_sheet();
    spawn_local(async move {
        let opened = open_in_chunk().await;
        mark("keep");
        if opened.is_err() {
            failed();
        }
    });
}

chunk_fn! {
    in comfort, loaded by load;
    /// Opens the panel, which is mounted at the end of the app the first time: no page has to
    /// provide a place for it.
    fn open_in_chunk() -> () {
        thread_local! {
            static OPEN: Cell<Option<RwSignal<bool>>> = const { Cell::new(None) };
        }
        if let (None, Some(container)) = (OPEN.get(), page::container()) {
            let panel = move || {
                let open = RwSignal::new(false);
                OPEN.set(Some(open));
                view! {
                    <Dialog open label=strings::SETTINGS close=strings::CLOSE class="comfort-panel">
                        <h2>{strings::SETTINGS}</h2>
                        <SettingsForm />
                    </Dialog>
                }
            };
            mount_to(container, panel).forget();
        }
        spawn_local(async move {
            comfort::sheet_loaded().await;
            if let Some(open) = OPEN.get() {
                open.set(true);
            }
        });
    }
}

/// Turns 关怀模式 on or off, as the value of [`CARE_PARAM`](zaidu_model::comfort::CARE_PARAM) says,
/// and goes to the home page.
pub fn apply_care(value: String) {
    spawn_local(async move {
        if save_care(value).await.is_ok() {
            page::go_to(&Route::Home.to_string());
        }
    });
}

chunk_fn! {
    in comfort, loaded by load_care;
    fn save_care(value: String) -> () {
        save(current().with_care(&value));
    }
}
