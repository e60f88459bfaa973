//! The axum router: every route of the server and the middleware around them.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::Response;
use tower_http::compression::CompressionLayer;
use tower_http::cors::CorsLayer;
use zaidu_model::ProblemCode;

use super::error::ApiError;
use super::metrics::HttpMetrics;
use super::middleware::compression::is_compressible;
use super::middleware::cors::cors_layer;
use super::middleware::observe::observe;
use super::middleware::panic::catch_panic;
use super::middleware::security_headers::add_security_headers;
use super::middleware::timeout::with_timeout;
use super::pages::{reaction_form, settings_form};
use super::state::HttpState;
use super::{api, icons, manifest, pages, pictures, service_worker, share_cards, syndication};

/// The API, the pages and the static files on `state`, with all middleware.
pub fn router(state: HttpState) -> Router {
    let cors = cors_layer(&state.app.allow_origins);
    let has_tls = state.app.secure_cookies;
    let metrics = state.metrics.clone();
    // Pages and files bring their compressed forms along.
    let compression = CompressionLayer::new().compress_when(is_compressible());
    let routes = api::router()
        .merge(syndication::router())
        .layer(compression)
        .merge(reaction_form::router())
        .merge(settings_form::router())
        .merge(share_cards::router())
        .merge(pictures::router())
        .merge(icons::router())
        .merge(manifest::router())
        .merge(service_worker::router())
        .fallback(pages::fallback)
        .method_not_allowed_fallback(async || ApiError::Code(ProblemCode::MethodNotAllowed))
        .with_state(state);
    with_middleware(routes, cors, has_tls, metrics)
}

/// `routes` with the middleware that applies to every response, those of panics included. A layer
/// costs a request some allocations and a clone of all that it surrounds, so there are few.
fn with_middleware(
    routes: Router,
    cors: Option<CorsLayer>,
    has_tls: bool,
    metrics: HttpMetrics,
) -> Router {
    let metrics = Arc::new(metrics);
    let observed = move |request: Request, next: Next| {
        let metrics = Arc::clone(&metrics);
        async move {
            let handler = async |request| bounded(request, next).await;
            let mut response = observe(&metrics, request, handler).await;
            add_security_headers(has_tls, &mut response);
            response
        }
    };
    // Each layer wraps those before it: the last one is the outermost. CORS is outside of what
    // creates error responses: pages of allowed origins read those too.
    let routes = match cors {
        Some(cors) => routes.layer(middleware::from_fn(bounded)).layer(cors),
        None => routes,
    };
    routes.layer(middleware::from_fn(observed))
}

/// The response of `next`; a problem when it panics or takes too long.
async fn bounded(request: Request, next: Next) -> Response {
    catch_panic(with_timeout(next.run(request))).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::{Body, to_bytes};
    use axum::extract::Request;
    use axum::routing::get;
    use tower::ServiceExt;
    use zaidu_model::{Problem, problem};

    async fn problem_of(routes: Router) -> Problem {
        let response = with_middleware(routes, None, false, HttpMetrics::default())
            .oneshot(Request::new(Body::empty()))
            .await
            .unwrap();
        assert_eq!(response.headers()["content-type"], problem::MEDIA_TYPE);
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), 10_000).await.unwrap();
        let problem: Problem = serde_json::from_slice(&body).unwrap();
        assert_eq!(problem.status, status);
        problem
    }

    #[tokio::test(start_paused = true)]
    async fn a_handler_that_never_responds_is_a_problem() {
        let routes = Router::new().route("/", get(std::future::pending::<()>));
        assert_eq!(problem_of(routes).await.code, ProblemCode::TimedOut);
    }

    #[tokio::test]
    async fn a_panic_is_a_problem_without_its_message() {
        async fn fails() {
            panic!("secret");
        }
        let problem = problem_of(Router::new().route("/", get(fails))).await;
        assert_eq!(problem, Problem::new(ProblemCode::Internal));
    }
}
