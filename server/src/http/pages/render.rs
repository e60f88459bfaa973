//! Server-side rendering: fetches a page's data from the store, renders the app to HTML and fills
//! the template that Trunk built.

use std::time::Duration;

use axum::http::StatusCode;
use futures_util::future::join_all;
use zaidu::backend::{ApiRequest, ApiResponse, BackendError, Payload};
use zaidu::data::{HydrationData, LoadState};
use zaidu::pages::{requests, search_query};
use zaidu::render::{Rendered, render};
use zaidu::router::Location;
use zaidu_model::url::CURSOR_PARAM;
use zaidu_model::{Feed, Key, Limit, ProblemCode, Reaction, Route, Section};

use super::markup_hash::markup_hash;
use super::meta::{self, Subject};
use crate::http::error::ApiError;
use crate::http::page_cache::{CacheKey, CachedPage, PageCache};
use crate::http::render_pool;
use crate::http::state::HttpState;
use crate::share_card;

/// Timeout of each query of a page; the queries run concurrently. It is less than the router's
/// request timeout, so that a slow store results in a page with a retry button and not in a bare
/// problem response.
const QUERY_TIMEOUT: Duration = Duration::from_secs(6);

/// Parts of a page that have a deferred stylesheet.
const DEFERRED: [&str; 2] = ["<nav class=\"toc\"", "<aside class=\"corrections\""];

/// The reaction of `reader` to the article `id`, with counts.
///
/// # Errors
/// Those of the store.
pub(crate) async fn reaction(
    state: &HttpState,
    id: &Key,
    reader: &str,
) -> Result<Reaction, BackendError> {
    with_timeout(async {
        state
            .app
            .store
            .reaction(id, Some(reader))
            .await
            .map_err(|error| backend_error(error.into()))
    })
    .await
}

/// Renders the page for `key`, whose path parses as `route`, from answers that `pages` keeps. With a
/// `reaction` the page shows it.
/// Only the page of settings depends on the comfort of `key`.
///
/// # Errors
/// [`ApiError::Internal`] without a usable `index.html`, or when rendering panics.
pub(crate) async fn render_page(
    state: &HttpState,
    pages: &PageCache,
    route: Option<Route>,
    key: &CacheKey,
    reaction: Option<Result<Reaction, BackendError>>,
) -> Result<CachedPage, ApiError> {
    let CacheKey { origin, address, save_data, comfort, .. } = key.clone();
    let location = Location(address);
    let template = state.files.template().await?;
    let mut requests = requests(&location);
    let fetches = requests.iter().map(|request| with_timeout(fetch(state, pages, request)));
    let mut responses = join_all(fetches).await;
    if let (Some(Route::Article(id)), Some(reaction)) = (&route, reaction) {
        requests.push(ApiRequest::Reaction(id.clone()));
        responses.push(reaction.map(Payload::into_response));
    }
    let status = page_status(route.as_ref(), &responses);
    let hydration = HydrationData::default();
    for (request, response) in requests.iter().zip(&responses) {
        hydration.add(request, LoadState::from_result(response.clone()));
    }
    let data = hydration.to_json();
    let is_first_page = location.parameter(CURSOR_PARAM).is_none();
    let query = (route == Some(Route::Search)).then(|| search_query(&location));
    let rendered = render_pool::run({
        let origin = origin.clone();
        move || {
            let page = render(&location, &origin, save_data, comfort, hydration);
            (page, share_card::is_available())
        }
    })
    .await;
    let (Rendered { body, title }, has_cards) =
        rendered.map_err(|_| ApiError::Internal("rendering panicked".to_owned()))?;
    let site = find_response(&responses, |response| match response {
        ApiResponse::Site(site) => Some(&**site),
        _ => None,
    });
    let site = site.cloned().unwrap_or_default();
    let section = match &route {
        Some(Route::Channel { channel, column }) => site.section(channel, column.as_ref()),
        _ => None,
    };
    let is_complete = status == StatusCode::OK;
    let subject = is_complete.then(|| match &query {
        Some(text) => Some(Subject::Search(text)),
        None => subject(&requests, &responses, section.as_ref()),
    });
    let subject = subject.flatten().unwrap_or(Subject::None);
    let head = meta::head(&site, subject, &title, &origin, is_first_page, has_cards);
    // Leptos's marker `<!>` is an invalid comment, which browsers tolerate. In text and attributes
    // `<` is escaped.
    let body = body.replace("<!>", "<!---->");
    let has_deferred =
        route == Some(Route::Home) || DEFERRED.iter().any(|part| body.contains(part));
    let html = template.fill(has_deferred, &head, &body, markup_hash(&body), &data);
    Ok(CachedPage::new(status, html, template.csp(has_deferred, state.app.wechat.is_some())))
}

/// The result of `fetch`, or [`BackendError::TimedOut`] after [`QUERY_TIMEOUT`].
async fn with_timeout<T>(
    fetch: impl Future<Output = Result<T, BackendError>>,
) -> Result<T, BackendError> {
    let result = tokio::time::timeout(QUERY_TIMEOUT, fetch).await;
    result.unwrap_or_else(|_| {
        tracing::error!("a page lacks an answer: the store took too long");
        Err(BackendError::TimedOut)
    })
}

type Responses = [Result<ApiResponse, BackendError>];

/// The first successful response that `select` accepts.
fn find_response<'a, T>(
    responses: &'a Responses,
    select: impl Fn(&'a ApiResponse) -> Option<&'a T>,
) -> Option<&'a T> {
    responses.iter().filter_map(|response| response.as_ref().ok()).find_map(select)
}

/// The subject of a page, determined by its second request; the first is the one for the site.
fn subject<'a>(
    requests: &'a [ApiRequest],
    responses: &'a Responses,
    section: Option<&'a Section>,
) -> Option<Subject<'a>> {
    let page = || {
        find_response(responses, |response| match response {
            ApiResponse::FeedPage(page) => Some(page),
            _ => None,
        })
    };
    Some(match requests.get(1)? {
        ApiRequest::Article(_) | ApiRequest::LiveArticle(..) => {
            Subject::Article(find_response(responses, |response| match response {
                ApiResponse::Article(article) => Some(&**article),
                _ => None,
            })?)
        }
        ApiRequest::Ranking(mood, period) => {
            let ranking = find_response(responses, |response| match response {
                ApiResponse::Ranking(ranking) => Some(ranking),
                _ => None,
            });
            Subject::Ranking(*mood, *period, ranking?)
        }
        ApiRequest::Feed(Feed::Latest | Feed::Headlines, _) => Subject::Home(page()?),
        ApiRequest::Feed(Feed::Facet(facet), _) => Subject::Facet(facet, page()?),
        ApiRequest::Feed(..) => Subject::Channel(section?, page()?),
        ApiRequest::Site | ApiRequest::Reaction(_) => return None,
    })
}

/// The response to `request`, which must be the same for all readers, through the page cache.
async fn fetch(
    state: &HttpState,
    pages: &PageCache,
    request: &ApiRequest,
) -> Result<ApiResponse, BackendError> {
    pages.response(request, query_store(state, request)).await
}

/// Queries the store for the response to `request`.
async fn query_store(state: &HttpState, request: &ApiRequest) -> Result<ApiResponse, BackendError> {
    let app = &*state.app;
    let response = match request {
        ApiRequest::Site => app.site().await.map(Payload::into_response),
        ApiRequest::Article(id) => {
            app.article(id).await.map(|stored| stored.article.into_response())
        }
        ApiRequest::LiveArticle(id, view) => {
            app.article_at(id, view).await.map(|stored| stored.article.into_response())
        }
        ApiRequest::Feed(feed, cursor) => {
            let page = app.feed(feed, cursor.as_ref(), Limit::default()).await;
            page.map(Payload::into_response)
        }
        ApiRequest::Ranking(mood, period) => {
            let now = app.now().map_err(|_| BackendError::Problem(ProblemCode::Internal.into()))?;
            app.ranking(*mood, *period, now).await.map(Payload::into_response)
        }
        ApiRequest::Reaction(id) => app.store.reaction(id, None).await.map(Payload::into_response),
    };
    response.map_err(|error| backend_error(error.into()))
}

/// The error that a page shows for `error`, which is logged unless it is the client's.
fn backend_error(error: ApiError) -> BackendError {
    let problem = error.problem();
    if problem.status >= 500 {
        tracing::error!(?error, "a page lacks an answer");
    }
    BackendError::Problem(problem)
}

/// The HTTP status of a page with these responses. An incomplete page must not have status 200,
/// because caches and search engines would store it.
fn page_status(route: Option<&Route>, responses: &Responses) -> StatusCode {
    let errors = responses.iter().filter_map(|response| response.as_ref().err());
    let failures = || errors.clone().map(error_status);
    // The gallery exists only in builds with the mock backend.
    let is_page = !matches!(route, None | Some(Route::Gallery));
    if failures().any(|status| status.is_server_error()) {
        StatusCode::SERVICE_UNAVAILABLE
    } else if !is_page {
        StatusCode::NOT_FOUND
    } else {
        failures().next().unwrap_or(StatusCode::OK)
    }
}

fn error_status(error: &BackendError) -> StatusCode {
    match error {
        BackendError::Problem(problem) => {
            StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
        }
        BackendError::Unreachable
        | BackendError::TimedOut
        | BackendError::InvalidResponse(_)
        | BackendError::RateLimited(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::middleware::timeout::REQUEST_TIMEOUT;

    #[tokio::test(start_paused = true)]
    async fn a_query_timeout_results_in_status_503() {
        let responses = [with_timeout(std::future::pending()).await];
        assert_eq!(responses, [Err(BackendError::TimedOut)]);
        assert_eq!(page_status(Some(&Route::Home), &responses), StatusCode::SERVICE_UNAVAILABLE);
        // Otherwise the request would time out first, with a bare problem response.
        assert!(QUERY_TIMEOUT < REQUEST_TIMEOUT);
    }
}
