//! The content of the player's bar: what is heard, in words, and its controls.

use leptos::tachys::renderer::types::Element;

use super::state::{Failure, State};
use crate::browser::dom;
use crate::browser::speech::Voice;
use crate::strings;
use crate::ui::node::{self, element};

/// The attribute with the action of a control.
pub(super) const ACTION: &str = "data-speech";
pub(super) const PREVIOUS: &str = "back";
pub(super) const PLAY: &str = "play";
pub(super) const NEXT: &str = "next";
pub(super) const RATE: &str = "rate";
pub(super) const VOICE: &str = "voice";
pub(super) const FOLLOW: &str = "follow";
pub(super) const CLOSE: &str = "close";

const STATUS: &str = ".speech-status";
const PLAY_BUTTON: &str = "[data-speech=play]";
const PLAY_PATH: &str = "[data-speech=play] path";
const PLAY_ICON: &str = "M8 5v14l11-7Z";
const RATES_LIST: &str = "[data-speech=rate]";
const VOICES_LIST: &str = "[data-speech=voice]";

/// The speeds, each with how long a third of a syllable may take at most, in milliseconds: twice as
/// long as engines do.
static RATES: [(&str, u32); 5] =
    [("0.75", 240), ("1", 180), ("1.25", 144), ("1.5", 120), ("2", 90)];
/// The index of the speed that engines have by themselves.
const NORMAL: usize = 1;
/// How long an engine may take to begin, in milliseconds.
const START: u32 = 5_000;

/// The index of a speed; of the normal one for text that is none.
pub(super) fn rate_index(rate: &str) -> usize {
    RATES.iter().position(|(each, _)| *each == rate).unwrap_or(NORMAL)
}

/// The speed with this index, and how long an utterance of this load may take.
pub(super) fn rate_and_time(index: usize, load: usize) -> (&'static str, u32) {
    let (rate, time) = RATES.get(index).copied().unwrap_or_default();
    // A piece is short.
    #[allow(clippy::cast_possible_truncation)]
    let load = load as u32;
    (rate, START + load * time)
}

/// The controls: action, label, and the path of the icon; lists have none.
static CONTROLS: [(&str, &str, &str); 6] = [
    (PREVIOUS, strings::PREVIOUS_SENTENCE, "M14.5 5l-7 7 7 7"),
    (PLAY, strings::SPEECH_PLAY, PLAY_ICON),
    (NEXT, strings::NEXT_SENTENCE, "M9.5 5l7 7-7 7"),
    (RATE, strings::SPEECH_RATE, ""),
    (VOICE, strings::SPEECH_VOICE, ""),
    (CLOSE, strings::SPEECH_CLOSE, "M6 6l12 12M6 18 18 6"),
];

/// Puts the controls into the bar.
pub(super) fn fill(bar: &Element, rate: usize) {
    let words = element("p").attr("class", "speech-status").attr("role", "status");
    let follow = element("button").attr(ACTION, FOLLOW).attr("class", "button");
    let mut nodes = vec![words.into(), follow.with(strings::SPEECH_FOLLOW).into()];
    // On a small screen it is a row that scrolls.
    let mut row = element("div").attr("class", "speech-controls");
    for &(action, label, path) in &CONTROLS {
        let tag = if path.is_empty() { "select" } else { "button" };
        let mut control = element(tag).attr(ACTION, action).attr("aria-label", label);
        if !path.is_empty() {
            let svg = element("svg").attr("class", "icon").attr("viewBox", "0 0 24 24");
            let svg = svg.attr("aria-hidden", "true").with(element("path").attr("d", path));
            control = control.with(svg);
        }
        if action == CLOSE {
            nodes.push(control.into());
        } else {
            row = row.with(control);
        }
    }
    nodes.push(row.into());
    node::append(bar, &nodes);
    show_options(bar, RATES_LIST, rate, |index| {
        let rate = RATES.get(index)?.0;
        Some((rate.to_owned(), [rate, strings::SPEECH_TIMES].concat()))
    });
}

/// Shows the voices to choose from.
pub(super) fn show_voices(bar: &Element, voices: &[Voice], chosen: usize) {
    show_options(bar, VOICES_LIST, chosen, |index| {
        let voice = voices.get(index)?;
        Some((voice.uri(), voice.name()))
    });
}

/// Shows the options of a list: value and name of each.
fn show_options(
    bar: &Element,
    list: &str,
    chosen: usize,
    option: impl Fn(usize) -> Option<(String, String)>,
) {
    let mut options = Vec::new();
    while let Some((value, name)) = option(options.len()) {
        let is_chosen = options.len() == chosen;
        let option = element("option").attr("value", value).with(name);
        options.push(option.maybe_attr("selected", is_chosen.then_some("")).into());
    }
    for list in dom::query_all(bar, list) {
        list.set_text_content(None);
        node::append(&list, &options);
    }
}

/// Shows what is heard.
pub(super) fn show(bar: &Element, state: State, is_away: bool) {
    let (name, words) = match state {
        State::Idle => ("", strings::SPEECH_PAUSED),
        State::Waiting => ("on", strings::SPEECH_WAITING),
        State::Speaking => ("on", strings::SPEECH_SPEAKING),
        State::Paused => ("", strings::SPEECH_PAUSED),
        State::NeedsTap => ("", strings::SPEECH_NEEDS_TAP),
        State::Ended => ("", strings::SPEECH_ENDED),
        State::Failed(Failure::NoSpeech) => ("none", strings::NO_SPEECH),
        State::Failed(Failure::NoVoice) => ("", strings::NO_VOICE),
        State::Failed(Failure::Silent) => ("", strings::SPEECH_SILENT),
    };
    let is_on = name == "on";
    let (label, icon) = match is_on {
        true => (strings::SPEECH_PAUSE, "M8 5v14M16 5v14"),
        false => (strings::SPEECH_PLAY, PLAY_ICON),
    };
    // They fail only for an invalid attribute name.
    let _ = bar.set_attribute("data-state", name);
    let _ = bar.set_attribute("data-away", if is_on && is_away { "true" } else { "false" });
    for play in dom::query_all(bar, PLAY_BUTTON) {
        let _ = play.set_attribute("aria-label", label);
    }
    for path in dom::query_all(bar, PLAY_PATH) {
        let _ = path.set_attribute("d", icon);
    }
    for status in dom::query_all(bar, STATUS) {
        // A status that is set again would be announced again.
        if status.text_content().as_deref() != Some(words) {
            status.set_text_content(Some(words));
        }
    }
}
