//! Where a request comes from.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use ipnet::IpNet;

use super::Limits;
use crate::App;
use crate::api::error::ApiError;

/// The other end of a connection. The accept loop says it with each request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Who is counted: an IPv4 address, or the network of 64 bits that one IPv6
/// customer has at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Address(pub(super) IpAddr);

impl FromRequestParts<Arc<App>> for Address {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        // Without an accept loop of ours all are one.
        let peer = parts.extensions.get::<Peer>().map(|Peer(peer)| peer.ip());
        let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        Ok(Self::of(peer, &parts.headers, &app.limits.trusted_proxies))
    }
}

impl Address {
    /// The right-most hop that is no trusted proxy: each proxy adds whom it heard
    /// from at the right, and what stands further left anyone may have written.
    fn of(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> Self {
        let is_trusted = |address: &IpAddr| trusted.iter().any(|net| net.contains(address));
        let mut address = peer.to_canonical();
        let lines: Vec<_> = headers.get_all("x-forwarded-for").iter().collect();
        let hops = lines.iter().rev().flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b','));
        for hop in hops {
            if !is_trusted(&address) {
                warn_once(address, peer);
                break;
            }
            // A trusted proxy that writes nonsense speaks for itself only.
            let Some(next) = std::str::from_utf8(hop).ok().and_then(read) else { break };
            address = next;
        }
        Self(network(address))
    }
}

/// Says once that somebody may have forgotten to name their proxy.
fn warn_once(address: IpAddr, peer: IpAddr) {
    static SAID: AtomicBool = AtomicBool::new(false);
    if address == peer.to_canonical() && !SAID.swap(true, Ordering::Relaxed) {
        tracing::warn!(
            "a proxy that is not trusted says for whom it asks; all its readers count as one \
             address; if it is yours, see --trusted-proxy"
        );
    }
}

/// A hop, perhaps with its port.
fn read(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let address = hop.parse::<IpAddr>().ok();
    let address = address.or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    let bare = || hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    address.or_else(bare).map(|address: IpAddr| address.to_canonical())
}

fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
    }
}

impl Limits {
    /// Whose word is taken, for those who count addresses.
    #[cfg(test)]
    fn trusted(networks: &[&str]) -> Vec<IpNet> {
        networks.iter().map(|network| network.parse().unwrap()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn of(peer: &str, forwarded: &[&str]) -> String {
        let lines = forwarded
            .iter()
            .map(|line| (axum::http::HeaderName::from_static("x-forwarded-for"), *line));
        let mut headers = HeaderMap::new();
        for (name, line) in lines {
            headers.append(name, HeaderValue::from_str(line).unwrap());
        }
        let trusted = Limits::trusted(&["127.0.0.0/8", "::1/128", "10.0.0.0/8", "2001:db8:1::/48"]);
        Address::of(peer.parse().unwrap(), &headers, &trusted).0.to_string()
    }

    #[test]
    fn the_right_most_hop_that_is_not_trusted_counts() {
        assert_eq!(of("127.0.0.1", &["203.0.113.7"]), "203.0.113.7");
        assert_eq!(of("127.0.0.1", &["198.51.100.1, 203.0.113.7, 10.1.2.3"]), "203.0.113.7");
        assert_eq!(of("::1", &["1.1.1.1", " 203.0.113.7 ,10.1.2.3"]), "203.0.113.7");
        assert_eq!(of("::ffff:127.0.0.1", &["203.0.113.7:4711"]), "203.0.113.7");
        assert_eq!(of("2001:db8:1::9", &["[2001:db8:2:3:4::1]:443"]), "2001:db8:2:3::");
    }

    #[test]
    fn what_a_stranger_says_counts_for_nothing() {
        assert_eq!(of("203.0.113.7", &["198.51.100.1"]), "203.0.113.7");
        assert_eq!(of("203.0.113.7", &["127.0.0.1, 10.0.0.1"]), "203.0.113.7");
        assert_eq!(of("127.0.0.1", &["198.51.100.1, 203.0.113.7, 8.8.8.8"]), "8.8.8.8");
    }

    #[test]
    fn where_nothing_useful_is_said_the_last_who_is_known_counts() {
        assert_eq!(of("127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(of("127.0.0.1", &["203.0.113.7, unknown"]), "127.0.0.1");
        assert_eq!(of("127.0.0.1", &["203.0.113.7, 10.0.0.9, _hidden, 10.0.0.2"]), "10.0.0.2");
        assert_eq!(of("127.0.0.1", &["10.0.0.9, 10.0.0.2"]), "10.0.0.9");
        assert_eq!(of("127.0.0.1", &[""]), "127.0.0.1");
    }

    #[test]
    fn a_customers_whole_network_is_one() {
        assert_eq!(of("2001:db8:2:3:4:5:6:7", &[]), of("2001:db8:2:3::1", &[]));
        assert_ne!(of("2001:db8:2:3::1", &[]), of("2001:db8:2:4::1", &[]));
        assert_eq!(of("::ffff:203.0.113.7", &[]), "203.0.113.7");
    }
}
