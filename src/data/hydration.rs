//! Hydration data: the API responses that a page was rendered with, sent along as JSON.
//!
//! The server fills [`HydrationData`] before rendering and writes it into a script element
//! of the page; in the browser it is read before hydration, so that both render the same.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use leptos::prelude::{Get, Owner, provide_context, use_context};
use serde::Serialize;
use zaidu_model::json::{self, Errors, FromJson, Node};
#[cfg(feature = "ssr")]
use zaidu_model::{Route, Section};

use super::fetch::fetch;
use super::load_state::LoadState;
use crate::backend::{ApiRequest, ApiResponse, Backend};
use crate::browser::clock;
use crate::client_effect::client_effect;

/// The responses that a page was rendered with, by their paths in the API, and whether
/// hydration has finished. Each response is used once: a later visit sends the request.
#[derive(Debug, Clone, Default)]
pub struct HydrationData(Arc<Mutex<Vec<Entry>>>, Arc<AtomicBool>);

/// The state of a request, by the request's path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Entry(String, LoadState<ApiResponse>);

impl FromJson for Entry {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        let (path, state) = FromJson::from_node(node, errors);
        Self(path, state)
    }
}

/// The id of the script element that holds the hydration data of a rendered page.
pub const HYDRATION_SCRIPT_ID: &str = "zaidu-came";

impl HydrationData {
    /// Adds the state of `request`.
    pub fn add(&self, request: &ApiRequest, state: LoadState<ApiResponse>) {
        self.with(|entries| entries.push(Entry(request.path(), state)));
    }

    /// Sends `requests` and passes on, in a task of its own, the data that a server would have
    /// rendered the page with; none if a request fails.
    pub fn load(requests: Vec<ApiRequest>, on_end: impl FnOnce(Option<Self>) + 'static) {
        let owner = Owner::new();
        let requesting = owner.clone();
        let mut on_end = Some(on_end);
        owner.with(|| {
            provide_context(Backend::from_page());
            let state = |request: ApiRequest| (request.path(), fetch(request, None, |_, _| ()).0);
            let states: Vec<_> = requests.into_iter().map(state).collect();
            client_effect(move || {
                let entries = states.iter().map(|(path, state)| Entry(path.clone(), state.get()));
                let entries: Vec<Entry> = entries.collect();
                let has_failed = |entry: &Entry| matches!(entry.1, LoadState::Failed(_));
                let data = if entries.iter().any(has_failed) {
                    None
                } else if entries.iter().any(|entry| entry.1 == LoadState::Loading) {
                    return;
                } else {
                    Some(Self(Arc::new(Mutex::new(entries)), Arc::default()))
                };
                if let Some(on_end) = on_end.take() {
                    let requesting = requesting.clone();
                    clock::set_timeout(0, move || {
                        requesting.cleanup();
                        on_end(data);
                    });
                }
            });
        });
    }

    /// Whether it has an article, whose text is in the page only.
    #[must_use]
    pub fn has_article(&self) -> bool {
        let is_article =
            |entry: &Entry| matches!(entry.1, LoadState::Loaded(ApiResponse::Article(_)));
        self.with(|entries| entries.iter().any(is_article))
    }

    /// The section of the article, if the page is that of one.
    #[cfg(feature = "ssr")]
    #[must_use]
    pub fn section(&self) -> Option<Route> {
        let section = |entry: &Entry| match &entry.1 {
            LoadState::Loaded(ApiResponse::Article(article)) => {
                article.section.as_ref().map(Section::channel_route)
            }
            _ => None,
        };
        self.with(|entries| entries.iter().find_map(section))
    }

    /// Removes and returns the state of `request`.
    fn take(&self, request: &ApiRequest) -> Option<LoadState<ApiResponse>> {
        let path = request.path();
        self.with(|entries| {
            let index = entries.iter().position(|entry| entry.0 == path)?;
            Some(entries.swap_remove(index).1)
        })
    }

    /// Marks hydration as finished and drops the responses that no view has used.
    pub fn finish(&self) {
        self.with(Vec::clear);
        self.1.store(true, Ordering::Relaxed);
    }

    /// Whether the page is still being rendered or hydrated.
    fn is_hydrating(&self) -> bool {
        !self.1.load(Ordering::Relaxed)
    }

    /// Reads what [`Self::to_json`] wrote; none for anything else.
    #[must_use]
    pub fn from_json(json: &str) -> Option<Self> {
        let entries = json::from_str(json).ok()?;
        Some(Self(Arc::new(Mutex::new(entries)), Arc::default()))
    }

    /// The part of the responses that hydration needs, as JSON that is safe in a script
    /// element: `<` is escaped, so that no string can close it.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.with(|entries| {
            let mut entries = entries.clone();
            for Entry(_, state) in &mut entries {
                if let LoadState::Loaded(response) = state {
                    response.strip_for_hydration();
                }
            }
            // Text, numbers and lists, which always serialise.
            serde_json::to_string(&entries).unwrap_or_default().replace('<', "\\u003c")
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut Vec<Entry>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Whether the current page was rendered by a server and is still being hydrated.
#[must_use]
pub fn is_hydrating() -> bool {
    use_context::<HydrationData>().is_some_and(|data| data.is_hydrating())
}

/// Removes and returns the state of `request` from the page's hydration data.
pub(super) fn take(request: &ApiRequest) -> Option<LoadState<ApiResponse>> {
    use_context::<HydrationData>().and_then(|data| data.take(request))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::{BackendError, Payload};
    use zaidu_model::{Article, Counts, FeedPage, ProblemCode, Ranking, Reaction, Site};

    #[test]
    fn responses_are_used_once() {
        let data = HydrationData::default();
        data.add(&ApiRequest::Site, LoadState::Empty);
        assert_eq!(data.take(&ApiRequest::Site), Some(LoadState::Empty));
        assert_eq!(data.take(&ApiRequest::Site), None);
    }

    #[test]
    fn json_cannot_close_its_script_element() {
        let data = HydrationData::default();
        let site = Site { name: "</script><!--".into(), ..Site::default() };
        data.add(&ApiRequest::Site, LoadState::Loaded(ApiResponse::Site(Box::new(site.clone()))));
        let json = data.to_json();
        assert!(!json.contains('<'), "{json}");
        let read = HydrationData::from_json(&json).unwrap().take(&ApiRequest::Site);
        assert_eq!(read, Some(LoadState::Loaded(ApiResponse::Site(Box::new(site)))));
        assert!(HydrationData::from_json("[1]").is_none());
    }

    #[test]
    fn every_state_survives() {
        let errors = [
            BackendError::Unreachable,
            BackendError::TimedOut,
            BackendError::InvalidResponse("x".into()),
            BackendError::RateLimited(3),
            BackendError::Problem(ProblemCode::Internal.into()),
        ];
        let responses = [
            Site::default().into_response(),
            FeedPage::default().into_response(),
            Ranking::default().into_response(),
            Reaction::default().into_response(),
        ];
        let states = errors.map(LoadState::Failed).into_iter();
        let states = states.chain(responses.map(LoadState::Loaded));
        for state in states.chain([LoadState::Loading, LoadState::Empty]) {
            let data = HydrationData::default();
            data.add(&ApiRequest::Site, state.clone());
            let read = HydrationData::from_json(&data.to_json()).unwrap();
            assert_eq!(read.take(&ApiRequest::Site), Some(state));
        }
        for invalid in ["Loaded", r#"{"Loaded":{"Site":3}}"#, r#"{"Failed":"Odd"}"#, "3"] {
            assert!(HydrationData::from_json(&format!("[[\"/api/site\",{invalid}]]")).is_none());
        }
    }

    #[test]
    fn an_articles_text_is_not_sent_twice() {
        let wire = r#"{"id":"a","published":"2026-11-20T08:00:00Z",
            "body":[{"paragraph":[{"text":"春"}]}]}"#;
        let article: Article = serde_json::from_str(wire).unwrap();
        let data = HydrationData::default();
        let request = ApiRequest::Article(article.id.clone());
        data.add(&request, LoadState::Loaded(ApiResponse::Article(Box::new(article))));
        let reaction = Reaction { counts: Counts::default(), mine: None };
        let id = zaidu_model::Key::new("a").unwrap();
        data.add(&ApiRequest::Reaction(id), LoadState::Loaded(ApiResponse::Reaction(reaction)));
        let json = data.to_json();
        assert!(!json.contains('春') && json.contains(r#""id":"a""#), "{json}");
    }
}
