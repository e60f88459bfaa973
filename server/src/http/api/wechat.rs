//! Endpoint of WeChat signatures: `GET /api/wechat/signature`.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use zaidu_model::{ProblemCode, api};

use super::extract::Query;
use crate::http::error::ApiError;
use crate::http::response;
use crate::http::state::HttpState;
use crate::state::AppState;
use crate::wechat::signed_address;

pub(crate) fn router() -> Router<HttpState> {
    Router::new().route(api::WECHAT_SIGNATURE, get(signature))
}

async fn signature(State(app): State<Arc<AppState>>, query: Query) -> Result<Response, ApiError> {
    let wechat = app.wechat.as_ref().ok_or(ProblemCode::WechatNotSetUp)?;
    let url = query.get("url")?;
    let url = url.ok_or(ApiError::Query { parameter: "url", reason: "missing" })?;
    let address = signed_address(app.page_origins(), &url)?;
    let now = app.now()?.unix();
    response::private(&wechat.sign(&app.store, now, address).await?)
}
