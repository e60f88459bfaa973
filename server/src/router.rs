//! All of it as one router.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::cors::CorsLayer;
use tower_http::trace::TraceLayer;
use tracing::Span;
use zaidu_model::ProblemCode;

use crate::api::error::ApiError;
use crate::api::origin::cors;
use crate::{App, api, form, pages, policy, syndication};

/// The longest time from a whole head to the beginning of an answer.
pub(crate) const DEADLINE: Duration = Duration::from_secs(10);

/// The endpoints, the pages and the files of `app`.
pub fn router(app: App) -> Router {
    let cors = cors(&app.allow_origins);
    let has_tls = app.secure_cookies;
    let routes = api::router()
        .merge(form::router())
        .merge(syndication::router())
        .fallback(pages::fallback)
        .method_not_allowed_fallback(async || ApiError::Code(ProblemCode::MethodNotAllowed))
        .with_state(Arc::new(app));
    guarded(routes, cors, has_tls)
}

/// `routes` with what holds for every answer, panics included.
fn guarded(routes: Router, cors: Option<CorsLayer>, has_tls: bool) -> Router {
    // Pictures are left alone by the default; films and fonts are as dense, and
    // a compressed answer would lose its ranges.
    let compressible = DefaultPredicate::new()
        .and(NotForContentType::const_new("video/"))
        .and(NotForContentType::const_new("audio/"))
        .and(NotForContentType::const_new("font/"));
    let logs = TraceLayer::new_for_http().make_span_with(span).on_response(answered).on_failure(());
    // The last is the outermost.
    let routes =
        routes.layer(middleware::from_fn(deadline)).layer(CatchPanicLayer::custom(panicked));
    // Around the failures too: pages of other origins may read those.
    let routes = match cors {
        Some(cors) => routes.layer(cors),
        None => routes,
    };
    routes
        .layer(CompressionLayer::new().compress_when(compressible))
        .layer(logs)
        .layer(middleware::from_fn(move |request, next| policy::guard(has_tls, request, next)))
}

/// What a line of the log is about. No query and no headers: they may hold what
/// is a reader's own.
fn span(request: &Request) -> Span {
    tracing::info_span!("request", method = %request.method(), path = request.uri().path())
}

fn answered(response: &Response, took: Duration, _: &Span) {
    tracing::info!(status = response.status().as_u16(), ms = took.as_millis(), "answered");
}

async fn deadline(request: Request, next: Next) -> Response {
    match tokio::time::timeout(DEADLINE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::Code(ProblemCode::TimedOut).into_response(),
    }
}

fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let words = panic.downcast_ref::<&str>().map(|words| (*words).to_owned());
    let words = words.or_else(|| panic.downcast_ref::<String>().cloned());
    ApiError::Internal(format!("panic: {}", words.unwrap_or_default())).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::{Body, to_bytes};
    use axum::routing::get;
    use tower::ServiceExt;
    use zaidu_model::{Problem, problem};

    async fn problem_of(routes: Router) -> Problem {
        let response =
            guarded(routes, None, false).oneshot(Request::new(Body::empty())).await.unwrap();
        assert_eq!(response.headers()["content-type"], problem::MEDIA_TYPE);
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), 10_000).await.unwrap();
        let problem: Problem = serde_json::from_slice(&body).unwrap();
        assert_eq!(problem.status, status);
        problem
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_never_comes_is_a_problem() {
        let routes = Router::new().route("/", get(std::future::pending::<()>));
        assert_eq!(problem_of(routes).await.code, ProblemCode::TimedOut);
    }

    #[tokio::test]
    async fn a_panic_is_a_problem_without_its_words() {
        async fn fails() {
            panic!("secret");
        }
        let problem = problem_of(Router::new().route("/", get(fails))).await;
        assert_eq!(problem, Problem::new(ProblemCode::Internal));
    }
}
