//! The axum router: every route of the server and the middleware around them.

use axum::Router;
use axum::middleware;
use tower_http::compression::CompressionLayer;
use tower_http::cors::CorsLayer;
use tower_http::trace::TraceLayer;
use zaidu_model::ProblemCode;

use super::error::ApiError;
use super::middleware::compression::is_compressible;
use super::middleware::cors::cors_layer;
use super::middleware::panic::catch_panic_layer;
use super::middleware::security_headers::add_security_headers;
use super::middleware::timeout::request_timeout;
use super::middleware::trace;
use super::pages::{reaction_form, settings_form};
use super::state::HttpState;
use super::{api, icons, pages, share_cards, syndication};

/// The API, the pages and the static files on `state`, with all middleware.
pub fn router(state: HttpState) -> Router {
    let cors = cors_layer(&state.app.allow_origins);
    let has_tls = state.app.secure_cookies;
    let routes = api::router()
        .merge(reaction_form::router())
        .merge(settings_form::router())
        .merge(syndication::router())
        .merge(share_cards::router())
        .merge(icons::router())
        .fallback(pages::fallback)
        .method_not_allowed_fallback(async || ApiError::Code(ProblemCode::MethodNotAllowed))
        .with_state(state);
    with_middleware(routes, cors, has_tls)
}

/// `routes` with the middleware that applies to every response, those of panics included.
fn with_middleware(routes: Router, cors: Option<CorsLayer>, has_tls: bool) -> Router {
    let logs = TraceLayer::new_for_http()
        .make_span_with(trace::request_span)
        .on_response(trace::log_response)
        .on_failure(());
    // Each layer wraps those before it: the last one is the outermost.
    let routes = routes.layer(middleware::from_fn(request_timeout)).layer(catch_panic_layer());
    // Outside of the layers that create error responses: pages of allowed origins read those too.
    let routes = match cors {
        Some(cors) => routes.layer(cors),
        None => routes,
    };
    let security_headers =
        middleware::from_fn(move |request, next| add_security_headers(has_tls, request, next));
    routes
        .layer(CompressionLayer::new().compress_when(is_compressible()))
        .layer(logs)
        .layer(security_headers)
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
        let response = with_middleware(routes, None, false)
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
