//! Pages as HTML: asked of the store, rendered by the app, put into the page
//! that Trunk built.

mod template;

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use futures_util::future::join_all;
use zaidu::backend::{ApiRequest, ApiResponse, BackendError, Payload};
use zaidu::data::{HYDRATION_SCRIPT_ID, HydrationData, LoadState};
use zaidu::pages::{requests, search_query};
use zaidu::pictures::SaveData;
use zaidu::render::{Rendered, render};
use zaidu::router::Location;
use zaidu_model::url::CURSOR_PARAM;
use zaidu_model::{Feed, Limit, ProblemCode, Route, Section};

use crate::App;
use crate::api::error::ApiError;
use crate::head::{self, Subject};
use crate::kept::Ready;
pub(crate) use template::Template;

/// The longest time for the store's answers to one page. Less than the router's
/// own deadline: who comes late gets a page with a retry, not a bare problem.
const DEADLINE: Duration = Duration::from_secs(6);

/// The page at `address`, of which `route` is what its path means, on the site
/// that readers find at `origin`, one who is `saving` data or not. With a `reader` it shows what they chose.
///
/// # Errors
/// [`ApiError::Internal`] without an index.html to put it into.
pub(crate) async fn page(
    app: &Arc<App>,
    route: Option<Route>,
    address: Location,
    origin: String,
    saving: SaveData,
    reader: Option<String>,
) -> Result<Ready, ApiError> {
    let template = app.files.template().await?;
    let mut questions = requests(&address);
    if let (Some(Route::Article(id)), Some(_)) = (&route, &reader) {
        questions.push(ApiRequest::Reaction(id.clone()));
    }
    let asked = questions.iter().map(|question| in_time(answer(app, question, reader.as_deref())));
    let answers = join_all(asked).await;
    let status = status(route.as_ref(), &answers);
    let came = HydrationData::default();
    for (question, answer) in questions.iter().zip(&answers) {
        came.add(question, LoadState::from_result(answer.clone()));
    }
    let data = came.to_json();
    let is_first = address.parameter(CURSOR_PARAM).is_none();
    let searched = (route == Some(Route::Search)).then(|| search_query(&address));
    let rendered = tokio::task::spawn_blocking({
        let origin = origin.clone();
        move || render(&address, &origin, saving, came)
    })
    .await;
    let Rendered { body, title } =
        rendered.map_err(|error| ApiError::Internal(format!("rendering: {error}")))?;
    let site = found(&answers, |reply| match reply {
        ApiResponse::Site(site) => Some(&**site),
        _ => None,
    });
    let site = site.cloned().unwrap_or_default();
    let section = match &route {
        Some(Route::Channel { channel, column }) => site.section(channel, column.as_ref()),
        _ => None,
    };
    let is_whole = status == StatusCode::OK;
    let subject = is_whole.then(|| match &searched {
        Some(text) => Some(Subject::Search(text)),
        None => subject(&questions, &answers, section.as_ref()),
    });
    let subject = subject.flatten().unwrap_or(Subject::Nothing);
    let head = head::head(&site, subject, &title, &origin, is_first);
    // The framework's marker is a comment to browsers, but no valid one. In words
    // and attributes `<` is escaped.
    let body = body.replace("<!>", "<!---->");
    let html = template.fill(&head, &body, HYDRATION_SCRIPT_ID, &data);
    Ok(Ready::new(status, html, template.policy(app.wechat.is_some())))
}

/// The answer, or the failure in its place if it takes too long.
async fn in_time(
    answer: impl Future<Output = Result<ApiResponse, BackendError>>,
) -> Result<ApiResponse, BackendError> {
    let in_time = tokio::time::timeout(DEADLINE, answer).await;
    in_time.unwrap_or_else(|_| {
        tracing::error!("a page lacks an answer: the store took too long");
        Err(BackendError::TimedOut)
    })
}

type Answers = [Result<ApiResponse, BackendError>];

/// The first of `answers` that `is` what one looks for.
fn found<'a, T>(
    answers: &'a Answers,
    is: impl Fn(&'a ApiResponse) -> Option<&'a T>,
) -> Option<&'a T> {
    answers.iter().filter_map(|answer| answer.as_ref().ok()).find_map(is)
}

/// What a page is about: its second question, after that for the site.
fn subject<'a>(
    questions: &[ApiRequest],
    answers: &'a Answers,
    section: Option<&'a Section>,
) -> Option<Subject<'a>> {
    let page = || {
        found(answers, |reply| match reply {
            ApiResponse::FeedPage(page) => Some(page),
            _ => None,
        })
    };
    Some(match questions.get(1)? {
        ApiRequest::Article(_) => Subject::Article(found(answers, |reply| match reply {
            ApiResponse::Article(article) => Some(&**article),
            _ => None,
        })?),
        ApiRequest::Ranking(mood, period) => {
            let ranking = found(answers, |reply| match reply {
                ApiResponse::Ranking(ranking) => Some(ranking),
                _ => None,
            });
            Subject::Ranking(*mood, *period, ranking?)
        }
        ApiRequest::Feed(Feed::Latest, _) => Subject::Home(page()?),
        ApiRequest::Feed(..) => Subject::Channel(section?, page()?),
        ApiRequest::Site | ApiRequest::Reaction(_) => return None,
    })
}

/// What the store says, or said a moment ago where it is the same for everyone.
async fn answer(
    app: &App,
    question: &ApiRequest,
    reader: Option<&str>,
) -> Result<ApiResponse, BackendError> {
    match question {
        ApiRequest::Reaction(_) => ask(app, question, reader).await,
        ApiRequest::Site
        | ApiRequest::Article(_)
        | ApiRequest::Feed(..)
        | ApiRequest::Ranking(..) => app.kept.answer(question, ask(app, question, None)).await,
    }
}

async fn ask(
    app: &App,
    question: &ApiRequest,
    reader: Option<&str>,
) -> Result<ApiResponse, BackendError> {
    let store = &app.store;
    let answer = match question {
        ApiRequest::Site => app.site().await.map(Payload::into_response),
        ApiRequest::Article(id) => {
            store.article(id).await.map(|found| found.article.into_response())
        }
        ApiRequest::Feed(feed, cursor) => {
            let page = store.feed(feed, cursor.as_ref(), Limit::default()).await;
            page.map(Payload::into_response)
        }
        ApiRequest::Ranking(mood, period) => {
            let now = app.now().map_err(|_| problem(ProblemCode::Internal))?;
            store.ranking(*mood, *period, now).await.map(Payload::into_response)
        }
        ApiRequest::Reaction(id) => store.reaction(id, reader).await.map(Payload::into_response),
    };
    answer.map_err(|error| {
        let error = ApiError::from(error);
        // A reader who asks wrongly is not worth a line.
        if error.problem().status >= 500 {
            tracing::error!(?error, "a page lacks an answer");
        }
        BackendError::Problem(error.problem())
    })
}

fn problem(code: ProblemCode) -> BackendError {
    BackendError::Problem(code.into())
}

/// The status of a page made of these answers. Caches and search engines must
/// not take one that lacks something for the page itself.
fn status(route: Option<&Route>, answers: &Answers) -> StatusCode {
    let failures = || answers.iter().filter_map(|answer| answer.as_ref().err()).map(status_of);
    // Only builds with the mock have the gallery.
    let is_page = !matches!(route, None | Some(Route::Gallery));
    if failures().any(|status| status.is_server_error()) {
        StatusCode::SERVICE_UNAVAILABLE
    } else if !is_page {
        StatusCode::NOT_FOUND
    } else {
        failures().next().unwrap_or(StatusCode::OK)
    }
}

fn status_of(failure: &BackendError) -> StatusCode {
    match failure {
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

    #[tokio::test(start_paused = true)]
    async fn a_store_that_does_not_answer_is_a_page_with_a_retry() {
        let answers = [in_time(std::future::pending()).await];
        assert_eq!(answers, [Err(BackendError::TimedOut)]);
        assert_eq!(status(Some(&Route::Home), &answers), StatusCode::SERVICE_UNAVAILABLE);
        // Else a bare problem would come before the page.
        assert!(DEADLINE < crate::router::DEADLINE);
    }
}
