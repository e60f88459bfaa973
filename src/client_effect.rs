//! Client-only effects, and tasks that are bound to an owner.
//!
//! Leptos's own functions are generic and compiled for each closure and each future; these
//! box them and are compiled once.

use std::pin::Pin;

use leptos::prelude::Effect;
use leptos::reactive::spawn_local_scoped_with_cancellation;

/// Runs `run` once the view of the current owner is mounted, and again after each change of a
/// signal that it has read. Never during server rendering.
pub fn client_effect(run: impl FnMut() + 'static) {
    boxed(Box::new(run));
}

fn boxed(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_: Option<()>| run());
}

/// Spawns `task`, which is cancelled when the current owner ends.
pub fn spawn_scoped(task: impl Future<Output = ()> + 'static) {
    pinned(Box::pin(task));
}

fn pinned(task: Pin<Box<dyn Future<Output = ()>>>) {
    spawn_local_scoped_with_cancellation(task);
}
