//! Export of spans to a collector of OpenTelemetry: OTLP as protobuf over HTTP.
//!
//! Spans wait in a bounded queue, which a thread of its own sends on; a collector that is slow or gone
//! costs spans and nothing else.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use opentelemetry::KeyValue;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use reqwest::Url;
use tokio::runtime::Handle;

use super::output::Failure;
use crate::telemetry;

/// How long a request to the collector may take.
const TIMEOUT: Duration = Duration::from_secs(5);

/// How long a server that stops waits for the last spans to be sent.
const PATIENCE: Duration = Duration::from_secs(3);

/// The name of the service, where the variables of OpenTelemetry give no other.
const SERVICE: &str = "zaidu";

/// The export of a running server.
pub(super) struct Export(SdkTracerProvider);

/// Records spans from now on and sends them to `collector`.
///
/// # Errors
/// When the system's TLS does not start, or a variable of OpenTelemetry is wrong.
pub(super) fn start(collector: &Url) -> Result<Export, Failure> {
    let http = reqwest::Client::builder().timeout(TIMEOUT).build()?;
    let client = Client { http, runtime: Handle::current(), is_failing: AtomicBool::new(false) };
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(client)
        .with_endpoint(traces(collector))
        .with_timeout(TIMEOUT)
        .build()
        .map_err(|error| format!("cannot export spans: {error}; see --otlp-endpoint"))?;
    let provider = SdkTracerProvider::builder()
        .with_resource(resource())
        .with_batch_exporter(exporter)
        .build();
    telemetry::record_with(provider.tracer("zaidu-server"));
    Ok(Export(provider))
}

impl Export {
    /// Sends what is still in the queue, for a while.
    pub(super) async fn stop(self) {
        // It waits for the thread of the queue, which uses this runtime.
        let stopped = tokio::task::spawn_blocking(move || self.0.shutdown_with_timeout(PATIENCE));
        if let Ok(Err(error)) = stopped.await {
            tracing::warn!(%error, "the last spans were not sent");
        }
    }
}

/// The address of traces below that of the collector.
fn traces(collector: &Url) -> String {
    format!("{}/v1/traces", collector.as_str().trim_end_matches('/'))
}

fn resource() -> Resource {
    let is_set = |name, test: fn(&str) -> bool| std::env::var(name).is_ok_and(|it| test(&it));
    let has_name = is_set("OTEL_SERVICE_NAME", |name| !name.is_empty())
        || is_set("OTEL_RESOURCE_ATTRIBUTES", |all| all.contains("service.name="));
    let resource = Resource::builder()
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")));
    if has_name { resource } else { resource.with_service_name(SERVICE) }.build()
}

/// The HTTP client that the server has anyway. It says once that spans do not arrive, and once that
/// they do again.
#[derive(Debug)]
struct Client {
    http: reqwest::Client,
    /// The queue's thread has no runtime, which the client needs.
    runtime: Handle,
    is_failing: AtomicBool,
}

#[async_trait]
impl HttpClient for Client {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let http = self.http.clone();
        let sent = self.runtime.spawn(async move {
            let response = http.execute(request.try_into()?).await?;
            let status = response.status();
            Ok::<_, reqwest::Error>((status, response.bytes().await?))
        });
        let sent = sent.await?.map_err(reqwest::Error::without_url);
        let reason = match &sent {
            Ok((status, _)) if status.is_success() => None,
            Ok((status, _)) => Some(status.to_string()),
            Err(error) => Some(error.to_string()),
        };
        let was_failing = self.is_failing.swap(reason.is_some(), Ordering::Relaxed);
        match reason {
            Some(reason) if !was_failing => {
                tracing::warn!(reason, "spans do not reach the collector; see --otlp-endpoint");
            }
            None if was_failing => tracing::info!("spans reach the collector again"),
            _ => {}
        }
        let (status, body) = sent?;
        let mut response = Response::new(body);
        *response.status_mut() = status;
        Ok(response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traces_are_below_the_collector() {
        for (collector, expected) in [
            ("http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/traces"),
            ("https://example.org/otlp/", "https://example.org/otlp/v1/traces"),
        ] {
            assert_eq!(traces(&collector.parse().unwrap()), expected);
        }
    }
}
