//! State machine of reading aloud, without the browser: what is heard, and what is done next.
//!
//! Each utterance has a number. Engines report the end of one that was cancelled late, or not at
//! all: what is not about the current utterance is ignored.

/// How often in a row an utterance may fail before the reader is told.
const MAX_FAILURES: u8 = 2;

/// Why nothing can be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// The browser has no speech synthesis.
    NoSpeech,
    /// It has no Chinese voice.
    NoVoice,
    /// The engine fails, or says nothing.
    Silent,
}

/// What the reader hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing yet.
    Idle,
    /// Nothing yet: the browser has not told its voices.
    Waiting,
    /// The current piece.
    Speaking,
    /// Nothing: the reader has paused.
    Paused,
    /// Nothing: the browser speaks only after a tap.
    NeedsTap,
    /// Nothing: the text has ended.
    Ended,
    /// Nothing, for this reason.
    Failed(Failure),
}

/// What happens. Utterances have numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    /// The reader wants to listen; whether there is a voice.
    Play(bool),
    /// The reader, or the browser, wants silence.
    Pause,
    /// The reader has chosen another sentence, voice or speed.
    Moved,
    /// The browser has told its voices; whether one speaks Chinese.
    Voices(bool),
    /// The browser has had its time to tell its voices.
    Waited,
    /// The engine has begun.
    Started(u32),
    /// The engine has ended.
    Ended(u32),
    /// The engine has failed.
    Failed(u32),
    /// The browser refuses to speak without a tap.
    Refused(u32),
    /// An utterance has had its time and more.
    Overdue(u32),
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Nothing,
    /// Be silent, then say the current piece.
    Restart,
    /// Say the piece after the current one.
    Next,
    /// Be silent, then say the piece after the current one.
    Skip,
    /// Be silent.
    Stop,
}

/// The machine.
#[derive(Debug)]
pub(super) struct Machine {
    state: State,
    /// The number of the current utterance.
    utterance: u32,
    /// Whether the engine has begun the current utterance, and any.
    has_begun: bool,
    has_ever_begun: bool,
    failures: u8,
}

impl Machine {
    pub(super) fn new(has_speech: bool) -> Self {
        let state = if has_speech { State::Idle } else { State::Failed(Failure::NoSpeech) };
        Self { state, utterance: 0, has_begun: false, has_ever_begun: false, failures: 0 }
    }

    pub(super) fn state(&self) -> State {
        self.state
    }

    /// Takes note of what has happened.
    pub(super) fn handle(&mut self, event: Event) -> Action {
        match event {
            Event::Play(has_voice) => self.play(has_voice),
            Event::Pause => self.pause(),
            Event::Moved => self.moved(),
            Event::Voices(has_voice) => self.voices(has_voice),
            Event::Waited => self.waited(),
            Event::Started(utterance) => self.started(utterance),
            Event::Ended(utterance) => self.ended(utterance),
            Event::Failed(utterance) => self.failed(utterance, false),
            Event::Refused(utterance) => self.failed(utterance, true),
            Event::Overdue(utterance) => self.overdue(utterance),
        }
    }

    fn play(&mut self, has_voice: bool) -> Action {
        match self.state {
            State::Speaking | State::Failed(Failure::NoSpeech) => Action::Nothing,
            _ if !has_voice => {
                self.state = State::Waiting;
                Action::Nothing
            }
            _ => self.speak(),
        }
    }

    fn speak(&mut self) -> Action {
        self.state = State::Speaking;
        self.failures = 0;
        Action::Restart
    }

    fn pause(&mut self) -> Action {
        match self.state {
            State::Speaking | State::Waiting => {
                self.state = State::Paused;
                self.stop()
            }
            _ => Action::Nothing,
        }
    }

    fn stop(&mut self) -> Action {
        self.utterance += 1;
        Action::Stop
    }

    /// What is paused stays so.
    fn moved(&mut self) -> Action {
        match self.state {
            State::Speaking => self.speak(),
            State::Ended => {
                self.state = State::Paused;
                Action::Nothing
            }
            _ => Action::Nothing,
        }
    }

    fn voices(&mut self, has_voice: bool) -> Action {
        match self.state {
            State::Waiting if has_voice => self.speak(),
            State::Failed(Failure::NoVoice) if has_voice => {
                self.state = State::Paused;
                Action::Nothing
            }
            _ => Action::Nothing,
        }
    }

    fn waited(&mut self) -> Action {
        if self.state == State::Waiting {
            self.state = State::Failed(Failure::NoVoice);
        }
        Action::Nothing
    }

    /// A piece is given to the engine. Returns the number of the utterance.
    pub(super) fn begin(&mut self) -> u32 {
        self.utterance += 1;
        self.has_begun = false;
        self.utterance
    }

    fn is_current(&self, utterance: u32) -> bool {
        self.state == State::Speaking && self.utterance == utterance
    }

    fn started(&mut self, utterance: u32) -> Action {
        if self.is_current(utterance) {
            (self.has_begun, self.has_ever_begun) = (true, true);
        }
        Action::Nothing
    }

    fn ended(&mut self, utterance: u32) -> Action {
        if !self.is_current(utterance) {
            return Action::Nothing;
        }
        self.has_ever_begun = true;
        self.failures = 0;
        Action::Next
    }

    fn failed(&mut self, utterance: u32, needs_tap: bool) -> Action {
        if !self.is_current(utterance) {
            return Action::Nothing;
        }
        if needs_tap {
            self.state = State::NeedsTap;
            return self.stop();
        }
        self.failures += 1;
        if self.failures < MAX_FAILURES {
            return Action::Restart;
        }
        self.state = State::Failed(Failure::Silent);
        self.stop()
    }

    fn overdue(&mut self, utterance: u32) -> Action {
        if !self.is_current(utterance) {
            Action::Nothing
        } else if self.has_begun {
            self.failures = 0;
            Action::Skip
        } else {
            // A browser that speaks only after a tap may not say so.
            let needs_tap = !self.has_ever_begun;
            self.failed(utterance, needs_tap)
        }
    }

    /// There is no next piece.
    pub(super) fn finish(&mut self) -> Action {
        self.state = State::Ended;
        self.stop()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speaking() -> (Machine, u32) {
        let mut machine = Machine::new(true);
        assert_eq!(machine.play(true), Action::Restart);
        let utterance = machine.begin();
        (machine, utterance)
    }

    #[test]
    fn pieces_follow_each_other_to_the_end() {
        let (mut machine, first) = speaking();
        machine.started(first);
        assert_eq!(machine.ended(first), Action::Next);
        let second = machine.begin();
        assert_eq!(machine.ended(first), Action::Nothing, "it is told twice");
        assert_eq!(machine.ended(second), Action::Next);
        assert_eq!(machine.finish(), Action::Stop);
        assert_eq!(machine.state(), State::Ended);
        assert_eq!(machine.play(true), Action::Restart);
    }

    #[test]
    fn a_pause_is_silence_and_the_piece_is_said_again() {
        let (mut machine, utterance) = speaking();
        assert_eq!(machine.pause(), Action::Stop);
        assert_eq!(machine.ended(utterance), Action::Nothing, "it was cancelled");
        assert_eq!(machine.failed(utterance, false), Action::Nothing);
        assert_eq!(machine.pause(), Action::Nothing);
        assert_eq!(machine.moved(), Action::Nothing);
        assert_eq!(machine.state(), State::Paused);
        assert_eq!(machine.play(true), Action::Restart);
        assert_eq!(machine.play(true), Action::Nothing);
        assert_eq!(machine.moved(), Action::Restart);
    }

    #[test]
    fn voices_may_arrive_late_or_not_at_all() {
        let mut machine = Machine::new(true);
        assert_eq!(machine.play(false), Action::Nothing);
        assert_eq!(machine.state(), State::Waiting);
        assert_eq!(machine.voices(false), Action::Nothing);
        assert_eq!(machine.voices(true), Action::Restart);
        machine.waited();
        assert_eq!(machine.state(), State::Speaking, "they have arrived in time");

        let mut machine = Machine::new(true);
        machine.play(false);
        machine.waited();
        assert_eq!(machine.state(), State::Failed(Failure::NoVoice));
        assert_eq!(machine.play(false), Action::Nothing);
        assert_eq!(machine.state(), State::Waiting, "it is tried again");
        machine.waited();
        assert_eq!(machine.voices(true), Action::Nothing, "nobody waits for it now");
        assert_eq!(machine.state(), State::Paused);
    }

    #[test]
    fn without_speech_nothing_is_tried() {
        let mut machine = Machine::new(false);
        assert_eq!(machine.play(true), Action::Nothing);
        machine.waited();
        assert_eq!(machine.voices(true), Action::Nothing);
        assert_eq!(machine.state(), State::Failed(Failure::NoSpeech));
    }

    #[test]
    fn an_end_that_never_comes_is_not_waited_for() {
        let (mut machine, utterance) = speaking();
        machine.started(utterance);
        assert_eq!(machine.overdue(utterance), Action::Skip);
        let next = machine.begin();
        assert_eq!(machine.overdue(utterance), Action::Nothing);
        assert_eq!(machine.overdue(next), Action::Restart, "it has not begun: once more");
        let again = machine.begin();
        assert_eq!(machine.overdue(again), Action::Stop);
        assert_eq!(machine.state(), State::Failed(Failure::Silent));
        assert_eq!(machine.play(true), Action::Restart);
    }

    #[test]
    fn a_browser_that_wants_a_tap_gets_one() {
        let (mut machine, utterance) = speaking();
        assert_eq!(machine.failed(utterance, true), Action::Stop);
        assert_eq!(machine.state(), State::NeedsTap);
        let (mut machine, utterance) = speaking();
        assert_eq!(machine.overdue(utterance), Action::Stop, "without a word it never began");
        assert_eq!(machine.state(), State::NeedsTap);
        assert_eq!(machine.play(true), Action::Restart);
    }

    #[test]
    fn a_failure_is_tried_once_more() {
        let (mut machine, first) = speaking();
        assert_eq!(machine.failed(first, false), Action::Restart);
        let second = machine.begin();
        assert_eq!(machine.ended(second), Action::Next, "that was no reason to stop");
        let third = machine.begin();
        assert_eq!(machine.failed(third, false), Action::Restart);
        let fourth = machine.begin();
        assert_eq!(machine.failed(fourth, false), Action::Stop);
        assert_eq!(machine.state(), State::Failed(Failure::Silent));
    }

    #[test]
    fn another_sentence_after_the_end_waits_for_the_reader() {
        let (mut machine, _) = speaking();
        machine.finish();
        assert_eq!(machine.moved(), Action::Nothing);
        assert_eq!(machine.state(), State::Paused);
    }
}
