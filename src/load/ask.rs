//! What pages ask for: one line a question.

use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::*;
use send_wrapper::SendWrapper;
use zaidu_model::{Article, Feed, FeedPage, Key, Mood, Period, Ranking, Site};

use super::{Answer, Answers, Replies, Reply};
use crate::backend::{Backend, Failure, backend};

type Ask =
    Arc<dyn Fn(Backend) -> Pin<Box<dyn Future<Output = Result<Reply, Failure>>>> + Send + Sync>;

fn answers<T, F>(ask: impl Fn(Backend) -> F + Send + Sync + 'static) -> Answers<T>
where
    T: Answer,
    F: Future<Output = Result<T, Failure>> + 'static,
{
    Answers::new(replies(Arc::new(move |backend| {
        let answer = ask(backend);
        Box::pin(async move { answer.await.map(T::into_reply) })
    })))
}

/// Browser handles are not `Send`, though resources ask for it; the browser has
/// one thread.
fn replies(ask: Ask) -> Replies {
    let backend = backend();
    Resource::new(|| (), move |()| SendWrapper::new(ask(backend.clone())))
}

/// Waits for the newsroom's settings.
#[must_use]
pub fn site() -> Answers<Site> {
    answers(Backend::site)
}

/// Waits for an article.
#[must_use]
pub fn article(id: Key) -> Answers<Article> {
    answers(move |backend| backend.article(id.clone()))
}

/// Waits for the first page of a feed.
#[must_use]
pub fn first_page(feed: Feed) -> Answers<FeedPage> {
    answers(move |backend| backend.feed(feed.clone(), None))
}

/// Waits for a ranking.
#[must_use]
pub fn ranking(mood: Mood, period: Period) -> Answers<Ranking> {
    answers(move |backend| backend.ranking(mood, period))
}
