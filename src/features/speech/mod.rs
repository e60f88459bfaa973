//! Reading aloud (朗读): the browser's speech synthesis says an article, sentence by sentence, while
//! the sentence is marked. Everything but the button is in a chunk.

mod panel;
mod player;
mod pronunciation;
mod reading;
mod sentences;
mod state;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::{dom, events};
use crate::chunk::chunk_fn;
use crate::client_effect::client_effect;
use crate::strings;
use crate::ui::StaticHtml;
use crate::ui::node::{Node, element};

/// The button, which is disabled and not shown until there is a program.
const BUTTON: &str = ".speech-button";

/// Opens the player. It is static, with a listener on the window: a view of it would be five times
/// the code.
#[component]
pub fn SpeechButton(
    /// What stands beside it.
    beside: fn() -> Node,
) -> impl IntoView {
    client_effect(|| {
        enable_button(strings::SPEECH);
        let page = Owner::current();
        events::on_click(BUTTON, move || {
            let opened = open(page.clone());
            spawn_local(async move {
                if opened.await.is_err() {
                    enable_button(strings::SPEECH_FAILED);
                }
            });
        });
    });
    view! { <div class="article-tools">{StaticHtml::new(move || vec![button(), beside()])}</div> }
}

fn button() -> Node {
    let button = element("button").attr("class", "speech-button").attr("disabled", "");
    button.with(strings::SPEECH).into()
}

/// Enables the button, and sets its text.
fn enable_button(label: &str) {
    for button in dom::query_document(BUTTON) {
        // It fails only for an invalid attribute name.
        let _ = button.remove_attribute("disabled");
        if button.text_content().as_deref() != Some(label) {
            button.set_text_content(Some(label));
        }
    }
}

chunk_fn! {
    in speech, loaded by load;
    /// Opens the player until `page` ends.
    fn open(page: Option<Owner>) -> () {
        enable_button(strings::SPEECH);
        if let Some(page) = page {
            player::open(&page);
        }
    }
}
