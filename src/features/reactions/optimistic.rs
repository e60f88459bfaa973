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
    /// Changes so far: an answer to a question from before the last one is old.
    changes: u32,
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
    /// It is kept here, and will be sent.
    Waiting {
        /// What the reader wants.
        wanted: Option<Mood>,
        /// What it waits for.
        awaited: Awaited,
    },
    /// The server did not take it; the counts are as before.
    Failed {
        /// What the reader wanted.
        wanted: Option<Mood>,
    },
}

/// What a choice waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awaited {
    /// An answer: the network or the server has failed.
    Answer,
    /// A rest, which the server wants.
    Rest,
    /// Another tab, which is sending it.
    Tab,
}

impl Moods {
    /// What the server said.
    #[must_use]
    pub fn new(confirmed: Reaction) -> Self {
        Self { confirmed, phase: Phase::Settled, told: false, changes: 0 }
    }

    /// What to show: the reader's own choice counts before the server says so.
    #[must_use]
    pub fn shown(&self) -> Reaction {
        match self.phase {
            Phase::Settled | Phase::Failed { .. } => self.confirmed,
            Phase::Sending { wanted, .. } | Phase::Waiting { wanted, .. } => {
                self.confirmed.choose(wanted)
            }
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

    /// Whether `mood` is what the reader chose on this page, which is a joy.
    #[must_use]
    pub fn is_fresh(&self, mood: Mood) -> bool {
        self.told && self.shown().mine == Some(mood)
    }

    /// The number of changes so far, to be kept with a question to the server.
    #[must_use]
    pub fn changes(&self) -> u32 {
        self.changes
    }

    /// What a tap on `mood` asks for: a tap on the chosen one withdraws it.
    #[must_use]
    pub fn wanted_by(&self, mood: Mood) -> Option<Mood> {
        (self.shown().mine != Some(mood)).then_some(mood)
    }

    /// The reader wants `wanted`. Gives the choice to send, unless one is on its
    /// way: then it follows that one.
    pub fn want(&mut self, wanted: Option<Mood>) -> Option<Option<Mood>> {
        self.told = true;
        self.changes += 1;
        if let Phase::Sending { sent, .. } = self.phase {
            self.phase = Phase::Sending { sent, wanted };
            return None;
        }
        self.phase = Phase::Sending { sent: wanted, wanted };
        Some(wanted)
    }

    /// The choice that was not taken, for a reader who tries again.
    #[must_use]
    pub fn untaken(&self) -> Option<Option<Mood>> {
        match self.phase {
            Phase::Failed { wanted } | Phase::Waiting { wanted, .. } => Some(wanted),
            Phase::Settled | Phase::Sending { .. } => None,
        }
    }

    /// A choice was made and kept earlier. Gives it to be sent, unless one is on its
    /// way.
    pub fn recall(&mut self, wanted: Option<Mood>) -> Option<Option<Mood>> {
        if matches!(self.phase, Phase::Sending { .. }) {
            return None;
        }
        self.changes += 1;
        self.phase = Phase::Sending { sent: wanted, wanted };
        Some(wanted)
    }

    /// The server took what was sent. Gives the next choice to send, if the reader
    /// has changed their mind since.
    pub fn taken(&mut self, answer: Reaction) -> Option<Option<Mood>> {
        self.changes += 1;
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

    /// What was sent was not taken: back to what the server said last. Gives the
    /// next choice to send, as [`Self::taken`] does.
    pub fn refused(&mut self) -> Option<Option<Mood>> {
        let Phase::Sending { sent, wanted } = self.phase else { return None };
        if sent != wanted {
            self.phase = Phase::Sending { sent: wanted, wanted };
            return Some(wanted);
        }
        self.phase = Phase::Failed { wanted };
        None
    }

    /// Nobody knows whether what was sent was taken, or it may be sent later: it
    /// stays what the reader wants.
    pub fn put_off(&mut self, awaited: Awaited) {
        if let Phase::Sending { wanted, .. } = self.phase {
            self.phase = Phase::Waiting { wanted, awaited };
        }
    }

    /// The same reader chose `wanted` in another tab, which sends it.
    pub fn chosen_elsewhere(&mut self, wanted: Option<Mood>) {
        self.changes += 1;
        self.phase = match self.phase {
            Phase::Sending { sent, .. } => Phase::Sending { sent, wanted },
            _ => Phase::Waiting { wanted, awaited: Awaited::Tab },
        };
    }

    /// What another tab sent was taken. Its counts are still to be asked for.
    pub fn taken_elsewhere(&mut self) {
        if let Phase::Waiting { wanted, .. } = self.phase {
            self.changes += 1;
            self.confirmed = self.confirmed.choose(wanted);
            self.phase = Phase::Settled;
        }
    }

    /// The server was asked when there had been `changes`. Its answer is older
    /// than any change made since, and then counts for nothing.
    pub fn heard(&mut self, answer: Reaction, changes: u32) {
        if self.changes == changes {
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

    /// Moods on which a tap on 难过 waits.
    fn waiting() -> Moods {
        let mut moods = start();
        tap(&mut moods, Mood::Sad);
        moods.put_off(Awaited::Answer);
        moods
    }

    fn tap(moods: &mut Moods, mood: Mood) -> Option<Option<Mood>> {
        moods.want(moods.wanted_by(mood))
    }

    #[test]
    fn a_tap_shows_at_once_and_the_answer_wins() {
        let mut moods = start();
        assert_eq!(tap(&mut moods, Mood::Like), Some(Some(Mood::Like)));
        assert_eq!(moods.shown().counts.like, 6);
        let answer =
            Reaction { counts: Counts { like: 9, ..Counts::default() }, mine: Some(Mood::Like) };
        assert_eq!(moods.taken(answer), None);
        assert_eq!(moods.shown(), answer);
        assert_eq!(tap(&mut moods, Mood::Like), Some(None), "a second tap withdraws");
    }

    #[test]
    fn a_refusal_goes_back_and_can_be_tried_again() {
        let mut moods = start();
        tap(&mut moods, Mood::Sad);
        assert_eq!(moods.refused(), None);
        assert_eq!(moods.shown(), start().shown());
        assert_eq!(moods.phase(), Phase::Failed { wanted: Some(Mood::Sad) });
        let wanted = moods.untaken().unwrap();
        assert_eq!(moods.want(wanted), Some(Some(Mood::Sad)));
        assert_eq!(moods.shown().counts.sad, 1);
        // A changed mind is another question.
        assert_eq!(moods.want(Some(Mood::Like)), None);
        assert_eq!(moods.refused(), Some(Some(Mood::Like)));
    }

    #[test]
    fn what_is_put_off_stays_chosen_and_the_last_choice_is_sent() {
        let mut moods = waiting();
        assert_eq!(moods.shown().mine, Some(Mood::Sad));
        assert_eq!(moods.taken_choice(), None);
        assert_eq!(tap(&mut moods, Mood::Like), Some(Some(Mood::Like)));
        moods.put_off(Awaited::Rest);
        assert_eq!(moods.untaken(), Some(Some(Mood::Like)));
        assert_eq!(moods.recall(Some(Mood::Like)), Some(Some(Mood::Like)));
        assert_eq!(moods.untaken(), None, "it is on its way");
        assert_eq!(moods.taken(start().shown().choose(Some(Mood::Like))), None);
        assert_eq!((moods.shown().counts.like, moods.shown().counts.sad), (6, 0));
    }

    #[test]
    fn a_changed_mind_is_sent_after_what_is_on_its_way() {
        let mut moods = start();
        tap(&mut moods, Mood::Like);
        assert_eq!(tap(&mut moods, Mood::Happy), None, "one request at a time");
        assert_eq!(moods.shown().mine, Some(Mood::Happy));
        let answer = start().shown().choose(Some(Mood::Like));
        assert_eq!(moods.taken(answer), Some(Some(Mood::Happy)));
        assert_eq!(moods.shown(), answer.choose(Some(Mood::Happy)));
    }

    #[test]
    fn an_answer_from_before_a_change_comes_too_late() {
        let newer = |moods: &Moods| Reaction {
            counts: Counts { like: 70, ..Counts::default() },
            ..moods.shown()
        };
        let mut moods = start();
        let asked = moods.changes();
        tap(&mut moods, Mood::Like);
        moods.heard(Reaction::default(), asked);
        assert_eq!(moods.shown().mine, Some(Mood::Like));
        let asked = moods.changes();
        let answer = start().shown().choose(Some(Mood::Like));
        moods.taken(answer);
        moods.heard(Reaction::default(), asked);
        assert_eq!(moods.shown(), answer);
        moods.heard(newer(&moods), moods.changes());
        assert_eq!(moods.shown().counts.like, 70, "counts move on after a choice too");
        assert_eq!(moods.taken_choice(), Some(Some(Mood::Like)));
    }

    #[test]
    fn counts_move_on_while_a_choice_waits() {
        let mut moods = waiting();
        let counts = Counts { like: 9, sad: 4, ..Counts::default() };
        moods.heard(Reaction { counts, mine: None }, moods.changes());
        assert_eq!((moods.shown().counts.sad, moods.shown().mine), (5, Some(Mood::Sad)));
        // It had been taken after all.
        let counts = Counts { sad: 5, ..counts };
        moods.heard(Reaction { counts, mine: Some(Mood::Sad) }, moods.changes());
        assert_eq!(moods.shown().counts.sad, 5);
    }

    #[test]
    fn two_tabs_agree() {
        let mut moods = start();
        moods.chosen_elsewhere(Some(Mood::Happy));
        assert_eq!((moods.shown().mine, moods.shown().counts.happy), (Some(Mood::Happy), 1));
        moods.taken_elsewhere();
        assert_eq!(moods.phase(), Phase::Settled);
        assert_eq!((moods.shown().mine, moods.shown().counts.happy), (Some(Mood::Happy), 1));
        assert_eq!(moods.taken_choice(), None, "the other tab says so");
        // Both chose at once: the last of all is sent again by who was sending.
        tap(&mut moods, Mood::Like);
        moods.chosen_elsewhere(Some(Mood::Sad));
        moods.taken_elsewhere();
        let answer = start().shown().choose(Some(Mood::Like));
        assert_eq!(moods.taken(answer), Some(Some(Mood::Sad)));
    }
}
