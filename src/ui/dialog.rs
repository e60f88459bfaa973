//! Modal dialog: the native `<dialog>`, which traps and restores the focus and closes on
//! Escape; the phone's Back button closes it too.

use leptos::{ev, html, prelude::*};

use super::icon::Icon;
use crate::browser::overlay_history;
use crate::client_effect::client_effect;

/// A modal dialog, open while `open` is true.
#[component]
pub fn Dialog(
    /// Whether the dialog is open; set to false when the reader closes it.
    open: RwSignal<bool>,
    /// Accessible name.
    #[prop(into)]
    label: Signal<&'static str>,
    /// Label of the close button.
    close: &'static str,
    /// Extra classes.
    #[prop(into)]
    class: Signal<&'static str>,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let mut was_open = false;
    client_effect(move || {
        // Bound to this run of the effect.
        overlay_history::close_on_back(move || open.get_untracked(), move || open.set(false));
        let Some(dialog) = node.get() else { return };
        let is_open = open.get();
        match (was_open, is_open) {
            (false, true) => {
                // It throws only if the dialog is open already or not in the document.
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
    // A click on the backdrop closes it: then the target is the dialog element itself.
    let on_click = move |event: ev::MouseEvent| {
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
            on:click=on_click
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
