//! The contract over HTTP. The addresses are those of [`zaidu_model::api`];
//! every miss and every failure is a problem in JSON.

pub(crate) mod answer;
mod articles;
pub(crate) mod error;
pub(crate) mod extract;
mod feeds;
mod health;
pub(crate) mod origin;
mod rankings;
pub(crate) mod reactions;
pub(crate) mod reader;
mod site;
mod wechat;

use std::sync::Arc;

use axum::Router;

use crate::App;

/// Every endpoint.
pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .merge(site::router())
        .merge(articles::router())
        .merge(reactions::router())
        .merge(feeds::router())
        .merge(rankings::router())
        .merge(wechat::router())
        .merge(health::router())
}
