//! `GET` and `PUT /api/articles/{id}/reaction`.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::Value;
use zaidu_model::api::{self, CHOICE_MAX};
use zaidu_model::decode::decode;
use zaidu_model::{Choice, Mood, ProblemCode};

use super::error::ApiError;
use super::extract::{ArticleId, JsonBody};
use super::origin::OwnSite;
use super::{answer, reader};
use crate::App;

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
    JsonBody(body): JsonBody,
) -> Result<Response, ApiError> {
    let Choice { mood } = read(&body)?;
    let (reader, new) = match reader::known(&app, &headers) {
        Some(reader) => (reader, false),
        None => (reader::new_id()?, true),
    };
    let reaction = app.store.choose(&id, &reader, mood, app.now()?).await?;
    let answer = answer::private(&reaction)?;
    // Sent only with the first reaction that stands.
    Ok(if new && reaction.mine.is_some() {
        (reader::remember(&app, &headers, reader), answer).into_response()
    } else {
        answer
    })
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
