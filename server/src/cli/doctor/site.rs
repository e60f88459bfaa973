//! The site as readers reach it: its origin, what a proxy in front passes on, and the clock.

use std::net::{IpAddr, UdpSocket};
use std::time::{Duration, SystemTime};

use reqwest::header::{CONTENT_ENCODING, CONTENT_SECURITY_POLICY, DATE, HeaderMap, LOCATION};
use reqwest::{Client, Response, Url};

use super::report::{Finding, Report};
use super::{base, certificate, events, vote};
use crate::cli::options::ServeOptions;
use crate::cli::output::Failure;

/// Longer than a page takes on a busy server.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Differences of clocks, in seconds: one that is told, and one with which rankings are wrong.
const DRIFT: u64 = 5;
const WRONG: u64 = 60;

/// A client that follows no redirects and takes what a proxy of the environment would not.
pub(super) fn client() -> reqwest::Result<Client> {
    let client = Client::builder().timeout(TIMEOUT).no_proxy().tls_info(true);
    client.redirect(reqwest::redirect::Policy::none()).build()
}

/// What is at the bottom of `error`, which itself says only that a request failed.
pub(super) fn cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}

pub(super) async fn check(report: &mut Report, serve: &ServeOptions) -> Result<(), Failure> {
    let base = base(serve);
    if serve.origin.is_none() {
        let found = format!("there is no --origin; {base} is asked instead");
        let advice = "name the address at which readers find the site with --origin";
        report.add(Finding::warn("origin", found, advice));
    }
    let client = client()?;
    let health = match client.get(format!("{base}/healthz")).send().await {
        Ok(response) => response,
        Err(error) => {
            let found = format!("{base} does not answer: {}", cause(&error));
            let advice = "is the server running, its address in DNS, and the proxy in front?";
            report.add(Finding::fail("reachable", found, advice));
            certificate::check_broken(report, &base).await;
            return Ok(());
        }
    };
    certificate::check(report, &health, &base);
    check_clock(report, health.headers());
    check_proxy(report, serve, &base, &health).await;
    if !check_reachable(report, &base, health).await {
        return Ok(());
    }
    check_home(report, &client, &base).await;
    vote::check(report, &client, &base).await;
    events::check(report, &client, &base).await;
    Ok(())
}

/// Whether the server itself answers, and not something in front of it.
async fn check_reachable(report: &mut Report, base: &str, health: Response) -> bool {
    const CHECK: &str = "reachable";
    let status = health.status();
    if let Some(target) = health.headers().get(LOCATION) {
        let found = format!("{base} leads to {}", target.to_str().unwrap_or("another address"));
        let advice = "name that address as --origin, or let the proxy answer at this one";
        report.add(Finding::fail(CHECK, found, advice));
        return false;
    }
    let text = health.text().await.unwrap_or_default();
    let is_ours = status.is_success() && text == "ok";
    let found = format!("{base}/healthz is answered with {status}, and not by this program");
    report.add_if(
        is_ours,
        Finding::ok(CHECK, format!("{base} answers")),
        Finding::fail(CHECK, found, "let the proxy pass every path on to the server"),
    );
    is_ours
}

fn check_clock(report: &mut Report, headers: &HeaderMap) {
    const CHECK: &str = "clock";
    let date =
        headers.get(DATE).and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok());
    let Some(date) = date else {
        let found = "answers have no date";
        return report.add(Finding::warn(CHECK, found, "let the proxy pass the header Date on"));
    };
    let apart = |one: SystemTime, other| one.duration_since(other).unwrap_or_default().as_secs();
    let now = SystemTime::now();
    let seconds = apart(now, date).max(apart(date, now));
    let found = format!("this machine and the site are {seconds} s apart");
    let advice = "let both be set by NTP (timedatectl set-ntp true): rankings go by the clock";
    report.add(match seconds {
        _ if seconds > WRONG => Finding::fail(CHECK, found, advice),
        _ if seconds > DRIFT => Finding::warn(CHECK, found, advice),
        _ => Finding::ok(CHECK, found),
    });
}

/// A proxy that is not on this machine has to be trusted by name.
async fn check_proxy(report: &mut Report, serve: &ServeOptions, base: &str, health: &Response) {
    const CHECK: &str = "trusted proxy";
    // This program names itself in neither.
    let is_behind = ["server", "via", "x-cache", "cf-ray"].iter();
    let proxy = is_behind.filter_map(|name| health.headers().get(*name)).next();
    let Some(proxy) = proxy.map(|value| value.to_str().unwrap_or("a proxy").to_owned()) else {
        return report.add(Finding::ok(CHECK, "no proxy is seen in front"));
    };
    let trusts_others = serve.limits.trusted_proxy.iter().any(|net| !net.addr().is_loopback());
    let is_local = addresses(base).await.into_iter().any(is_of_this_machine);
    report.add_if(
        trusts_others || is_local,
        Finding::ok(CHECK, format!("{proxy} is in front")),
        Finding::warn(
            CHECK,
            format!("{proxy} is in front, at another machine's address"),
            "if it is not on this machine, name its network with --trusted-proxy: otherwise all \
             readers share one rate limit",
        ),
    );
}

async fn addresses(base: &str) -> Vec<IpAddr> {
    let Some(url) = Url::parse(base).ok() else { return Vec::new() };
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    let found = tokio::net::lookup_host((host, url.port_or_known_default().unwrap_or(443))).await;
    found.map(|all| all.map(|address| address.ip()).collect()).unwrap_or_default()
}

/// A socket can be bound to the addresses of this machine only.
fn is_of_this_machine(address: IpAddr) -> bool {
    UdpSocket::bind((address, 0)).is_ok()
}

async fn check_home(report: &mut Report, client: &Client, base: &str) {
    let request = client.get(format!("{base}/")).header("accept", "text/html");
    let response = match request.send().await {
        Ok(response) => response,
        Err(error) => {
            let found = format!("{base}/ does not answer: {}", cause(&error));
            return report.add(Finding::fail("pages", found, "see the log of the server"));
        }
    };
    let (status, headers) = (response.status(), response.headers().clone());
    let page = response.text().await.unwrap_or_default();
    report.add_if(
        status.is_success(),
        Finding::ok("pages", "the home page is served"),
        Finding::fail("pages", format!("the home page is answered with {status}"), "see its log"),
    );
    check_canonical(report, base, &page);
    check_headers(report, base, &headers);
    let compressed = client.get(format!("{base}/")).header("accept-encoding", "br, gzip").send();
    let is_compressed =
        compressed.await.is_ok_and(|it| it.headers().contains_key(CONTENT_ENCODING));
    report.add_if(
        is_compressed,
        Finding::ok("compression", "pages arrive compressed"),
        Finding::warn(
            "compression",
            "pages arrive uncompressed, four times as large",
            "let the proxy pass Accept-Encoding on (nginx: no proxy_set_header for it)",
        ),
    );
}

/// The running server names itself by its own `--origin`, or by the Host that the proxy sends.
fn check_canonical(report: &mut Report, base: &str, page: &str) {
    let link = page.split('<').find(|tag| tag.contains("canonical") && tag.starts_with("link"));
    let named = link.and_then(|tag| {
        tag.split_once("href=")?.1.split(['"', '\'', '>', ' ']).find(|it| !it.is_empty())
    });
    let named = named.map(|url| url.trim_end_matches('/'));
    report.add_if(
        named == Some(base),
        Finding::ok("own address", format!("pages name {base} as theirs")),
        Finding::fail(
            "own address",
            format!("pages name {} as theirs, and not {base}", named.unwrap_or("no address")),
            "start the server with this --origin, or let the proxy send the Host of the request \
             (nginx: proxy_set_header Host $host)",
        ),
    );
}

fn check_headers(report: &mut Report, base: &str, headers: &HeaderMap) {
    if base.starts_with("https://") {
        report.add_if(
            headers.contains_key("strict-transport-security"),
            Finding::ok("HSTS", "browsers are told to use https only"),
            Finding::warn("HSTS", "Strict-Transport-Security is missing", "add --secure-cookies"),
        );
    }
    report.add_if(
        headers.contains_key(CONTENT_SECURITY_POLICY)
            && headers.contains_key("x-content-type-options"),
        Finding::ok("security headers", "they arrive"),
        Finding::fail(
            "security headers",
            "the server's policy does not arrive",
            "let the proxy pass Content-Security-Policy and X-Content-Type-Options on",
        ),
    );
}
