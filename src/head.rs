//! Document head: the title and the canonical URL of the current page.
//!
//! The server writes these, and much more, into the head of a rendered page; this module
//! updates them during client-side navigation.

use std::sync::{Arc, Mutex, PoisonError};

use leptos::prelude::*;
use zaidu_model::Site;

use crate::browser::page;
use crate::client_effect::client_effect;
use crate::data::{LoadState, Query};
use crate::{page_change, strings};

/// Receives the title during server rendering.
#[derive(Debug, Clone, Default)]
pub struct TitleSink(Arc<Mutex<String>>);

impl TitleSink {
    /// The title of the rendered page.
    #[must_use]
    pub fn take(&self) -> String {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Sets the document title, which ends in the name of the site, and the path of the canonical
/// URL. Without a `title` it is the name alone; without a `path` the page has no canonical URL.
pub fn set(site: Query<Site>, title: Option<String>, path: Option<String>) {
    let full_title = move || {
        let name = match site.get() {
            LoadState::Loaded(site) => site.name,
            LoadState::Loading | LoadState::Empty | LoadState::Failed(_) => {
                strings::SITE_FALLBACK.to_owned()
            }
        };
        match &title {
            Some(title) => strings::page_title(title, &name),
            None => name,
        }
    };
    if let Some(TitleSink(sink)) = use_context() {
        *sink.lock().unwrap_or_else(PoisonError::into_inner) = untrack(&full_title);
    }
    client_effect(move || {
        let title = full_title();
        page::set_title(&title);
        page_change::announce(&title);
        page::set_canonical(path.as_deref());
    });
}
