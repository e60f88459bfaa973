//! Following of a feed by its address: fetched by its schedule, imported when it has changed.

use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::Url;

use super::fetch::{Answer, Fetched, Validators};
use super::fetch_error::FetchError;
use super::import::{Failure, read_fetched};
use super::schedule::{self, Schedule};
use super::{Shared, Source};
use crate::content::shown_url;
use crate::etag::content_hash;
use crate::telemetry::{Span, SpanKind};

/// A feed, where it is now, and what is known of it.
struct Feed {
    url: Url,
    validators: Validators,
    /// Hash of what was imported last: not every server has validators.
    imported: Option<String>,
}

/// Follows the feed at `url` until it is gone.
pub(super) async fn follow(shared: Arc<Shared>, source: Source, url: Url, interval: Duration) {
    let mut schedule = Schedule::new(interval, Instant::now());
    let mut feed = Feed { url, validators: Validators::default(), imported: None };
    while let Some(due) = schedule.due() {
        tokio::time::sleep_until(due.into()).await;
        let answer = feed.poll(&shared, &source).await;
        schedule.record(answer, Instant::now(), random());
    }
}

/// A random number in 0 to 1, or 0 where the system has none.
fn random() -> f64 {
    f64::from(getrandom::u32().unwrap_or_default()) / f64::from(u32::MAX)
}

impl Feed {
    async fn poll(&mut self, shared: &Shared, source: &Source) -> schedule::Answer {
        let place = source.content.shown();
        let fetched = {
            // The semaphore is never closed.
            let _permit = shared.fetches.acquire().await;
            let span = Span::begin("fetch feed", SpanKind::Client);
            span.set("zaidu.content", source.content.label());
            let fetched = shared.fetcher.fetch(&self.url, &self.validators).await;
            if let Err(error) = &fetched {
                span.fail(error.kind());
            }
            fetched
        };
        let (result, max_age) = match fetched {
            Ok(fetch) => {
                let result = self.take(shared, source, fetch.answer, fetch.moved_to).await;
                (result, fetch.max_age)
            }
            Err(FetchError::Gone) => {
                tracing::error!(%place, "the feed is gone (410), and is no longer asked");
                shared.status.stopped(source.index, FetchError::Gone.to_string());
                return schedule::Answer::Gone;
            }
            Err(error) => {
                let retry_after = error.retry_after();
                tracing::warn!(%error, %place, "the feed cannot be fetched; what is there stays");
                shared.status.failed(source.index, error.to_string());
                return schedule::Answer::Failed { retry_after };
            }
        };
        match result {
            Ok(ttl) => schedule::Answer::Read { ttl, max_age },
            Err(failure) => {
                tracing::warn!(error = %failure, %place, "the feed is not imported; what is there stays");
                shared.status.failed(source.index, failure.public());
                schedule::Answer::Failed { retry_after: None }
            }
        }
    }

    /// Imports an answer if it is new. Returns the pause for which the feed asks.
    async fn take(
        &mut self,
        shared: &Shared,
        source: &Source,
        answer: Answer,
        moved_to: Option<Url>,
    ) -> Result<Option<Duration>, Failure> {
        let now = (shared.clock)();
        let ttl = match answer {
            Answer::NotModified => {
                shared.status.unchanged(source.index, now);
                None
            }
            Answer::Fetched(fetched) => {
                let hash = content_hash(&fetched.bytes);
                let validators = fetched.validators.clone();
                let ttl = if self.imported.as_ref() == Some(&hash) {
                    shared.status.unchanged(source.index, now);
                    None
                } else {
                    import(shared, source, *fetched).await?
                };
                // Only what is imported may be answered with "not modified".
                (self.imported, self.validators) = (Some(hash), validators);
                ttl
            }
        };
        // Only to where there is a feed: a page of a provider is no new address.
        if let Some(url) = moved_to
            && url != self.url
        {
            let (place, to) = (source.content.shown(), shown_url(&url));
            tracing::warn!(%place, %to, "the feed has moved for good; write its new address");
            self.url = url;
        }
        Ok(ttl)
    }
}

async fn import(
    shared: &Shared,
    source: &Source,
    fetched: Fetched,
) -> Result<Option<Duration>, Failure> {
    let (section, options) = (source.content.section.clone(), shared.options.clone());
    let read = move |now| {
        read_fetched(&fetched, &section, &options, now, false)
            .map_err(|error| Failure::Content(error.to_string()))
    };
    shared.import(source, read).await
}
