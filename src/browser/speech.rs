//! Speech synthesis (Web Speech API): voices and utterances; and the bar of the player.
//!
//! The APIs are reached by name. Their bindings would be part of the glue, which every page loads.

use js_sys::{Array, Function, Reflect};
use leptos::prelude::on_cleanup;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event};

use super::events;
use super::page::{property, set, set_property, window};

/// A voice that speaks Chinese.
#[derive(Debug, Clone)]
pub struct Voice(JsValue);

impl Voice {
    /// Its name, for readers.
    #[must_use]
    pub fn name(&self) -> String {
        text(&self.0, "name")
    }

    /// Its identifier.
    #[must_use]
    pub fn uri(&self) -> String {
        text(&self.0, "voiceURI")
    }
}

/// What happens to an utterance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpeechEvent {
    /// It can be heard.
    Started,
    /// It has been heard.
    Ended,
    /// It was not heard to its end.
    Failed,
    /// The browser refuses to speak without a tap.
    Refused,
}

/// A text that is being spoken. Chromium forgets to report the end of one that nobody holds.
#[derive(Debug)]
pub struct Utterance(#[allow(dead_code, reason = "it is held")] JsValue);

/// Calls a method that may be missing or throw.
pub(super) fn call(object: &JsValue, method: &str, argument: &JsValue) -> JsValue {
    call_two(object, method, argument, &JsValue::UNDEFINED)
}

/// The same with two arguments.
pub(super) fn call_two(object: &JsValue, method: &str, a: &JsValue, b: &JsValue) -> JsValue {
    let method = property(object, method).dyn_into::<Function>();
    method.ok().and_then(|method| method.call2(object, a, b).ok()).unwrap_or_default()
}

/// A new object of a class that may be missing.
pub(super) fn construct(class: &str, argument: &JsValue) -> Option<JsValue> {
    let class: Function = property(&window()?.into(), class).dyn_into().ok()?;
    Reflect::construct(&class, &Array::of1(argument)).ok()
}

fn synthesis() -> JsValue {
    window().map(|window| property(&window, "speechSynthesis")).unwrap_or_default()
}

fn text(object: &JsValue, name: &str) -> String {
    property(object, name).as_string().unwrap_or_default()
}

/// Whether the browser can speak at all.
#[must_use]
pub fn is_supported() -> bool {
    let class = window().map(|window| property(&window, "SpeechSynthesisUtterance"));
    synthesis().is_truthy() && class.is_some_and(|class| class.is_function())
}

/// The voices that speak Chinese, those of the mainland's language first. None until the browser has
/// loaded its voices.
#[must_use]
pub fn chinese_voices() -> Vec<Voice> {
    let voices = call(&synthesis(), "getVoices", &JsValue::UNDEFINED);
    let (mut chinese, mut others) = (Vec::new(), Vec::new());
    let mut at = 0;
    loop {
        let object = Reflect::get_u32(&voices, at).unwrap_or_default();
        if !object.is_truthy() {
            break;
        }
        at += 1;
        // `zh-CN`, on Android `zh_CN` or `cmn-Hans-CN`.
        let language = text(&object, "lang");
        if language.starts_with("zh") || language.starts_with("cmn") {
            let is_mainland = language.ends_with("CN") || language.ends_with("Hans");
            if is_mainland { &mut chinese } else { &mut others }.push(Voice(object));
        }
    }
    chinese.append(&mut others);
    chinese
}

/// A callback for the browser.
pub(super) fn callback(callback: impl Fn(Event) + 'static) -> JsValue {
    // As if for an observer: the main module has that type. One that only two chunks have would be
    // in a file of its own.
    let callback = move |event: Array| callback(event.unchecked_into());
    Closure::<dyn FnMut(Array)>::new(callback).into_js_value()
}

/// Calls `changed` when the browser has other voices, until the current owner ends. Not every browser
/// tells.
pub fn on_voices(changed: impl Fn() + 'static) {
    if is_supported() {
        let name = "onvoiceschanged";
        set(&synthesis(), name, &callback(move |_| changed()));
        on_cleanup(move || set(&synthesis(), name, &JsValue::NULL));
    }
}

/// Speaks `words` once what was given before has ended, and tells what happens. `rate` is a number in
/// digits.
#[must_use]
pub fn speak(
    words: &str,
    voice: Option<&Voice>,
    rate: &str,
    on_event: impl Fn(SpeechEvent) + 'static,
) -> Option<Utterance> {
    let utterance = construct("SpeechSynthesisUtterance", &words.into())?;
    if let Some(voice) = voice {
        set(&utterance, "voice", &voice.0);
    }
    set_property(&utterance, "lang", "zh-CN");
    set_property(&utterance, "rate", rate);
    let on_event = callback(move |event| {
        let kind = text(&event, "type");
        on_event(match kind.as_str() {
            "start" => SpeechEvent::Started,
            // An error; its property of this name says which.
            kind if kind.starts_with("er") => match text(&event, kind).as_str() {
                "not-allowed" => SpeechEvent::Refused,
                _ => SpeechEvent::Failed,
            },
            _ => SpeechEvent::Ended,
        });
    });
    for name in "onstart onend onerror".split(' ') {
        set(&utterance, name, &on_event);
    }
    call(&synthesis(), "speak", &utterance);
    Some(Utterance(utterance))
}

/// Is silent at once, and forgets what waits.
pub fn cancel() {
    call(&synthesis(), "cancel", &JsValue::UNDEFINED);
}

/// What a reader does in the bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A button with this action was pressed.
    Pressed(String),
    /// An option of the list with this action was chosen: its value.
    Chosen(String, String),
    /// A key was pressed on something other than a list.
    Key(String),
}

/// Moves the focus to `element`, if there is one. Returns whether there is.
pub fn focus(element: Option<&Element>) -> bool {
    element.map(|element| call(element, "focus", &JsValue::UNDEFINED)).is_some()
}

/// Calls `on_input` with what a reader does in the bar, which returns whether that has a meaning.
/// Controls have their action in the attribute `action`.
pub fn listen(bar: &Element, action: &'static str, on_input: impl Fn(Input) -> bool + 'static) {
    let on_event = callback(move |event| {
        if input(&event, action).is_some_and(&on_input) {
            event.prevent_default();
        }
    });
    for kind in "click change keydown".split(' ') {
        // It cannot fail: the callback is a function.
        let _ = bar.add_event_listener_with_callback(kind, on_event.unchecked_ref());
    }
}

fn input(event: &Event, action: &'static str) -> Option<Input> {
    let control = events::closest(event, "button,select");
    let is_list =
        control.as_ref().is_some_and(|control| text(control, "localName").as_str() == "select");
    let value = control.as_ref().map(|control| text(control, "value"));
    let action = || control?.get_attribute(action);
    match &*event.type_() {
        "click" if !is_list => action().map(Input::Pressed),
        "keydown" if is_list => None,
        "keydown" => {
            let mut held = "ctrlKey metaKey altKey".split(' ');
            let is_plain = !held.any(|name| property(event, name).is_truthy());
            is_plain.then(|| Input::Key(text(event, "key")))
        }
        "click" => None,
        _ => Some(Input::Chosen(action()?, value?)),
    }
}
