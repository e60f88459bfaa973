//! Simulated network of the mock: normal, slow, failing or offline.

use zaidu_model::ProblemCode;

use crate::backend::error::BackendError;
use crate::browser::clock;

/// How the network behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Network {
    /// Immediate responses.
    Fine,
    /// Responses after [`DELAY`].
    Slow,
    /// Error responses from the server.
    Failing,
    /// No responses.
    Offline,
}

/// Delay of a slow response, in milliseconds: long enough to look at a skeleton.
const DELAY: u32 = 3_000;

impl Network {
    /// The network that the `mock` parameter of the URL selects; none for `off`. An unknown
    /// value selects the normal network.
    pub(super) fn from_parameter(value: Option<&str>) -> Option<Self> {
        match value {
            Some("off") => None,
            Some("slow") => Some(Self::Slow),
            Some("failing") => Some(Self::Failing),
            Some("offline") => Some(Self::Offline),
            _ => Some(Self::Fine),
        }
    }

    pub(super) async fn transmit(self) -> Result<(), BackendError> {
        match self {
            Self::Fine => Ok(()),
            Self::Slow => {
                clock::sleep(DELAY).await;
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
    fn parameter_values_are_the_documented_ones() {
        for (value, network) in [
            (None, Some(Network::Fine)),
            (Some("fast"), Some(Network::Fine)),
            (Some("slow"), Some(Network::Slow)),
            (Some("failing"), Some(Network::Failing)),
            (Some("offline"), Some(Network::Offline)),
            (Some("off"), None),
        ] {
            assert_eq!(Network::from_parameter(value), network);
        }
    }
}
