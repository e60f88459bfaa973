//! `GET /api/wechat/signature`.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use zaidu_model::{ProblemCode, api};

use super::answer;
use super::error::ApiError;
use super::extract::Query;
use crate::App;
use crate::wechat::of_page;

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new().route(api::WECHAT_SIGNATURE, get(signature))
}

async fn signature(State(app): State<Arc<App>>, query: Query) -> Result<Response, ApiError> {
    let wechat = app.wechat.as_ref().ok_or(ProblemCode::WechatNotSetUp)?;
    let url = query.get("url")?;
    let url = url.ok_or(ApiError::Query { parameter: "url", reason: "missing" })?;
    answer::private(&wechat.sign(&app, of_page(&app, &url)?).await?)
}
