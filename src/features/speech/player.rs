//! The player: a bar at the foot of the page. It is made of nodes and not of views, which would be
//! several times the code; it is there while it is open.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::AtomicBool;

use leptos::prelude::{Owner, on_cleanup};
use leptos::tachys::renderer::types::Element;
use send_wrapper::SendWrapper;

use super::panel::{self, CLOSE, FOLLOW, NEXT, PLAY, PREVIOUS, RATE, VOICE};
use super::reading::{Reading, Step};
use super::state::{Action, Event, Machine, State};
use crate::browser::media_session::{self, Command};
use crate::browser::speech::{self, Input, SpeechEvent, Utterance, Voice};
use crate::browser::spoken_text::PageEvent;
use crate::browser::storage::Storage;
use crate::browser::{clock, dom, page, spoken_text, style_sheet};
use crate::strings;

/// How long the browser may take to tell its voices, in milliseconds.
const VOICES_TIMEOUT: u32 = 3_000;
/// How often those are asked that do not tell.
const VOICES_INTERVAL: u32 = 250;

/// What remembers the reader's choices.
const RATE_KEY: &str = "zaidu:speech-rate";
const VOICE_KEY: &str = "zaidu:speech-voice";

const PLAY_BUTTON: &str = ".speech [data-speech=play]";

/// Whether the page has the player's styles.
static HAS_STYLES: AtomicBool = AtomicBool::new(false);

/// An open player.
struct Player {
    bar: Element,
    inner: RefCell<Inner>,
}

struct Inner {
    machine: Machine,
    reading: Reading,
    voices: Vec<Voice>,
    voice: usize,
    /// The index in the list of speeds.
    rate: usize,
    utterance: Option<Utterance>,
    is_closed: bool,
}

/// Opens the player until `page` ends, and begins to read: at the selection, or at the start. One
/// that is open gets the focus.
pub(super) fn open(page: &Owner) {
    if focus(PLAY_BUTTON) {
        return;
    }
    style_sheet::add(&HAS_STYLES, include_str!("../../../style/chunks/speech.css"));
    let Some(bar) = page::add_section("speech", strings::SPEECH) else { return };
    let rate = Storage::Local.get(RATE_KEY).ok().flatten().unwrap_or_default();
    let rate = panel::rate_index(&rate);
    panel::fill(&bar, rate);
    let blocks = spoken_text::blocks();
    let start = spoken_text::selected_block(&blocks).unwrap_or_default();
    let inner = Inner {
        machine: Machine::new(speech::is_supported()),
        reading: Reading::new(bar.clone(), blocks.clone()),
        voices: Vec::new(),
        voice: 0,
        rate,
        utterance: None,
        is_closed: false,
    };
    let player = Rc::new(Player { bar, inner: RefCell::new(inner) });
    let owner = page.with(Owner::new);
    owner.with(|| {
        let closed = SendWrapper::new(player.clone());
        on_cleanup(move || closed.close());
        let on_voices = player.clone();
        speech::on_voices(move || on_voices.look_for_voices());
        let on_event = player.clone();
        spoken_text::on_page_event(blocks, move |event| match event {
            PageEvent::Left => on_event.perform(Event::Pause),
            PageEvent::ReaderScrolls => on_event.scrolled(true),
            PageEvent::Scrolled => on_event.scrolled(false),
            PageEvent::Block(block) => on_event.read_from(block),
        });
        let on_command = player.clone();
        media_session::open(&spoken_text::title(), move |command| match command {
            Command::Play => on_command.play(),
            Command::Pause => on_command.perform(Event::Pause),
            Command::Previous => on_command.go(Step::PreviousSentence),
            Command::Next => on_command.go(Step::Sentence),
        });
    });
    let on_input = player.clone();
    speech::listen(&player.bar, panel::ACTION, move |input| on_input.on_input(&input, &owner));
    focus(PLAY_BUTTON);
    if player.reading(|reading| reading.load(start, 1)) {
        player.play();
    } else {
        player.show();
    }
}

fn focus(selector: &str) -> bool {
    speech::focus(dom::query_document(selector).first())
}

impl Player {
    /// Ends everything. The listeners go with their owner.
    fn close(&self) {
        speech::cancel();
        self.bar.remove();
        let mut inner = self.inner.borrow_mut();
        inner.reading.clear();
        inner.is_closed = true;
        inner.machine.handle(Event::Pause);
    }

    /// Calls `change` with the reading.
    fn reading<T>(&self, change: impl FnOnce(&mut Reading) -> T) -> T {
        change(&mut self.inner.borrow_mut().reading)
    }

    /// Moves the reading as the reader wants.
    fn go(self: &Rc<Self>, step: Step) {
        self.reading(|reading| {
            reading.step(step);
            reading.mark();
            reading.follow();
        });
        self.perform(Event::Moved);
    }

    /// Reads from `block` on.
    fn read_from(self: &Rc<Self>, block: usize) {
        if self.reading(|reading| reading.load(block, 1)) {
            self.perform(Event::Moved);
            self.play();
        }
    }

    fn play(self: &Rc<Self>) {
        if self.state() == State::Ended {
            self.reading(|reading| reading.load(0, 1));
        }
        self.reading(Reading::follow);
        self.look_for_voices();
        let has_voice = !self.inner.borrow().voices.is_empty();
        self.perform(Event::Play(has_voice));
        self.wait_for_voices(VOICES_TIMEOUT / VOICES_INTERVAL);
    }

    fn state(&self) -> State {
        self.inner.borrow().machine.state()
    }

    fn wait_for_voices(self: &Rc<Self>, times: u32) {
        if self.state() != State::Waiting {
            return;
        }
        if times == 0 {
            return self.perform(Event::Waited);
        }
        let player = self.clone();
        clock::set_timeout(VOICES_INTERVAL, move || {
            player.look_for_voices();
            player.wait_for_voices(times - 1);
        });
    }

    /// Takes the browser's voices, and goes on if that was waited for.
    fn look_for_voices(self: &Rc<Self>) {
        let voices = speech::chinese_voices();
        let is_new = voices.len() != self.inner.borrow().voices.len();
        if !is_new {
            return;
        }
        let chosen = Storage::Local.get(VOICE_KEY).ok().flatten().unwrap_or_default();
        let voice = voices.iter().position(|voice| voice.uri() == chosen).unwrap_or_default();
        panel::show_voices(&self.bar, &voices, voice);
        let has_voice = !voices.is_empty();
        {
            let mut inner = self.inner.borrow_mut();
            (inner.voices, inner.voice) = (voices, voice);
        }
        self.perform(Event::Voices(has_voice));
    }

    /// Does what follows from an event.
    fn perform(self: &Rc<Self>, event: Event) {
        let action = self.inner.borrow_mut().machine.handle(event);
        if matches!(action, Action::Restart | Action::Skip | Action::Stop) {
            speech::cancel();
        }
        let has_next = match action {
            Action::Restart => true,
            Action::Next | Action::Skip => self.reading(|reading| reading.step(Step::Piece)),
            Action::Nothing | Action::Stop => return self.show(),
        };
        if has_next {
            self.speak();
        } else {
            self.inner.borrow_mut().machine.finish();
            spoken_text::unmark();
        }
        self.show();
    }

    /// Says the current piece.
    fn speak(self: &Rc<Self>) {
        let (number, words, voice, rate, time) = {
            let mut inner = self.inner.borrow_mut();
            let number = inner.machine.begin();
            inner.reading.mark();
            let Some((words, load)) = inner.reading.words() else { return };
            let voice = inner.voices.get(inner.voice).cloned();
            let (rate, time) = panel::rate_and_time(inner.rate, load);
            (number, words, voice, rate, time)
        };
        let player = self.clone();
        let utterance = speech::speak(&words, voice.as_ref(), rate, move |event| {
            player.perform(match event {
                SpeechEvent::Started => Event::Started(number),
                SpeechEvent::Ended => Event::Ended(number),
                SpeechEvent::Failed => Event::Failed(number),
                SpeechEvent::Refused => Event::Refused(number),
            });
        });
        self.inner.borrow_mut().utterance = utterance;
        let player = self.clone();
        clock::set_timeout(time, move || player.perform(Event::Overdue(number)));
    }

    fn scrolled(&self, by_reader: bool) {
        self.reading(|reading| reading.scrolled(by_reader));
        self.show();
    }

    fn show(&self) {
        // An engine may report the end of what was cancelled by closing the player.
        if self.inner.borrow().is_closed {
            return;
        }
        let (state, is_away) = {
            let inner = self.inner.borrow();
            (inner.machine.state(), inner.reading.is_away())
        };
        panel::show(&self.bar, state, is_away);
        media_session::set_playing(state == State::Speaking);
    }

    /// Returns whether the input has a meaning here.
    fn on_input(self: &Rc<Self>, input: &Input, owner: &Owner) -> bool {
        match input {
            Input::Pressed(action) => match &**action {
                PREVIOUS => self.go(Step::PreviousSentence),
                NEXT => self.go(Step::Sentence),
                PLAY if matches!(self.state(), State::Speaking | State::Waiting) => {
                    self.perform(Event::Pause);
                }
                PLAY => self.play(),
                FOLLOW => {
                    self.reading(Reading::follow);
                    self.show();
                    focus(PLAY_BUTTON);
                }
                CLOSE => self.leave(owner),
                _ => return false,
            },
            Input::Chosen(action, value) => {
                {
                    let mut inner = self.inner.borrow_mut();
                    let key = match &**action {
                        RATE => {
                            inner.rate = panel::rate_index(value);
                            RATE_KEY
                        }
                        VOICE => {
                            let voice = inner.voices.iter().position(|voice| voice.uri() == *value);
                            inner.voice = voice.unwrap_or_default();
                            VOICE_KEY
                        }
                        _ => return false,
                    };
                    // Where storage is unavailable, the choice is forgotten.
                    let _ = Storage::Local.set(key, value);
                }
                self.perform(Event::Moved);
            }
            Input::Key(key) => match key.strip_prefix("Arrow") {
                Some("Left") => self.go(Step::PreviousSentence),
                Some("Right") => self.go(Step::Sentence),
                Some("Up") => self.go(Step::PreviousBlock),
                Some("Down") => self.go(Step::Block),
                None if key.as_str() == "Escape" => self.leave(owner),
                _ => return false,
            },
        }
        true
    }

    /// Closes the player, and gives the focus back to the button.
    fn leave(&self, owner: &Owner) {
        owner.cleanup();
        focus(super::BUTTON);
    }
}
