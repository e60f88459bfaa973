//! `GET` and `PUT /api/articles/{id}/reaction`.

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

use super::error::ApiError;
use super::extract::{ArticleId, JsonBody};
use super::origin::OwnSite;
use super::{answer, reader};
use crate::App;
use crate::limits::Address;

/// The query of a choice that comes round again, with its reader's new name.
const INTRODUCED: &str = "introduced";

pub(crate) fn router() -> Router<Arc<App>> {
    let reaction = get(reaction).put(choose).layer(DefaultBodyLimit::max(MAX_CHOICE_BYTES));
    Router::new().route(api::REACTION, reaction)
}

async fn reaction(
    State(app): State<Arc<App>>,
    ArticleId(id): ArticleId,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let reader = reader::known(&app, &headers);
    answer::private(&app.store.reaction(&id, reader.as_deref()).await?)
}

async fn choose(
    State(app): State<Arc<App>>,
    _: OwnSite,
    ArticleId(id): ArticleId,
    address: Address,
    headers: HeaderMap,
    uri: Uri,
    JsonBody(body): JsonBody,
) -> Result<Response, ApiError> {
    let Choice { mood } = read(&body)?;
    let reader = Reader { app: &app, address, headers: &headers, uri: &uri };
    match reader.choose(&id, mood, &api::reaction(&id)).await? {
        Chosen::Taken(reaction) => answer::private(&reaction),
        Chosen::Introduced(response) => Ok(response),
    }
}

/// A reader who chooses, as far as a request tells.
pub(crate) struct Reader<'a> {
    pub(crate) app: &'a App,
    pub(crate) address: Address,
    pub(crate) headers: &'a HeaderMap,
    /// Where the choice was sent.
    pub(crate) uri: &'a Uri,
}

/// What became of a choice.
pub(crate) enum Chosen {
    /// The store has it.
    Taken(Reaction),
    /// It goes round again, with the reader's new name.
    Introduced(Response),
}

impl Reader<'_> {
    /// Makes `mood`, or none, what this reader feels about article `id`. One who
    /// is new is sent to `again`, where the choice was sent, without its query.
    ///
    /// # Errors
    /// [`ProblemCode::CookieRequired`], [`ProblemCode::TooManyRequests`], or the
    /// store's.
    pub(crate) async fn choose(
        &self,
        id: &Key,
        mood: Option<Mood>,
        again: &str,
    ) -> Result<Chosen, ApiError> {
        let store = &self.app.store;
        match (reader::known(self.app, self.headers), mood) {
            (Some(reader), mood) => {
                self.app.limits.vote(&reader, self.address)?;
                Ok(Chosen::Taken(store.choose(id, &reader, mood, self.app.now()?).await?))
            }
            // Nobody has nothing to withdraw.
            (None, None) => Ok(Chosen::Taken(store.reaction(id, None).await?)),
            (None, Some(_)) => self.introduce(id, again).await.map(Chosen::Introduced),
        }
    }

    /// Gives a reader their name and sends the same choice round again. Nothing
    /// counts before the browser has shown that it keeps the name: if it travelled
    /// with the answer to a vote, and that answer were lost, the retry would be
    /// another reader's.
    async fn introduce(&self, id: &Key, again: &str) -> Result<Response, ApiError> {
        if self.uri.query() == Some(INTRODUCED) {
            return Err(ProblemCode::CookieRequired.into());
        }
        // An unknown article is said at once.
        self.app.store.reaction(id, None).await?;
        self.app.limits.introduce(self.address)?;
        let cookie = reader::remember(self.app, self.headers, reader::new_id()?);
        let again = Redirect::temporary(&format!("{again}?{INTRODUCED}"));
        Ok((cookie, [(CACHE_CONTROL, "no-store")], again).into_response())
    }
}

/// The choice in `body`. A mood that nobody knows is its own problem: it is what
/// a client sees that is newer than the server.
fn read(body: &[u8]) -> Result<Choice, ApiError> {
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
