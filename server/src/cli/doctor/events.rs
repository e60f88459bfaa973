//! What the stream of events needs from a proxy: that it passes each one on at once.

use std::time::Duration;

use reqwest::header::{ACCEPT, ACCEPT_ENCODING};
use reqwest::{Client, Response, StatusCode};
use zaidu_model::api;

use super::report::{Finding, Report};

/// The server sends the first message at once. A proxy that collects messages in a buffer passes it
/// on with the heartbeat that fills the buffer, or never.
const PATIENCE: Duration = Duration::from_secs(3);

pub(super) async fn check(report: &mut Report, client: &Client, base: &str) {
    const CHECK: &str = "events";
    // As a browser asks: compression collects messages too.
    let request = client.get(format!("{base}{}", api::EVENTS)).timeout(PATIENCE);
    let request = request.header(ACCEPT, "text/event-stream").header(ACCEPT_ENCODING, "br, gzip");
    let first = match request.send().await {
        Ok(response) if response.status().is_success() => first_message(response).await,
        Ok(response) => Err(Some(response.status())),
        Err(error) if error.is_timeout() => Ok(false),
        Err(_) => Err(None),
    };
    report.add(match first {
        Ok(true) => Finding::ok(CHECK, "they arrive at once"),
        Ok(false) => Finding::warn(
            CHECK,
            format!(
                "no message arrives within {} s: something in front collects them",
                PATIENCE.as_secs()
            ),
            "let the proxy pass them on unbuffered and uncompressed (nginx: proxy_buffering off, \
             gzip off for /api/events); until then readers see news when they load a page",
        ),
        Err(Some(StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE)) => {
            Finding::warn(
                CHECK,
                "as many streams are open as may be",
                "see --event-streams and --trusted-proxy",
            )
        }
        Err(status) => Finding::warn(
            CHECK,
            status.map_or_else(
                || "the stream is not answered".to_owned(),
                |status| format!("the stream is answered with {status}"),
            ),
            "let the proxy pass /api/events on; see the log of the server",
        ),
    });
}

/// Whether a part of the stream arrives in time.
async fn first_message(mut response: Response) -> Result<bool, Option<StatusCode>> {
    match response.chunk().await {
        Ok(Some(_)) => Ok(true),
        Ok(None) => Err(None),
        Err(error) if error.is_timeout() => Ok(false),
        Err(_) => Err(None),
    }
}
