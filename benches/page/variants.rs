//! The variants that are compared.

use axum::Router;
use axum::extract::Request;
use axum::http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_LENGTH};
use axum::middleware;
use axum::response::Response;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use zaidu_harness::{Visit, phone};

use crate::html;
use crate::peers::Peer;

/// A way of delivering the same article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// Our page with its scripts made inert: the browser never requests the WebAssembly module.
    Static,
    /// The server-rendered page, which hydrates.
    Rendered,
    /// The same once more, for the noise.
    RenderedAgain,
    /// The page of a static host: the app renders everything on the client.
    Mounted,
    /// The page made with another framework, which hydrates.
    Peer(Peer),
}

impl Variant {
    /// Without other frameworks, in the order of each round.
    pub const OWN: [Self; 4] = [Self::Static, Self::Rendered, Self::RenderedAgain, Self::Mounted];

    /// All of them, in the order of each round. They begin with [`Self::OWN`].
    pub fn all() -> Vec<Self> {
        Self::OWN.into_iter().chain(Peer::ALL.map(Self::Peer)).collect()
    }

    /// Its name in the result tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Static => "static",
            Self::Rendered => "ours",
            Self::RenderedAgain => "ours, again",
            Self::Mounted => "ours, mounted",
            Self::Peer(peer) => peer.name(),
        }
    }

    /// Whether it runs a program.
    pub fn has_program(self) -> bool {
        self != Self::Static
    }

    /// The test run that serves it.
    pub fn visit(self) -> Visit {
        match self {
            Self::Static => phone().with_layer(without_program),
            Self::Rendered | Self::RenderedAgain => phone().with_layer(compressed_alike),
            Self::Mounted => phone().mounted().with_layer(compressed_alike),
            Self::Peer(Peer::React) => phone().with_layer(|it| peer(Peer::React, it)),
            Self::Peer(Peer::Preact) => phone().with_layer(|it| peer(Peer::Preact, it)),
            Self::Peer(Peer::Solid) => phone().with_layer(|it| peer(Peer::Solid, it)),
            Self::Peer(Peer::Svelte) => phone().with_layer(|it| peer(Peer::Svelte, it)),
        }
    }
}

/// Compresses the pages of `routes` at the same quality in every variant; files are unchanged.
fn compressed_alike(routes: Router) -> Router {
    let quality = CompressionLevel::Precise(5);
    routes
        .layer(middleware::map_request(async |mut request: Request| {
            let accepts = request.headers().get(ACCEPT).cloned();
            if accepts.is_some_and(|accepts| accepts.as_bytes().starts_with(b"text/html")) {
                request.headers_mut().remove(ACCEPT_ENCODING);
            }
            request
        }))
        .layer(CompressionLayer::new().quality(quality))
}

/// Like [`compressed_alike`], with the program made inert.
fn without_program(routes: Router) -> Router {
    compressed_alike(routes.layer(middleware::map_response(async |response: Response| {
        let mut response = html::map(response, html::with_inert_program).await;
        response.headers_mut().remove(CONTENT_LENGTH);
        response
    })))
}

/// Like [`compressed_alike`], with the page of `peer`.
fn peer(peer: Peer, routes: Router) -> Router {
    compressed_alike(peer.serve(routes))
}
