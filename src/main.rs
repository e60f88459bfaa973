//! The program that Trunk builds: takes over a page that a server rendered, else
//! puts the app into an empty one.

use zaidu::app::App;
use zaidu::browser::page;
use zaidu::features::share::wechat;
use zaidu::load::{Came, SCRIPT};

fn main() {
    page::mark("zaidu-start");
    wechat::arrive();
    match page::text(SCRIPT).as_deref().and_then(Came::from_json) {
        Some(came) => take_over(came),
        None => mount(),
    }
    page::mark("zaidu-ready");
    page::announce("zaidu-ready");
}

#[cfg(feature = "hydrate")]
fn take_over(came: Came) {
    use leptos::prelude::*;

    leptos::mount::hydrate_body({
        let came = came.clone();
        move || {
            provide_context(came);
            App()
        }
    });
    came.end();
}

/// Without the `hydrate` feature a rendered page gives way to the app.
#[cfg(not(feature = "hydrate"))]
fn take_over(_: Came) {
    page::empty();
    leptos::mount::mount_to_body(App);
}

fn mount() {
    leptos::mount::mount_to_body(App);
    // The words for a failed start go last: a mount that fails still needs them.
    page::remove("start");
}
