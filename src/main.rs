//! The program that Trunk builds: puts the app into the page.

fn main() {
    leptos::mount::mount_to_body(zaidu::app::App);
}
