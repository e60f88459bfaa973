//! A network that can be told to misbehave.

use zaidu_model::ProblemCode;

use crate::backend::BackendError;
use crate::browser::clock;

/// How the way to the newsroom is today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Network {
    /// Query at once.
    Fine,
    /// Query after [`SLOW`].
    Slow,
    /// The server answers with an error.
    Failing,
    /// Nothing arrives.
    Offline,
}

/// How long a slow answer takes, in milliseconds: long enough to look at a
/// skeleton.
const SLOW: u32 = 3_000;

impl Network {
    /// The network that a switch asks for; nothing when it wants no mock. An
    /// unknown switch is an ordinary day.
    pub(super) fn from_switch(switch: Option<&str>) -> Option<Self> {
        match switch {
            Some("off") => None,
            Some("slow") => Some(Self::Slow),
            Some("failing") => Some(Self::Failing),
            Some("offline") => Some(Self::Offline),
            _ => Some(Self::Fine),
        }
    }

    pub(super) async fn travel(self) -> Result<(), BackendError> {
        match self {
            Self::Fine => Ok(()),
            Self::Slow => {
                clock::sleep(SLOW).await;
                Ok(())
            }
            Self::Failing => Err(BackendError::Problem(ProblemCode::StoreUnavailable.into())),
            Self::Offline => Err(BackendError::Unreachable),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switches_are_the_documented_ones() {
        for (switch, network) in [
            (None, Some(Network::Fine)),
            (Some("fast"), Some(Network::Fine)),
            (Some("slow"), Some(Network::Slow)),
            (Some("failing"), Some(Network::Failing)),
            (Some("offline"), Some(Network::Offline)),
            (Some("off"), None),
        ] {
            assert_eq!(Network::from_switch(switch), network);
        }
    }
}
