//! JSON API: the endpoints of the contract in [`zaidu_model::api`]. Every error is a problem document
//! (RFC 9457).

mod articles;
pub(crate) mod csrf;
pub(crate) mod description;
mod events;
pub(crate) mod extract;
mod feeds;
pub(super) mod health;
mod rankings;
pub(crate) mod reactions;
pub(crate) mod reader_cookie;
mod site;
mod wechat;

use axum::Router;

use crate::http::state::HttpState;

/// All API endpoints and health checks.
pub(crate) fn router() -> Router<HttpState> {
    Router::new()
        .merge(site::router())
        .merge(articles::router())
        .merge(reactions::router())
        .merge(feeds::router())
        .merge(rankings::router())
        .merge(events::router())
        .merge(wechat::router())
        .merge(health::router())
        .merge(description::router())
}
