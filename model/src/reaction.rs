//! Reactions: one reader's mood on one article, and the counts of all readers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};

use crate::ProblemCode;

/// A reader's mood on an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Mood {
    /// 开心
    Happy,
    /// 难过
    Sad,
    /// 点赞
    Like,
    /// 飘过
    Pass,
}

impl Mood {
    /// Every mood, in display order.
    pub const ALL: [Self; 4] = [Self::Happy, Self::Sad, Self::Like, Self::Pass];

    /// Stable key in JSON, URLs and the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Happy => "happy",
            Self::Sad => "sad",
            Self::Like => "like",
            Self::Pass => "pass",
        }
    }
}

impl fmt::Display for Mood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl FromStr for Mood {
    type Err = ProblemCode;

    fn from_str(key: &str) -> Result<Self, ProblemCode> {
        Self::ALL.into_iter().find(|mood| mood.key() == key).ok_or(ProblemCode::MoodUnknown)
    }
}

/// How many readers chose each mood.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Counts {
    /// 开心
    pub happy: u64,
    /// 难过
    pub sad: u64,
    /// 点赞
    pub like: u64,
    /// 飘过
    pub pass: u64,
}

impl Counts {
    /// How many readers chose `mood`.
    #[must_use]
    pub fn get(&self, mood: Mood) -> u64 {
        match mood {
            Mood::Happy => self.happy,
            Mood::Sad => self.sad,
            Mood::Like => self.like,
            Mood::Pass => self.pass,
        }
    }

    /// Mutable access to the number of readers who chose `mood`.
    pub fn get_mut(&mut self, mood: Mood) -> &mut u64 {
        match mood {
            Mood::Happy => &mut self.happy,
            Mood::Sad => &mut self.sad,
            Mood::Like => &mut self.like,
            Mood::Pass => &mut self.pass,
        }
    }

    /// How many readers chose any mood: the sum of all counts.
    #[must_use]
    pub fn total(&self) -> u64 {
        Mood::ALL.iter().fold(0, |sum, mood| sum.saturating_add(self.get(*mood)))
    }

    /// The counts after one reader's choice changed from `before` to `after`.
    ///
    /// Idempotent: choosing the same mood again changes nothing, so a request may be repeated.
    #[must_use]
    pub fn after(mut self, before: Option<Mood>, after: Option<Mood>) -> Self {
        if before != after {
            if let Some(mood) = before {
                let count = self.get_mut(mood);
                *count = count.saturating_sub(1);
            }
            if let Some(mood) = after {
                let count = self.get_mut(mood);
                *count = count.saturating_add(1);
            }
        }
        self
    }
}

/// The counts of an article and the reader's own mood on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Reaction {
    /// How many readers chose each mood, this one included.
    pub counts: Counts,
    /// The mood that this reader chose.
    pub mine: Option<Mood>,
}

impl Reaction {
    /// The reaction after this reader chose `mood`, or withdrew their choice.
    #[must_use]
    pub fn choose(self, mood: Option<Mood>) -> Self {
        Self { counts: self.counts.after(self.mine, mood), mine: mood }
    }
}

/// Request body: the mood that a reader chooses, or none. It is the desired state and not a
/// change, so sending it twice has the same effect as sending it once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Choice {
    /// The mood, or `null` to withdraw; the field is required.
    #[serde(deserialize_with = "required")]
    pub mood: Option<Mood>,
}

/// Key of the choice of no mood.
const NONE: &str = "none";

impl Choice {
    /// Key of the choice, as in form fields and browser storage: a mood's key, or `none`.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.mood.map_or(NONE, Mood::key)
    }
}

impl FromStr for Choice {
    type Err = ProblemCode;

    fn from_str(key: &str) -> Result<Self, ProblemCode> {
        let mood = if key == NONE { None } else { Some(key.parse()?) };
        Ok(Self { mood })
    }
}

/// Makes the field required: serde would read a missing `Option` as `None`, that is as a
/// withdrawal.
fn required<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Mood>, D::Error> {
    Option::deserialize(deserializer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mood() -> impl Strategy<Value = Option<Mood>> {
        proptest::option::of(proptest::sample::select(&Mood::ALL[..]))
    }

    #[test]
    fn keys_are_stable() {
        for mood in Mood::ALL {
            assert_eq!(mood.key().parse::<Mood>().unwrap(), mood);
            assert_eq!(serde_json::to_string(&mood).unwrap(), format!("{:?}", mood.key()));
        }
        assert_eq!("angry".parse::<Mood>(), Err(ProblemCode::MoodUnknown));
    }

    #[test]
    fn the_mood_of_a_choice_is_required() {
        let parse = serde_json::from_str::<Choice>;
        assert_eq!(parse(r#"{"mood":"like"}"#).unwrap().mood, Some(Mood::Like));
        assert_eq!(parse(r#"{"mood":null}"#).unwrap().mood, None);
        assert!(parse("{}").is_err());
        assert!(parse(r#"{"mood":"angry"}"#).is_err());
    }

    #[test]
    fn choices_round_trip_through_their_keys() {
        for mood in Mood::ALL.map(Some).into_iter().chain([None]) {
            assert_eq!(Choice { mood }.key().parse(), Ok(Choice { mood }));
        }
        assert_eq!(Choice { mood: None }.key(), "none");
        assert_eq!("angry".parse::<Choice>(), Err(ProblemCode::MoodUnknown));
    }

    proptest! {
        #[test]
        fn one_reader_counts_once_whatever_they_choose(choices in proptest::collection::vec(mood(), 0..20)) {
            let start = Reaction { counts: Counts { happy: 3, sad: 0, like: 9, pass: 1 }, mine: None };
            let end = choices.iter().fold(start, |reaction, mood| reaction.choose(*mood).choose(*mood));
            let mine = choices.last().copied().flatten();
            prop_assert_eq!(end, start.choose(mine));
            prop_assert_eq!(end.counts.total(), start.counts.total() + u64::from(mine.is_some()));
        }
    }
}
