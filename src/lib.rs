//! 在读 Zaidu: the article page of a news site, as a Leptos app.
//!
//! Modules stand in dependency order: each uses only those above it.

pub mod browser; // the browser, asked politely: each call may fail

pub mod backend; // where answers come from: HTTP, or the mock

pub mod client_effect; // what is done once a view stands

pub mod scroll_restoration; // where the reader stood, for when they come back

pub mod router; // the address that every page follows

pub mod strings; // every word that a reader sees

pub mod ui; // dialog, buttons, notices: knows no domain

pub mod data; // one type for every wait: loading, loaded, empty, failed

pub mod head; // the title and address of the current page

pub mod pictures; // which file of a picture is shown where

pub mod features; // article, share, reactions, feed …: know no other feature

pub mod pages; // composition of features, nothing else

pub mod app; // contexts, shell, the page of each address

#[cfg(feature = "ssr")]
pub mod render; // the app as HTML, for whoever sends it
