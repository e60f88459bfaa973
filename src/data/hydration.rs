//! Query that came with the page.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::LoadState;
use crate::backend::{ApiRequest, ApiResponse, json};

/// The answers that a rendered page was made of, by their addresses in the
/// contract. Each is used once: a reader who comes back later asks anew.
///
/// The server fills it before rendering and writes it beside the page; in the
/// browser it is read before hydration, so that both render the same.
#[derive(Debug, Clone, Default)]
pub struct HydrationData(Arc<Mutex<Vec<Answered>>>, Arc<AtomicBool>);

/// The face of an answer, under the address that gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Answered(String, LoadState<ApiResponse>);

/// The id of the script that holds the answers of a rendered page. A page that
/// has it is hydrated, one that has not is mounted.
pub const HYDRATION_SCRIPT_ID: &str = "zaidu-came";

impl HydrationData {
    /// Adds the answer to `question`.
    pub fn add(&self, question: &ApiRequest, face: LoadState<ApiResponse>) {
        self.with(|answers| answers.push(Answered(question.path(), face)));
    }

    /// The answer to `question`, which then is gone.
    pub(super) fn take(&self, question: &ApiRequest) -> Option<LoadState<ApiResponse>> {
        let address = question.path();
        self.with(|answers| {
            let at = answers.iter().position(|answered| answered.0 == address)?;
            Some(answers.swap_remove(at).1)
        })
    }

    /// Ends with hydration: forgets the answers that nobody asked for.
    pub fn finish(&self) {
        self.with(Vec::clear);
        self.1.store(true, Ordering::Relaxed);
    }

    /// Whether the page that it came with is still being rendered or taken over.
    pub(super) fn is_hydrating(&self) -> bool {
        !self.1.load(Ordering::Relaxed)
    }

    /// The answers in `json`; nothing when it is not what [`Self::to_json`] wrote.
    #[must_use]
    pub fn from_json(json: &str) -> Option<Self> {
        let answers = json::from_str(json).ok()?;
        Some(Self(Arc::new(Mutex::new(answers)), Arc::default()))
    }

    /// What hydration needs of the answers, as JSON that no string can end as a
    /// script: `<` is escaped.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.with(|answers| {
            let mut answers = answers.clone();
            for Answered(_, face) in &mut answers {
                if let LoadState::Loaded(reply) = face {
                    reply.strip_for_hydration();
                }
            }
            // Text, numbers and lists, which always serialise.
            serde_json::to_string(&answers).unwrap_or_default().replace('<', "\\u003c")
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut Vec<Answered>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::{Article, Counts, Reaction, Site};

    #[test]
    fn answers_are_used_once() {
        let came = HydrationData::default();
        came.add(&ApiRequest::Site, LoadState::Empty);
        assert_eq!(came.take(&ApiRequest::Site), Some(LoadState::Empty));
        assert_eq!(came.take(&ApiRequest::Site), None);
    }

    #[test]
    fn what_travels_cannot_end_its_script() {
        let came = HydrationData::default();
        let site = Site { name: "</script><!--".into(), ..Site::default() };
        came.add(&ApiRequest::Site, LoadState::Loaded(ApiResponse::Site(Box::new(site.clone()))));
        let json = came.to_json();
        assert!(!json.contains('<'), "{json}");
        let read = HydrationData::from_json(&json).unwrap().take(&ApiRequest::Site);
        assert_eq!(read, Some(LoadState::Loaded(ApiResponse::Site(Box::new(site)))));
        assert!(HydrationData::from_json("[1]").is_none());
    }

    #[test]
    fn an_articles_words_do_not_travel_twice() {
        let wire = r#"{"id":"a","published":"2026-11-20T08:00:00Z",
            "body":[{"paragraph":[{"text":"春"}]}]}"#;
        let article: Article = serde_json::from_str(wire).unwrap();
        let came = HydrationData::default();
        let question = ApiRequest::Article(article.id.clone());
        came.add(&question, LoadState::Loaded(ApiResponse::Article(Box::new(article))));
        let reaction = Reaction { counts: Counts::default(), mine: None };
        let id = zaidu_model::Key::new("a").unwrap();
        came.add(&ApiRequest::Reaction(id), LoadState::Loaded(ApiResponse::Reaction(reaction)));
        let json = came.to_json();
        assert!(!json.contains('春') && json.contains(r#""id":"a""#), "{json}");
    }
}
