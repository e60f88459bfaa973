//! What is compared.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use axum::middleware;
use axum::response::Response;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use zaidu_harness::{Visit, phone};

/// A way of bringing the same article to a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The rendered page, byte for byte as long, whose program is never asked for.
    Static,
    /// The same once more.
    StaticAgain,
    /// What the server sends.
    Rendered,
    /// What a static host sends: the program makes the page.
    Mounted,
}

impl Side {
    /// In the order of each round.
    pub const ALL: [Self; 4] = [Self::Static, Self::StaticAgain, Self::Rendered, Self::Mounted];

    /// Those with a program.
    pub const ALIVE: [Self; 2] = [Self::Rendered, Self::Mounted];

    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Static => "static",
            Self::StaticAgain => "static, again",
            Self::Rendered => "rendered",
            Self::Mounted => "mounted",
        }
    }

    /// Whether a program comes.
    pub fn is_alive(self) -> bool {
        Self::ALIVE.contains(&self)
    }

    /// A visit to it.
    pub fn visit(self) -> Visit {
        match self {
            Self::Static | Self::StaticAgain => phone().with_layer(inert),
            Self::Rendered => phone().with_layer(alike),
            Self::Mounted => phone().mounted().with_layer(alike),
        }
    }
}

/// The pages of `routes`, all packed in the same way; files as they are.
fn alike(routes: Router) -> Router {
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

/// The same with words of the same length in the place of those that make a
/// browser ask for the program.
fn inert(routes: Router) -> Router {
    alike(routes.layer(middleware::map_response(async |response: Response| {
        let kind = response.headers().get(CONTENT_TYPE);
        if !kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
            return response;
        }
        let (mut head, body) = response.into_parts();
        let page = to_bytes(body, usize::MAX).await.unwrap();
        let page = std::str::from_utf8(&page).unwrap();
        let page = page
            .replace("rel=modulepreload", "rel=modulenothing")
            .replace("<script>const zaiduProgram=", "<script type=0>zaiduProgram")
            .replace("<script type=module", "<script type=nodule");
        head.headers.remove(CONTENT_LENGTH);
        Response::from_parts(head, Body::from(page))
    })))
}
