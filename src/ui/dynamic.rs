//! Dynamic view: rendered again when a signal that it reads changes.

use leptos::prelude::*;

/// Renders `view`, again after each change of a signal that it reads.
///
/// Leptos compiles code for each type of view, and each closure is such a type. The boxed
/// closure here is one type for all.
pub fn dynamic(view: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    boxed(Box::new(view))
}

fn boxed(view: Box<dyn Fn() -> AnyView + Send + Sync>) -> AnyView {
    (move || view()).into_any()
}
