//! Table of contents (目录) of a text: the current place is marked while the reader scrolls.
//!
//! The list itself is part of the text, and its links work without a program. The code is loaded
//! for texts that have one only.

mod place;

use leptos::prelude::*;

use crate::browser::dom;
use crate::chunk::chunk_fn;
use crate::client_effect::{client_effect, spawn_scoped};

/// Marks the current place in the table of contents of the page, if it has one, until the current
/// owner ends.
pub fn follow() {
    client_effect(move || {
        if !dom::query_document(".toc").is_empty() {
            let owner = Owner::current().unwrap_or_default();
            // Without the code the list has its links.
            spawn_scoped(async move { _ = mark_place(owner).await });
        }
    });
}

chunk_fn! {
    in contents, loaded by load;
    fn mark_place(owner: Owner) -> () {
        owner.with(place::mark);
    }
}
