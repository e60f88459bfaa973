//! 在读 Zaidu: the article page of a news site, as a Leptos app.
//!
//! Modules are in dependency order: each uses only those above it.

pub mod browser; // browser APIs; each call may fail

pub mod chunk; // code splitting: functions that are loaded when first needed

pub mod backend; // API client: over HTTP, or the in-browser mock

pub mod client_effect; // client-only effects and tasks bound to an owner

pub mod scroll_restoration; // scroll position and loaded lists of each history entry

pub mod page_change; // where the focus goes after a navigation, and what is announced

pub mod router; // client-side router: the current location

pub mod strings; // user-facing strings

pub mod ui; // components without domain knowledge: dialog, notices, virtual list

pub mod onward; // links onward, where a page or list ends

pub mod data; // data fetching: loading, loaded, empty, failed; hydration data; prefetch

pub mod head; // title and canonical URL of the current page

pub mod pictures; // responsive images: which file of a picture for which slot

pub mod facet_links; // links to the pages of tags and authors
pub mod preview_meta; // channel, source and time of a preview; relative times

pub mod features; // article, share, reactions, feed …; none uses another

pub mod pages; // page components: composition of features

pub mod app; // contexts, shell, the page of each route

#[cfg(feature = "ssr")]
pub mod render; // server rendering: the app as HTML
