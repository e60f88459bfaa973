//! The program that Trunk builds: puts the app into the page.

fn main() {
    leptos::mount::mount_to_body(zaidu::app::App);
    // The words for a failed start go last: a mount that fails still needs them.
    zaidu::browser::page::remove("start");
}
