//! The contract over HTTP. The addresses are those of [`zaidu_model::api`];
//! every miss and every failure is a problem in JSON.

mod answer;
mod articles;
pub(crate) mod error;
mod extract;
mod feeds;
mod health;
mod origin;
mod rankings;
mod reactions;
mod reader;
mod site;

use std::sync::Arc;

use axum::Router;

use crate::App;

/// Every endpoint.
pub(crate) fn router(app: &App) -> Router<Arc<App>> {
    let contract = Router::new()
        .merge(site::router())
        .merge(articles::router())
        .merge(reactions::router())
        .merge(feeds::router())
        .merge(rankings::router());
    match origin::cors(&app.allow_origins) {
        Some(cors) => contract.layer(cors),
        None => contract,
    }
    .merge(health::router())
}
