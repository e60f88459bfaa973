//! The program that Trunk builds: puts the app into the page.

fn main() {
    // What stood there until now, with the words for a failed start.
    zaidu::browser::page::remove("start");
    leptos::mount::mount_to_body(zaidu::app::App);
}
