//! A part of a page that is made anew when what it reads changes.

use leptos::prelude::*;

/// What `view` makes now, and again after each change of a signal that it reads.
///
/// A closure is a type of view of its own, and code for each type. Behind this
/// one there is one.
pub fn dynamic(view: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    boxed(Box::new(view))
}

fn boxed(view: Box<dyn Fn() -> AnyView + Send + Sync>) -> AnyView {
    (move || view()).into_any()
}
