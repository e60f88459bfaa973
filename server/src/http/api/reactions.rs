//! Endpoint of reactions: `GET` and `PUT /api/articles/{id}/reaction`.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde_json::Value;
use zaidu_model::api::{self, MAX_CHOICE_BYTES};
use zaidu_model::decode::decode;
use zaidu_model::{Choice, Key, Mood, ProblemCode, Reaction};

use super::csrf::CsrfGuard;
use super::extract::{ArticleId, JsonBody};
use super::reader_cookie;
use crate::http::error::ApiError;
use crate::http::middleware::client_ip::ClientNetwork;
use crate::http::response;
use crate::http::state::HttpState;
use crate::state::AppState;

/// Query of a vote that the browser repeats after it got the cookie of a new reader.
const COOKIE_SET: &str = "introduced";

pub(crate) fn router() -> Router<HttpState> {
    let reaction = get(reaction).put(choose).layer(DefaultBodyLimit::max(MAX_CHOICE_BYTES));
    Router::new().route(api::REACTION, reaction)
}

async fn reaction(
    State(app): State<Arc<AppState>>,
    ArticleId(id): ArticleId,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let reader = reader_cookie::reader_id(&app, &headers);
    response::private(&app.store.reaction(&id, reader.as_deref()).await?)
}

async fn choose(
    State(state): State<HttpState>,
    _: CsrfGuard,
    ArticleId(id): ArticleId,
    client: ClientNetwork,
    headers: HeaderMap,
    uri: Uri,
    JsonBody(body): JsonBody,
) -> Result<Response, ApiError> {
    let Choice { mood } = parse_choice(&body)?;
    let request = VoteRequest { state: &state, client, headers: &headers, uri: &uri };
    match request.vote(&id, mood, &api::reaction(&id)).await? {
        VoteOutcome::Stored(reaction) => response::private(&reaction),
        VoteOutcome::Redirect(response) => Ok(response),
    }
}

/// A request that votes, from the API or from a form.
pub(crate) struct VoteRequest<'a> {
    pub(crate) state: &'a HttpState,
    pub(crate) client: ClientNetwork,
    pub(crate) headers: &'a HeaderMap,
    /// The URI of the request.
    pub(crate) uri: &'a Uri,
}

/// The outcome of a [`VoteRequest`].
pub(crate) enum VoteOutcome {
    /// The vote is stored.
    Stored(Reaction),
    /// The reader is new: the response sets their cookie and redirects the same request.
    Redirect(Response),
}

impl VoteRequest<'_> {
    /// Sets the reader's mood on article `id`, or withdraws it. A new reader is redirected to
    /// `path`, which is the path of this request.
    ///
    /// # Errors
    /// [`ProblemCode::CookieRequired`], [`ProblemCode::TooManyRequests`], or the store's.
    pub(crate) async fn vote(
        &self,
        id: &Key,
        mood: Option<Mood>,
        path: &str,
    ) -> Result<VoteOutcome, ApiError> {
        let app = &*self.state.app;
        match (reader_cookie::reader_id(app, self.headers), mood) {
            (Some(reader), mood) => {
                self.state.rate_limits.check_vote(&reader, self.client)?;
                let reaction = app.store.choose(id, &reader, mood, app.now()?).await?;
                Ok(VoteOutcome::Stored(reaction))
            }
            // A reader without a cookie has no vote to withdraw.
            (None, None) => Ok(VoteOutcome::Stored(app.store.reaction(id, None).await?)),
            (None, Some(_)) => self.set_cookie(id, path).await.map(VoteOutcome::Redirect),
        }
    }

    /// Sets the cookie of a new reader and redirects the same request. The vote counts only once
    /// the browser has sent the cookie back: if the cookie came with the response to a counted
    /// vote, and that response were lost, the retry would count as another reader's vote.
    async fn set_cookie(&self, id: &Key, path: &str) -> Result<Response, ApiError> {
        if self.uri.query() == Some(COOKIE_SET) {
            return Err(ProblemCode::CookieRequired.into());
        }
        let app = &*self.state.app;
        // An unknown article is reported at once.
        app.store.reaction(id, None).await?;
        self.state.rate_limits.check_new_reader(self.client)?;
        let cookie = reader_cookie::with_reader(app, self.headers, reader_cookie::new_id()?);
        let redirect = Redirect::temporary(&format!("{path}?{COOKIE_SET}"));
        Ok((cookie, [(CACHE_CONTROL, "no-store")], redirect).into_response())
    }
}

/// Parses the choice in `body`. An unknown mood has its own problem code: clients that are newer
/// than the server get it.
fn parse_choice(body: &[u8]) -> Result<Choice, ApiError> {
    decode(body).map_err(|error| {
        let value: Option<Value> = serde_json::from_slice(body).ok();
        let mood = value.as_ref().and_then(|value| value.get("mood")?.as_str());
        if mood.is_some_and(|mood| mood.parse::<Mood>().is_err()) {
            ProblemCode::MoodUnknown.into()
        } else {
            ApiError::Body(error)
        }
    })
}
