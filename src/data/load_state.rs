//! The state of a request: loading, loaded, empty or failed.

use serde::Serialize;
use zaidu_model::json::{Errors, FromJson, Node};

use crate::backend::{ApiResponse, BackendError, Payload};

/// The four states of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum LoadState<T> {
    /// No response yet.
    Loading,
    /// The response.
    Loaded(T),
    /// A response with nothing in it.
    Empty,
    /// No response; a retry may succeed.
    Failed(BackendError),
}

impl LoadState<ApiResponse> {
    /// The state that a finished request results in.
    #[must_use]
    pub fn from_result(result: Result<ApiResponse, BackendError>) -> Self {
        match result {
            Ok(response) if response.is_empty() => Self::Empty,
            Ok(response) => Self::Loaded(response),
            Err(error) => Self::Failed(error),
        }
    }

    /// The state with its response as a `T`; failed if the response is of another type.
    pub(super) fn into_payload<T: Payload>(self) -> LoadState<T> {
        match self {
            Self::Loading => LoadState::Loading,
            Self::Empty => LoadState::Empty,
            Self::Failed(error) => LoadState::Failed(error),
            Self::Loaded(response) => match T::from_response(response) {
                Some(payload) => LoadState::Loaded(payload),
                None => LoadState::Failed(BackendError::unexpected_type()),
            },
        }
    }
}

impl<T: FromJson> FromJson for LoadState<T> {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        let (kind, node) = node.variant(errors);
        match kind.as_str() {
            "Loading" => Self::Loading,
            "Loaded" => Self::Loaded(FromJson::from_node(node, errors)),
            "Empty" => Self::Empty,
            "Failed" => Self::Failed(FromJson::from_node(node, errors)),
            _ => {
                errors.expected("a state");
                Self::Loading
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::{FeedPage, Ranking, Site};

    #[test]
    fn every_result_has_one_state() {
        let site = Site { name: "澜".into(), ..Site::default() };
        let loaded = LoadState::from_result(Ok(site.clone().into_response()));
        assert_eq!(loaded.clone().into_payload::<Site>(), LoadState::Loaded(site));
        let from = |response| LoadState::from_result(Ok(response));
        assert_eq!(from(FeedPage::default().into_response()), LoadState::Empty);
        assert_eq!(from(Ranking::default().into_response()), LoadState::Empty);
        let failed = LoadState::from_result(Err(BackendError::TimedOut));
        assert_eq!(failed.into_payload::<Site>(), LoadState::Failed(BackendError::TimedOut));
        assert!(matches!(
            loaded.into_payload::<Ranking>(),
            LoadState::Failed(BackendError::InvalidResponse(_))
        ));
    }
}
