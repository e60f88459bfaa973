//! What the reader chose, what the server knows, and how the two come together.

use zaidu_model::{Mood, Reaction};

/// A reader's mood on one article. A tap shows at once; the server's answer wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moods {
    /// What the server said last.
    confirmed: Reaction,
    phase: Phase,
    /// Whether the reader has chosen anything since the page came.
    told: bool,
}

/// Where the reader's last choice is. The choice is a mood, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// There is none that the server does not know.
    Settled,
    /// `sent` is on its way; `wanted` is what the reader wants by now.
    Sending {
        /// What the request says.
        sent: Option<Mood>,
        /// What the reader tapped last.
        wanted: Option<Mood>,
    },
    /// The server did not take it; the counts are as before.
    Failed {
        /// What the reader wanted.
        wanted: Option<Mood>,
    },
}

impl Moods {
    /// What the server said.
    #[must_use]
    pub fn new(confirmed: Reaction) -> Self {
        Self { confirmed, phase: Phase::Settled, told: false }
    }

    /// What to show: the reader's own choice counts before the server says so.
    #[must_use]
    pub fn shown(&self) -> Reaction {
        match self.phase {
            Phase::Settled | Phase::Failed { .. } => self.confirmed,
            Phase::Sending { wanted, .. } => self.confirmed.choose(wanted),
        }
    }

    /// What the server took last from this reader, to say so; nothing while
    /// something is under way or has failed.
    #[must_use]
    pub fn taken_choice(&self) -> Option<Option<Mood>> {
        (self.told && self.phase == Phase::Settled).then_some(self.confirmed.mine)
    }

    /// Where the last choice is.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The reader taps `mood`; a tap on the chosen one withdraws it. Gives the
    /// choice to send, unless one is on its way: then it follows that one.
    pub fn tap(&mut self, mood: Mood) -> Option<Option<Mood>> {
        let wanted = (self.shown().mine != Some(mood)).then_some(mood);
        self.want(wanted)
    }

    /// The reader tries again. Gives the choice to send.
    pub fn retry(&mut self) -> Option<Option<Mood>> {
        match self.phase {
            Phase::Failed { wanted } => self.want(wanted),
            Phase::Settled | Phase::Sending { .. } => None,
        }
    }

    fn want(&mut self, wanted: Option<Mood>) -> Option<Option<Mood>> {
        self.told = true;
        match self.phase {
            Phase::Sending { sent, .. } => {
                self.phase = Phase::Sending { sent, wanted };
                None
            }
            Phase::Settled | Phase::Failed { .. } => {
                self.phase = Phase::Sending { sent: wanted, wanted };
                Some(wanted)
            }
        }
    }

    /// The server took what was sent. Gives the next choice to send, if the reader
    /// has changed their mind since.
    pub fn taken(&mut self, answer: Reaction) -> Option<Option<Mood>> {
        self.confirmed = answer;
        match self.phase {
            Phase::Sending { sent, wanted } if sent != wanted => {
                self.phase = Phase::Sending { sent: wanted, wanted };
                Some(wanted)
            }
            _ => {
                self.phase = Phase::Settled;
                None
            }
        }
    }

    /// What was sent was not taken: back to what the server said last.
    pub fn refused(&mut self) {
        if let Phase::Sending { wanted, .. } = self.phase {
            self.phase = Phase::Failed { wanted };
        }
    }

    /// The server was asked, not told. Its answer may be older than a choice made
    /// since, whatever has become of that, so it counts only before the first.
    pub fn heard(&mut self, answer: Reaction) {
        if !self.told {
            self.confirmed = answer;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::Counts;

    fn start() -> Moods {
        Moods::new(Reaction { counts: Counts { like: 5, ..Counts::default() }, mine: None })
    }

    #[test]
    fn a_tap_shows_at_once_and_the_answer_wins() {
        let mut moods = start();
        assert_eq!(moods.tap(Mood::Like), Some(Some(Mood::Like)));
        assert_eq!(moods.shown().counts.like, 6);
        let answer =
            Reaction { counts: Counts { like: 9, ..Counts::default() }, mine: Some(Mood::Like) };
        assert_eq!(moods.taken(answer), None);
        assert_eq!(moods.shown(), answer);
        assert_eq!(moods.tap(Mood::Like), Some(None), "a second tap withdraws");
    }

    #[test]
    fn a_refusal_goes_back_and_can_be_tried_again() {
        let mut moods = start();
        moods.tap(Mood::Sad);
        moods.refused();
        assert_eq!(moods.shown(), start().shown());
        assert_eq!(moods.phase(), Phase::Failed { wanted: Some(Mood::Sad) });
        assert_eq!(moods.retry(), Some(Some(Mood::Sad)));
        assert_eq!(moods.shown().counts.sad, 1);
    }

    #[test]
    fn a_changed_mind_is_sent_after_what_is_on_its_way() {
        let mut moods = start();
        moods.tap(Mood::Like);
        assert_eq!(moods.tap(Mood::Happy), None, "one request at a time");
        assert_eq!(moods.shown().mine, Some(Mood::Happy));
        let answer = start().shown().choose(Some(Mood::Like));
        assert_eq!(moods.taken(answer), Some(Some(Mood::Happy)));
        assert_eq!(moods.shown(), answer.choose(Some(Mood::Happy)));
    }

    #[test]
    fn what_was_heard_never_overrides_a_choice() {
        let mut moods = start();
        moods.tap(Mood::Like);
        moods.heard(Reaction::default());
        assert_eq!(moods.shown().mine, Some(Mood::Like));
        moods.refused();
        let mut taken = start();
        taken.tap(Mood::Like);
        let answer = start().shown().choose(Some(Mood::Like));
        taken.taken(answer);
        taken.heard(Reaction::default());
        assert_eq!(taken.shown(), answer, "an answer from before the choice comes too late");
        assert_eq!(taken.taken_choice(), Some(Some(Mood::Like)));
        let mut settled = start();
        assert_eq!(settled.taken_choice(), None);
        settled.heard(Reaction { mine: Some(Mood::Pass), ..Reaction::default() });
        assert_eq!(settled.shown().mine, Some(Mood::Pass));
    }
}
