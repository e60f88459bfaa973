//! `zaidu-server health`: asks a running server whether it is ready. For containers, which have no
//! other HTTP client.

use std::time::Duration;

use super::options::HealthOptions;
use super::output::{Failure, print_line};

/// Longer than a query waits for its database, so that a server that answers 503 is heard.
const TIMEOUT: Duration = Duration::from_secs(8);

pub(super) async fn health(options: &HealthOptions) -> Result<(), Failure> {
    let client = reqwest::Client::builder().timeout(TIMEOUT).no_proxy().build()?;
    let url = &options.url;
    let response = client.get(url).send().await.map_err(|error| describe(url, &error))?;
    let status = response.status();
    let body = response.text().await.map_err(|error| describe(url, &error))?;
    let first = body.lines().next().unwrap_or_default();
    if !status.is_success() {
        return Err(format!("{url} is answered with {status}: {first}").into());
    }
    print_line(first)
}

/// What is at the bottom of `error`, which itself says only that a request failed.
fn describe(url: &str, error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    format!("{url} does not answer: {cause}")
}
