//! A modal dialog: the browser's own, which keeps the focus inside, gives it back
//! and closes on Escape; the phone's Back closes it too.

use leptos::{ev, html, prelude::*};

use super::Icon;
use crate::browser::overlay_history;
use crate::client_effect::client_effect;

/// A dialog that is open while `open` says so.
#[component]
pub fn Dialog(
    /// Whether it is open; the dialog sets it when the reader closes it.
    open: RwSignal<bool>,
    /// Its name, also for those who hear it.
    #[prop(into)]
    label: Signal<&'static str>,
    /// The words of the button that closes it.
    close: &'static str,
    /// Extra classes.
    #[prop(into)]
    class: Signal<&'static str>,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let mut was_open = false;
    client_effect(move || {
        // Until it runs again.
        overlay_history::close_on_back(move || open.get_untracked(), move || open.set(false));
        let Some(dialog) = node.get() else { return };
        let is_open = open.get();
        match (was_open, is_open) {
            (false, true) => {
                // It throws only when it is open already or not on the page.
                drop(dialog.show_modal());
                overlay_history::push_entry();
            }
            (true, false) => {
                dialog.close();
                overlay_history::pop_entry();
            }
            _ => {}
        }
        was_open = is_open;
    });
    // A tap beside the panel closes it; that tap's target is the dialog itself.
    let beside = move |event: ev::MouseEvent| {
        if event.target() == node.get_untracked().map(Into::into) {
            open.set(false);
        }
    };
    view! {
        <dialog
            class=move || format!("dialog {}", class.get())
            aria-label=label
            node_ref=node
            on:close=move |_| open.set(false)
            on:click=beside
        >
            <div class="dialog-panel">
                {children()}
                <button
                    type="button"
                    class="dialog-close"
                    aria-label=close
                    on:click=move |_| open.set(false)
                >
                    {Icon::Close.view()}
                </button>
            </div>
        </dialog>
    }
}
