//! Load generator: runs wrk on one thread, on another core than the server.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
};

use super::cores;
use crate::{
    error::{Error, Result},
    process,
    workspace::Workspace,
};

const CONNECTIONS: &str = "16";
/// Seconds of a load run.
const SECONDS: &str = "3";

/// The result of one load run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct LoadRun {
    pub(super) requests_per_second: f64,
    /// Median and 99th percentile of the latency, in milliseconds.
    pub(super) p50: f64,
    pub(super) p99: f64,
}

/// Requests `url` repeatedly, as fast as the server responds. A Lua `script` may change each
/// request.
pub(super) fn run(
    workspace: &Workspace,
    url: &str,
    headers: &[String],
    script: Option<&Path>,
) -> Result<LoadRun> {
    let mut wrk = command(workspace, url, headers, script, SECONDS);
    let output = process::stdout_of(&mut wrk).unwrap_or_default();
    let problem = ["Non-2xx", "Socket errors"].iter().find(|problem| output.contains(**problem));
    match (parse(&output), problem) {
        (Some(run), None) => Ok(run),
        _ => Err(Error::failed(format!("wrk did not get through to {url}:\n{output}"))),
    }
}

/// A load that runs beside what is measured.
pub(super) struct Background(Child);

/// Starts the same for some seconds, and returns at once.
pub(super) fn start(
    workspace: &Workspace,
    url: &str,
    headers: &[String],
    script: Option<&Path>,
    seconds: &str,
) -> Result<Background> {
    let mut wrk = command(workspace, url, headers, script, seconds);
    let child = wrk.stdout(Stdio::piped()).spawn();
    child.map(Background).map_err(|cause| Error::failed(format!("cannot start wrk: {cause}")))
}

/// Waits for the end of the load. Returns its rate, with the requests that were refused.
pub(super) fn requests_per_second(load: Background) -> Result<f64> {
    let output = load.0.wait_with_output();
    let output = output.map_err(|cause| Error::failed(format!("wrk does not end: {cause}")))?;
    let output = String::from_utf8_lossy(&output.stdout);
    let run = parse(&output).ok_or_else(|| Error::failed(format!("wrk failed:\n{output}")))?;
    Ok(run.requests_per_second)
}

fn command(
    workspace: &Workspace,
    url: &str,
    headers: &[String],
    script: Option<&Path>,
    seconds: &str,
) -> Command {
    let mut wrk = workspace.command("wrk");
    wrk.args(["-t1", "-c", CONNECTIONS, "-d", seconds, "--latency"]);
    for header in headers {
        wrk.arg("-H").arg(header);
    }
    if let Some(script) = script {
        wrk.arg("-s").arg(script);
    }
    cores::beside_servers(wrk.arg(url))
}

/// `wrk` prints `    99%   12.34ms` and `Requests/sec:   1482.30`.
fn parse(output: &str) -> Option<LoadRun> {
    let after =
        |name: &str| output.lines().find_map(|line| line.trim().strip_prefix(name)).map(str::trim);
    Some(LoadRun {
        requests_per_second: after("Requests/sec:")?.parse().ok()?,
        p50: milliseconds(after("50%")?)?,
        p99: milliseconds(after("99%")?)?,
    })
}

fn milliseconds(text: &str) -> Option<f64> {
    // The longest suffix first: `ms` ends in `s` too.
    let units = [("us", 0.001), ("ms", 1.0), ("s", 1000.0)];
    let (number, unit) =
        units.iter().find_map(|(name, unit)| Some((text.strip_suffix(name)?, unit)))?;
    Some(number.parse::<f64>().ok()? * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrk_output_is_parsed() {
        let output = "  Latency Distribution\n     50%    1.29ms\n     75%    1.39ms\n     \
                    99%    2.50s \n  1234 requests in 2.00s\nRequests/sec:   1482.30\n";
        let expected = LoadRun { requests_per_second: 1482.3, p50: 1.29, p99: 2500.0 };
        assert_eq!(parse(output), Some(expected));
        assert_eq!(milliseconds("870.00us"), Some(0.87));
        assert_eq!(parse("unable to connect"), None);
    }
}
