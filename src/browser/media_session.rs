//! Media Session: what is played, and the keys of keyboards, headphones and lock screens.

use std::rc::Rc;

use js_sys::Object;
use leptos::prelude::on_cleanup;
use wasm_bindgen::JsValue;

use super::page::{property, set, set_property, window};
use super::speech::{call_two, callback, construct};

/// The actions that a reader may choose outside the page, and the names that they have here.
static ACTIONS: [(&str, Command); 5] = [
    ("play", Command::Play),
    ("pause", Command::Pause),
    ("stop", Command::Pause),
    ("previoustrack", Command::Previous),
    ("nexttrack", Command::Next),
];

/// What a reader wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// To listen.
    Play,
    /// Silence.
    Pause,
    /// What came before.
    Previous,
    /// What comes next.
    Next,
}

fn session() -> JsValue {
    window().map(|window| property(&window.navigator(), "mediaSession")).unwrap_or_default()
}

/// Shows `title` as what is played, and calls `on_command` with what the reader wants, until the
/// current owner ends.
pub fn open(title: &str, on_command: impl Fn(Command) + 'static) {
    let about = Object::new();
    set_property(&about, "title", title);
    if let Some(metadata) = construct("MediaMetadata", &about) {
        set(&session(), "metadata", &metadata);
    }
    let on_command = Rc::new(on_command);
    for &(action, command) in &ACTIONS {
        let on_command = on_command.clone();
        // Browsers throw for actions that they do not know.
        let on_action = callback(move |_| on_command(command));
        call_two(&session(), "setActionHandler", &action.into(), &on_action);
    }
    on_cleanup(|| {
        set(&session(), "metadata", &JsValue::NULL);
        set_property(&session(), "playbackState", "none");
        for (action, _) in &ACTIONS {
            call_two(&session(), "setActionHandler", &(*action).into(), &JsValue::NULL);
        }
    });
}

/// Says whether it is being played.
pub fn set_playing(is_playing: bool) {
    set_property(&session(), "playbackState", if is_playing { "playing" } else { "paused" });
}
