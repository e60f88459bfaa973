//! Metrics of HTTP: requests by route and status, their latency, the page cache; and the text of all
//! metrics in the format of OpenMetrics, which Prometheus reads.

use std::fmt;
use std::time::Duration;

use axum::http::{Method, StatusCode};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use super::state::HttpState;
use crate::follow::{SourceState, SourceStatus};
use crate::pictures::PictureCounts;

/// Media type of the exposition.
pub(crate) const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The route of a request: one of few names, never an address, or every unknown address would be a
/// time series of its own. A handler that serves several sets it in the extensions of its response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RouteName(pub(crate) String);

impl Default for RouteName {
    fn default() -> Self {
        Self("none".to_owned())
    }
}

/// Labels of a time series, with names and values.
type Labels<const N: usize> = [(&'static str, String); N];

/// What is counted of requests. Clones share the counters.
#[derive(Debug, Clone)]
pub(crate) struct HttpMetrics {
    requests: Family<Labels<3>, Counter>,
    seconds: Family<Labels<1>, Histogram, fn() -> Histogram>,
    page_cache: Family<[(&'static str, &'static str); 1], Counter>,
}

impl Default for HttpMetrics {
    fn default() -> Self {
        Self {
            requests: Family::default(),
            // 0.25 ms, 1 ms, 4 ms … 16 s; the request timeout is 10 s.
            seconds: Family::new_with_constructor(|| {
                Histogram::new(exponential_buckets(0.000_25, 4.0, 9))
            }),
            page_cache: Family::default(),
        }
    }
}

/// The name of a method, or one for all others: a client may invent methods, as it may addresses.
pub(crate) fn known_method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::PUT => "PUT",
        Method::POST => "POST",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

impl HttpMetrics {
    /// Counts a response that took `latency` until its head.
    pub(crate) fn count_response(
        &self,
        RouteName(route): RouteName,
        method: &Method,
        status: StatusCode,
        latency: Duration,
    ) {
        let method = known_method(method);
        self.seconds.get_or_create(&[("route", route.clone())]).observe(latency.as_secs_f64());
        let labels = [
            ("route", route),
            ("method", method.to_owned()),
            ("status", status.as_str().to_owned()),
        ];
        self.requests.get_or_create(&labels).inc();
    }

    /// Counts a page that was found in the cache or not.
    pub(crate) fn count_page(&self, is_hit: bool) {
        let result = if is_hit { "hit" } else { "miss" };
        self.page_cache.get_or_create(&[("result", result)]).inc();
    }

    fn register(&self, registry: &mut Registry) {
        let Self { requests, seconds, page_cache } = self.clone();
        registry.register("http_requests", "Responses by route, method and status", requests);
        let help = "Time from a request head to the response head";
        registry.register_with_unit("http_request", help, Unit::Seconds, seconds);
        let help = "Pages without a reader, found in the page cache or rendered";
        registry.register("page_cache_requests", help, page_cache);
    }
}

/// All metrics of this server as text.
///
/// # Errors
/// None: writing to a string does not fail.
pub(crate) fn exposition(state: &HttpState) -> Result<String, fmt::Error> {
    let mut registry = Registry::with_prefix("zaidu");
    let build = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
    registry.register("build", "The version of the program", build);
    state.metrics.register(&mut registry);
    state.app.store.register_metrics(&mut registry);
    register_content(&mut registry, &state.app.follow.sources());
    let streams: Gauge = Gauge::default();
    streams.set(state.streams.open().try_into().unwrap_or(i64::MAX));
    registry.register("event_streams", "Open streams of events", streams);
    register_pictures(&mut registry, &state.app.pictures.status().counts());
    let mut text = String::new();
    encode(&mut text, &registry)?;
    Ok(text)
}

/// Adds how many pictures are there, wait and have failed.
fn register_pictures(registry: &mut Registry, counts: &PictureCounts) {
    let PictureCounts { waiting, made, encoded, failed, .. } = counts;
    let state: Family<Labels<1>, Gauge> = Family::default();
    for (name, number) in [("made", *made), ("waiting", *waiting), ("failed", failed.len())] {
        let number = number.try_into().unwrap_or(i64::MAX);
        state.get_or_create(&[("state", name.to_owned())]).set(number);
    }
    registry.register("pictures", "Pictures of articles by state", state);
    let done: Counter = Counter::default();
    done.inc_by(*encoded as u64);
    registry.register("pictures_encoded", "Pictures that this server has made", done);
}

/// Adds what is known of each content that is followed.
fn register_content(registry: &mut Registry, sources: &[SourceStatus]) {
    let reads: Family<Labels<2>, Counter> = Family::default();
    let [failing, refused, success] = [(); 3].map(|()| Family::<_, Gauge>::default());
    for source in sources {
        let SourceStatus { name, unchanged, imported, failed, .. } = source;
        for (result, times) in
            [("unchanged", unchanged), ("imported", imported), ("failed", failed)]
        {
            let labels = [("content", name.clone()), ("result", result.to_owned())];
            reads.get_or_create(&labels).inc_by(*times);
        }
        let labels = [("content", name.clone())];
        let is_failing =
            matches!(source.state, SourceState::Failing { .. } | SourceState::Stopped { .. });
        failing.get_or_create(&labels).set(i64::from(is_failing));
        let items = source.refused_items.try_into().unwrap_or(i64::MAX);
        refused.get_or_create(&labels).set(items);
        if let Some(seconds) = source.last_success {
            success.get_or_create(&labels).set(seconds);
        }
    }
    registry.register("content_reads", "How often content was read, by result", reads);
    let help = "1 while content cannot be read or has stopped";
    registry.register("content_failing", help, failing);
    registry.register("content_refused_items", "Items that the last import refused", refused);
    let help = "When content was last read or found unchanged, in Unix seconds";
    registry.register_with_unit("content_last_success", help, Unit::Seconds, success);
}
