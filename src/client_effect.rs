//! What is done in a browser once a view stands.
//!
//! The framework's own functions are code of their own for each closure and each
//! future; these are there once.

use std::pin::Pin;

use leptos::prelude::Effect;
use leptos::reactive::spawn_local_scoped_with_cancellation;

/// Does `run` once the view of the current owner stands, and again after each change
/// of a signal that it read. Never where a page is only rendered.
pub fn client_effect(run: impl FnMut() + 'static) {
    boxed(Box::new(run));
}

fn boxed(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_: Option<()>| run());
}

/// Runs `task`, which ends with the current owner.
pub fn spawn_scoped(task: impl Future<Output = ()> + 'static) {
    pinned(Box::pin(task));
}

fn pinned(task: Pin<Box<dyn Future<Output = ()>>>) {
    spawn_local_scoped_with_cancellation(task);
}
