//! DNS resolver of the HTTP client: it gives public addresses only, so that what is connected to is
//! what was checked.

use std::collections::BTreeSet;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::is_public;

/// The hosts that need not be public, by their names as they stand in an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct AllowedHosts(Arc<BTreeSet<String>>);

impl AllowedHosts {
    pub(super) fn new(hosts: &[String]) -> Self {
        Self(Arc::new(hosts.iter().map(|host| normal(host)).collect()))
    }

    pub(super) fn contains(&self, host: &str) -> bool {
        self.0.contains(&normal(host))
    }
}

/// A host as URLs have it, without the brackets of IPv6.
fn normal(host: &str) -> String {
    let host = host.trim().trim_end_matches('.');
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let bracketed =
        if bare.contains(':') { format!("http://[{bare}]/") } else { format!("http://{bare}/") };
    let url = Url::parse(&bracketed).ok();
    let normal = url.as_ref().and_then(Url::host_str).unwrap_or(host);
    normal.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase()
}

/// A host that is not fetched from, because it is not on the public Internet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NotPublic {
    pub(super) host: String,
}

impl fmt::Display for NotPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not on the public Internet", self.host)
    }
}

impl std::error::Error for NotPublic {}

/// Checks a host that is an IP address: the HTTP client resolves only names.
///
/// # Errors
/// [`NotPublic`].
pub(super) fn check_literal(url: &Url, allowed: &AllowedHosts) -> Result<(), NotPublic> {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare.parse() {
        Ok(address) if !is_public(address) && !allowed.contains(bare) => {
            Err(NotPublic { host: bare.to_owned() })
        }
        _ => Ok(()),
    }
}

/// Resolves names by the system, and drops the addresses that are not public.
pub(super) struct PublicResolver(pub(super) AllowedHosts);

impl Resolve for PublicResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = self.0.clone();
        Box::pin(async move {
            let host = name.as_str();
            let found = tokio::net::lookup_host((host, 0)).await?;
            let all: Vec<SocketAddr> = found.collect();
            let kept = public_only(host, all, &allowed)?;
            let addresses: Addrs = Box::new(kept.into_iter());
            Ok(addresses)
        })
    }
}

/// The addresses of `host` that may be connected to.
///
/// # Errors
/// [`NotPublic`] when it has others only.
fn public_only(
    host: &str,
    all: Vec<SocketAddr>,
    allowed: &AllowedHosts,
) -> Result<Vec<SocketAddr>, NotPublic> {
    if allowed.contains(host) {
        return Ok(all);
    }
    let is_known = !all.is_empty();
    let kept: Vec<_> = all.into_iter().filter(|address| is_public(address.ip())).collect();
    match kept.is_empty() && is_known {
        true => Err(NotPublic { host: host.to_owned() }),
        false => Ok(kept),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, allowed: &[&str]) -> bool {
        let allowed: Vec<String> = allowed.iter().map(ToString::to_string).collect();
        check_literal(&url.parse().unwrap(), &AllowedHosts::new(&allowed)).is_ok()
    }

    #[test]
    fn addresses_in_every_notation_are_checked() {
        for url in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f.0.0.1/",
            "http://0177.0.0.1/",
            "http://0/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[0:0:0:0:0:ffff:7f00:1]:8080/feed",
            "http://user@10.0.0.1/",
            "http://１２７.0.0.1/",
        ] {
            assert!(!check(url, &["localhost"]), "{url}");
        }
        assert!(check("https://1.1.1.1/feed", &[]));
        assert!(check("https://news.example/feed", &[]), "a name is checked when it is resolved");
    }

    #[test]
    fn hosts_are_allowed_by_name() {
        assert!(check("http://127.0.0.1:8080/", &["127.0.0.1"]));
        assert!(check("http://127.1/", &["127.0.0.1"]));
        assert!(check("http://[::1]/", &["::1"]));
        assert!(check("http://[::1]/", &["[::1]"]));
        assert!(!check("http://127.0.0.2/", &["127.0.0.1"]));
        let hosts = AllowedHosts::new(&["CMS.intern".to_owned(), "新闻.intern".to_owned()]);
        assert!(hosts.contains("cms.intern") && hosts.contains("xn--efvy88h.intern"));
        assert!(!hosts.contains("intern") && !hosts.contains("a.cms.intern"));
    }

    #[test]
    fn only_checked_addresses_are_handed_to_the_client() {
        let none = AllowedHosts::default();
        let all = |texts: &[&str]| texts.iter().map(|it| it.parse().unwrap()).collect::<Vec<_>>();
        let mixed = all(&["10.0.0.1:0", "1.1.1.1:0", "[::1]:0"]);
        assert_eq!(public_only("a.example", mixed, &none), Ok(all(&["1.1.1.1:0"])));
        let inside = all(&["192.168.1.2:0", "[fd00::1]:0"]);
        let refused = NotPublic { host: "a.example".into() };
        assert_eq!(public_only("a.example", inside.clone(), &none), Err(refused));
        let allowed = AllowedHosts::new(&["a.example".to_owned()]);
        assert_eq!(public_only("a.example", inside.clone(), &allowed), Ok(inside));
    }
}
