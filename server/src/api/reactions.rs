//! `GET` and `PUT /api/articles/{id}/reaction`.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde_json::Value;
use zaidu_model::api::{self, CHOICE_MAX};
use zaidu_model::decode::decode;
use zaidu_model::{Choice, Key, Mood, ProblemCode};

use super::error::ApiError;
use super::extract::{ArticleId, JsonBody};
use super::origin::OwnSite;
use super::{answer, reader};
use crate::App;

/// The query of a choice that comes round again, with its reader's new name.
const INTRODUCED: &str = "introduced";

pub(crate) fn router() -> Router<Arc<App>> {
    let reaction = get(reaction).put(choose).layer(DefaultBodyLimit::max(CHOICE_MAX));
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
    headers: HeaderMap,
    uri: Uri,
    JsonBody(body): JsonBody,
) -> Result<Response, ApiError> {
    let Choice { mood } = read(&body)?;
    match (reader::known(&app, &headers), mood) {
        (Some(reader), mood) => {
            answer::private(&app.store.choose(&id, &reader, mood, app.now()?).await?)
        }
        // Nobody has nothing to withdraw.
        (None, None) => answer::private(&app.store.reaction(&id, None).await?),
        (None, Some(_)) => introduce(&app, &headers, &uri, &id).await,
    }
}

/// Gives a reader their name and sends the same choice round again. Nothing
/// counts before the browser has shown that it keeps the name: if it travelled
/// with the answer to a vote, and that answer were lost, the retry would be
/// another reader's.
async fn introduce(
    app: &App,
    headers: &HeaderMap,
    uri: &Uri,
    id: &Key,
) -> Result<Response, ApiError> {
    if uri.query() == Some(INTRODUCED) {
        return Err(ProblemCode::CookieRequired.into());
    }
    // An unknown article is said at once.
    app.store.reaction(id, None).await?;
    let cookie = reader::remember(app, headers, reader::new_id()?);
    let again = format!("{}?{INTRODUCED}", api::reaction(id));
    Ok((cookie, [(CACHE_CONTROL, "no-store")], Redirect::temporary(&again)).into_response())
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
