//! What a page says of itself: its title and its one true address.
//!
//! The server writes these, and much more, into the head of what it renders;
//! this keeps them true while a reader goes from page to page.

use std::sync::{Arc, Mutex, PoisonError};

use leptos::prelude::*;
use zaidu_model::Site;

use crate::browser::page;
use crate::client_effect::client_effect;
use crate::data::{LoadState, Query};
use crate::strings;

/// Takes the title of a page that is rendered without a browser.
#[derive(Debug, Clone, Default)]
pub struct TitleSink(Arc<Mutex<String>>);

impl TitleSink {
    /// The title of what was rendered.
    #[must_use]
    pub fn take(&self) -> String {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Gives the current page its title, which ends in the newsroom's name, and its
/// address below the site's origin. The page of no title is the newsroom's own;
/// one of no address is none to come back to.
pub fn set(site: Query<Site>, title: Option<String>, address: Option<String>) {
    let whole = move || {
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
        *sink.lock().unwrap_or_else(PoisonError::into_inner) = untrack(&whole);
    }
    client_effect(move || {
        page::set_title(&whole());
        page::set_canonical(address.as_deref());
    });
}
