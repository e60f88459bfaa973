//! Optimistic update of a mood: a state machine over the confirmed and the desired choice.
//!
//! Pure: no clock, network, storage or view.

use zaidu_model::{Counts, Mood, Reaction};

/// A reader's mood on one article. A tap is shown at once; the server's response replaces it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MoodState {
    /// The server's latest response.
    confirmed: Reaction,
    phase: Phase,
    /// Whether the reader has selected anything since the page loaded.
    changed: bool,
    /// Incremented on each change: a response to a request sent at an earlier revision is stale.
    revision: u32,
}

/// Progress of the reader's latest choice. A choice is a mood, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The server knows the latest choice, or there is none.
    Settled,
    /// A request with `sent` is in flight; `desired` is the latest choice.
    Sending {
        /// The choice in the request.
        sent: Option<Mood>,
        /// The choice tapped last.
        desired: Option<Mood>,
    },
    /// The choice is stored in the browser and will be sent later.
    Pending {
        /// The choice to send.
        desired: Option<Mood>,
        /// Why it has not been sent.
        reason: PendingReason,
    },
    /// The server rejected the choice; the counts are the confirmed ones.
    Failed {
        /// The rejected choice.
        desired: Option<Mood>,
    },
    /// The article is gone: no choice on it counts any more.
    Withdrawn,
}

/// Why a choice is pending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PendingReason {
    /// The network or the server failed; the request is retried with exponential backoff.
    Backoff,
    /// The server limits the rate and named a time to wait.
    RetryAfter,
    /// Another tab is sending it.
    OtherTab,
}

impl MoodState {
    /// A settled state with the server's reaction.
    #[must_use]
    pub fn new(confirmed: Reaction) -> Self {
        Self { confirmed, phase: Phase::Settled, changed: false, revision: 0 }
    }

    /// The reaction to show: the desired choice is counted before the server confirms it.
    #[must_use]
    pub fn shown(&self) -> Reaction {
        match self.phase {
            Phase::Settled | Phase::Failed { .. } | Phase::Withdrawn => self.confirmed,
            Phase::Sending { desired, .. } | Phase::Pending { desired, .. } => {
                self.confirmed.choose(desired)
            }
        }
    }

    /// The choice that the server confirmed last, for the status message. `None` when the
    /// reader has selected nothing on this page, and while a choice is unsettled or has failed.
    #[must_use]
    pub fn confirmed_choice(&self) -> Option<Option<Mood>> {
        (self.changed && self.phase == Phase::Settled).then_some(self.confirmed.mine)
    }

    /// The phase of the latest choice.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Whether the reader selected `mood` on this page, which starts its animation.
    #[must_use]
    pub fn is_newly_selected(&self, mood: Mood) -> bool {
        self.changed && self.shown().mine == Some(mood)
    }

    /// The current revision, to be passed to [`Self::reconcile`] with the response.
    #[must_use]
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// The counts of all readers have changed. While a choice of this reader is on its way they may
    /// have it or not: then they are left, and the response to it brings newer ones. Returns whether
    /// they have changed what is shown.
    pub fn update_counts(&mut self, counts: Counts) -> bool {
        let is_settled = matches!(self.phase, Phase::Settled | Phase::Failed { .. });
        // Counts without this reader's confirmed choice are older than it.
        let has_own = self.confirmed.mine.is_none_or(|mine| counts.get(mine) > 0);
        let is_new = is_settled && has_own && counts != self.confirmed.counts;
        if is_new {
            self.confirmed.counts = counts;
        }
        is_new
    }

    /// The choice that a tap on `mood` selects: a tap on the selected mood withdraws it.
    #[must_use]
    pub fn toggled(&self, mood: Mood) -> Option<Mood> {
        (self.shown().mine != Some(mood)).then_some(mood)
    }

    /// Selects `desired`. Returns the choice to send, or `None` while a request is in flight:
    /// the new choice is sent after it.
    pub fn select(&mut self, desired: Option<Mood>) -> Option<Option<Mood>> {
        self.changed = true;
        self.revision += 1;
        if let Phase::Sending { sent, .. } = self.phase {
            self.phase = Phase::Sending { sent, desired };
            return None;
        }
        self.phase = Phase::Sending { sent: desired, desired };
        Some(desired)
    }

    /// The pending or failed choice, for a retry by the reader.
    #[must_use]
    pub fn unsent(&self) -> Option<Option<Mood>> {
        match self.phase {
            Phase::Failed { desired } | Phase::Pending { desired, .. } => Some(desired),
            Phase::Settled | Phase::Sending { .. } | Phase::Withdrawn => None,
        }
    }

    /// Sends a choice that was stored earlier. Returns the choice to send, or `None` while a
    /// request is in flight.
    pub fn resend(&mut self, desired: Option<Mood>) -> Option<Option<Mood>> {
        if matches!(self.phase, Phase::Sending { .. }) {
            return None;
        }
        self.revision += 1;
        self.phase = Phase::Sending { sent: desired, desired };
        Some(desired)
    }

    /// The server accepted the choice in flight. Returns the next choice to send, if the reader
    /// has selected another one since.
    pub fn confirm(&mut self, response: Reaction) -> Option<Option<Mood>> {
        self.revision += 1;
        self.confirmed = response;
        match self.phase {
            Phase::Sending { sent, desired } if sent != desired => {
                self.phase = Phase::Sending { sent: desired, desired };
                Some(desired)
            }
            _ => {
                self.phase = Phase::Settled;
                None
            }
        }
    }

    /// The server rejected the choice in flight: rolls back to the confirmed reaction. Returns
    /// the next choice to send, as [`Self::confirm`] does.
    pub fn reject(&mut self) -> Option<Option<Mood>> {
        let Phase::Sending { sent, desired } = self.phase else { return None };
        if sent != desired {
            self.phase = Phase::Sending { sent: desired, desired };
            return Some(desired);
        }
        self.phase = Phase::Failed { desired };
        None
    }

    /// The article is gone. No choice is sent any more: returns `None`, as [`Self::reject`] may.
    pub fn withdraw(&mut self) -> Option<Option<Mood>> {
        self.revision += 1;
        self.phase = Phase::Withdrawn;
        None
    }

    /// The request in flight failed without a definite result, or may only be sent later: the
    /// desired choice becomes pending.
    pub fn defer(&mut self, reason: PendingReason) {
        if let Phase::Sending { desired, .. } = self.phase {
            self.phase = Phase::Pending { desired, reason };
        }
    }

    /// The same reader selected `desired` in another tab, which sends it.
    pub fn selected_in_other_tab(&mut self, desired: Option<Mood>) {
        self.revision += 1;
        self.phase = match self.phase {
            Phase::Sending { sent, .. } => Phase::Sending { sent, desired },
            _ => Phase::Pending { desired, reason: PendingReason::OtherTab },
        };
    }

    /// The server accepted the choice that another tab sent. The new counts are not known yet
    /// and have to be requested.
    pub fn confirmed_in_other_tab(&mut self) {
        if let Phase::Pending { desired, .. } = self.phase {
            self.revision += 1;
            self.confirmed = self.confirmed.choose(desired);
            self.phase = Phase::Settled;
        }
    }

    /// Applies a response to a request that was sent at `revision`. A response older than the
    /// latest change is discarded.
    pub fn reconcile(&mut self, response: Reaction, revision: u32) {
        if self.revision == revision {
            self.confirmed = response;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::Counts;

    fn start() -> MoodState {
        MoodState::new(Reaction { counts: Counts { like: 5, ..Counts::default() }, mine: None })
    }

    /// A state in which a tap on 难过 is pending.
    fn pending() -> MoodState {
        let mut moods = start();
        tap(&mut moods, Mood::Sad);
        moods.defer(PendingReason::Backoff);
        moods
    }

    fn tap(moods: &mut MoodState, mood: Mood) -> Option<Option<Mood>> {
        moods.select(moods.toggled(mood))
    }

    #[test]
    fn a_tap_is_shown_at_once_and_the_response_replaces_it() {
        let mut moods = start();
        assert_eq!(tap(&mut moods, Mood::Like), Some(Some(Mood::Like)));
        assert_eq!(moods.shown().counts.like, 6);
        let response =
            Reaction { counts: Counts { like: 9, ..Counts::default() }, mine: Some(Mood::Like) };
        assert_eq!(moods.confirm(response), None);
        assert_eq!(moods.shown(), response);
        assert_eq!(tap(&mut moods, Mood::Like), Some(None), "a second tap withdraws");
    }

    #[test]
    fn a_rejection_rolls_back_and_can_be_retried() {
        let mut moods = start();
        tap(&mut moods, Mood::Sad);
        assert_eq!(moods.reject(), None);
        assert_eq!(moods.shown(), start().shown());
        assert_eq!(moods.phase(), Phase::Failed { desired: Some(Mood::Sad) });
        let desired = moods.unsent().unwrap();
        assert_eq!(moods.select(desired), Some(Some(Mood::Sad)));
        assert_eq!(moods.shown().counts.sad, 1);
        // Another choice needs another request.
        assert_eq!(moods.select(Some(Mood::Like)), None);
        assert_eq!(moods.reject(), Some(Some(Mood::Like)));
    }

    #[test]
    fn nothing_is_left_to_send_for_an_article_that_is_gone() {
        let mut moods = start();
        tap(&mut moods, Mood::Sad);
        // Not even what was chosen meanwhile.
        tap(&mut moods, Mood::Like);
        assert_eq!(moods.withdraw(), None);
        assert_eq!((moods.phase(), moods.unsent()), (Phase::Withdrawn, None));
        assert_eq!((moods.shown(), moods.confirmed_choice()), (start().shown(), None));
        // An article that is back takes choices again.
        assert_eq!(tap(&mut moods, Mood::Sad), Some(Some(Mood::Sad)));
    }

    #[test]
    fn a_deferred_choice_stays_selected_and_the_latest_is_sent() {
        let mut moods = pending();
        assert_eq!(moods.shown().mine, Some(Mood::Sad));
        assert_eq!(moods.confirmed_choice(), None);
        assert_eq!(tap(&mut moods, Mood::Like), Some(Some(Mood::Like)));
        moods.defer(PendingReason::RetryAfter);
        assert_eq!(moods.unsent(), Some(Some(Mood::Like)));
        assert_eq!(moods.resend(Some(Mood::Like)), Some(Some(Mood::Like)));
        assert_eq!(moods.unsent(), None, "the request is in flight");
        assert_eq!(moods.confirm(start().shown().choose(Some(Mood::Like))), None);
        assert_eq!((moods.shown().counts.like, moods.shown().counts.sad), (6, 0));
    }

    #[test]
    fn a_new_choice_is_sent_after_the_request_in_flight() {
        let mut moods = start();
        tap(&mut moods, Mood::Like);
        assert_eq!(tap(&mut moods, Mood::Happy), None, "one request at a time");
        assert_eq!(moods.shown().mine, Some(Mood::Happy));
        let response = start().shown().choose(Some(Mood::Like));
        assert_eq!(moods.confirm(response), Some(Some(Mood::Happy)));
        assert_eq!(moods.shown(), response.choose(Some(Mood::Happy)));
    }

    #[test]
    fn a_response_older_than_a_change_is_discarded() {
        let newer = |moods: &MoodState| Reaction {
            counts: Counts { like: 70, ..Counts::default() },
            ..moods.shown()
        };
        let mut moods = start();
        let revision = moods.revision();
        tap(&mut moods, Mood::Like);
        moods.reconcile(Reaction::default(), revision);
        assert_eq!(moods.shown().mine, Some(Mood::Like));
        let revision = moods.revision();
        let response = start().shown().choose(Some(Mood::Like));
        moods.confirm(response);
        moods.reconcile(Reaction::default(), revision);
        assert_eq!(moods.shown(), response);
        moods.reconcile(newer(&moods), moods.revision());
        assert_eq!(moods.shown().counts.like, 70, "counts move on after a choice too");
        assert_eq!(moods.confirmed_choice(), Some(Some(Mood::Like)));
    }

    #[test]
    fn counts_are_updated_while_a_choice_is_pending() {
        let mut moods = pending();
        let counts = Counts { like: 9, sad: 4, ..Counts::default() };
        moods.reconcile(Reaction { counts, mine: None }, moods.revision());
        assert_eq!((moods.shown().counts.sad, moods.shown().mine), (5, Some(Mood::Sad)));
        // The server had accepted the choice after all.
        let counts = Counts { sad: 5, ..counts };
        moods.reconcile(Reaction { counts, mine: Some(Mood::Sad) }, moods.revision());
        assert_eq!(moods.shown().counts.sad, 5);
    }

    #[test]
    fn two_tabs_stay_in_sync() {
        let mut moods = start();
        moods.selected_in_other_tab(Some(Mood::Happy));
        assert_eq!((moods.shown().mine, moods.shown().counts.happy), (Some(Mood::Happy), 1));
        moods.confirmed_in_other_tab();
        assert_eq!(moods.phase(), Phase::Settled);
        assert_eq!((moods.shown().mine, moods.shown().counts.happy), (Some(Mood::Happy), 1));
        assert_eq!(moods.confirmed_choice(), None, "the other tab says so");
        // Both tabs select at once: the tab with a request in flight sends the latest choice.
        tap(&mut moods, Mood::Like);
        moods.selected_in_other_tab(Some(Mood::Sad));
        moods.confirmed_in_other_tab();
        let response = start().shown().choose(Some(Mood::Like));
        assert_eq!(moods.confirm(response), Some(Some(Mood::Sad)));
    }
}
