//! The load: wrk, on one thread, so that the server has the other core.

use std::path::Path;

use crate::{
    error::{Error, Result},
    process,
    workspace::Workspace,
};

const CONNECTIONS: &str = "16";
const SECONDS: &str = "3";

/// What one burst of requests showed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Burst {
    pub(super) requests_per_second: f64,
    /// In milliseconds: half, and all but a hundredth, took no longer.
    pub(super) p50: f64,
    pub(super) p99: f64,
}

/// Asks for `url` as fast as it is answered. `script` may change each request.
pub(super) fn burst(
    workspace: &Workspace,
    url: &str,
    header: &str,
    script: Option<&Path>,
) -> Result<Burst> {
    let mut wrk = workspace.command("wrk");
    wrk.args(["-t1", "-c", CONNECTIONS, "-d", SECONDS, "--latency", "-H", header]);
    if let Some(script) = script {
        wrk.arg("-s").arg(script);
    }
    let said = process::ask(wrk.arg(url)).unwrap_or_default();
    let problem = ["Non-2xx", "Socket errors"].iter().find(|problem| said.contains(**problem));
    match (parse(&said), problem) {
        (Some(burst), None) => Ok(burst),
        _ => Err(Error::failed(format!("wrk did not get through to {url}:\n{said}"))),
    }
}

/// `wrk` prints `    99%   12.34ms` and `Requests/sec:   1482.30`.
fn parse(said: &str) -> Option<Burst> {
    let after =
        |name: &str| said.lines().find_map(|line| line.trim().strip_prefix(name)).map(str::trim);
    Some(Burst {
        requests_per_second: after("Requests/sec:")?.parse().ok()?,
        p50: milliseconds(after("50%")?)?,
        p99: milliseconds(after("99%")?)?,
    })
}

fn milliseconds(text: &str) -> Option<f64> {
    // The longest ending first: `ms` ends in `s` too.
    let units = [("us", 0.001), ("ms", 1.0), ("s", 1000.0)];
    let (number, unit) =
        units.iter().find_map(|(name, unit)| Some((text.strip_suffix(name)?, unit)))?;
    Some(number.parse::<f64>().ok()? * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrks_words_are_read() {
        let said = "  Latency Distribution\n     50%    1.29ms\n     75%    1.39ms\n     \
                    99%    2.50s \n  1234 requests in 2.00s\nRequests/sec:   1482.30\n";
        let burst = Burst { requests_per_second: 1482.3, p50: 1.29, p99: 2500.0 };
        assert_eq!(parse(said), Some(burst));
        assert_eq!(milliseconds("870.00us"), Some(0.87));
        assert_eq!(parse("unable to connect"), None);
    }
}
