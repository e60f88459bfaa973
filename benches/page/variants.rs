//! The variants that are compared.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use axum::middleware;
use axum::response::Response;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use zaidu_harness::{Visit, phone};

/// A way of delivering the same article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// The rendered page with the same length in bytes, but without the app: the browser never
    /// requests the WebAssembly module.
    Static,
    /// The same once more, for the noise.
    StaticAgain,
    /// The server-rendered page, which hydrates.
    Rendered,
    /// The page of a static host: the app renders everything on the client.
    Mounted,
}

impl Variant {
    /// In the order of each round.
    pub const ALL: [Self; 4] = [Self::Static, Self::StaticAgain, Self::Rendered, Self::Mounted];

    /// The variants that run the WebAssembly app.
    pub const WITH_WASM: [Self; 2] = [Self::Rendered, Self::Mounted];

    /// Its name in the result tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Static => "static",
            Self::StaticAgain => "static, again",
            Self::Rendered => "rendered",
            Self::Mounted => "mounted",
        }
    }

    /// Whether it runs the WebAssembly app.
    pub fn has_wasm(self) -> bool {
        Self::WITH_WASM.contains(&self)
    }

    /// The test run that serves it.
    pub fn visit(self) -> Visit {
        match self {
            Self::Static | Self::StaticAgain => phone().with_layer(without_app),
            Self::Rendered => phone().with_layer(compressed_alike),
            Self::Mounted => phone().mounted().with_layer(compressed_alike),
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

/// Like [`compressed_alike`], with the preload and script tags of the app replaced by inert text of
/// the same length.
fn without_app(routes: Router) -> Router {
    compressed_alike(routes.layer(middleware::map_response(async |response: Response| {
        let content_type = response.headers().get(CONTENT_TYPE);
        if !content_type.is_some_and(|value| value.as_bytes().starts_with(b"text/html")) {
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
