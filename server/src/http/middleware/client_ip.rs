//! Client IP address: the peer of the connection or, behind trusted proxies, the client that they
//! name in `X-Forwarded-For`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{FromRef, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use ipnet::IpNet;

use crate::http::error::ApiError;

/// The remote address of a connection. The accept loop adds it to the extensions of each request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PeerAddress(pub(crate) SocketAddr);

/// The networks of proxies whose `X-Forwarded-For` header is trusted. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct TrustedProxies(pub(crate) Arc<[IpNet]>);

/// The network of a client, which is the key of rate limits: an IPv4 address, or an IPv6 /64
/// network, because providers assign each customer at least a /64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClientNetwork(pub(super) IpAddr);

impl<S> FromRequestParts<S> for ClientNetwork
where
    S: Send + Sync,
    TrustedProxies: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        Ok(Self::of(parts, &TrustedProxies::from_ref(state)))
    }
}

impl ClientNetwork {
    /// The network from which this request comes.
    pub(crate) fn of(request: &Parts, TrustedProxies(trusted): &TrustedProxies) -> Self {
        // An accept loop other than `listener` may add no peer address; then all clients count as
        // one.
        let peer = request.extensions.get::<PeerAddress>().map(|PeerAddress(peer)| peer.ip());
        let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        Self::resolve(peer, &request.headers, trusted)
    }

    /// The address, or the first of the network.
    pub(crate) fn address(self) -> IpAddr {
        self.0
    }

    /// The network of the right-most hop that is not a trusted proxy: each proxy appends the
    /// address of its client at the right, and a client can forge everything further left.
    fn resolve(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> Self {
        let is_trusted = |address: &IpAddr| trusted.iter().any(|net| net.contains(address));
        let mut address = peer.to_canonical();
        let lines: Vec<_> = headers.get_all("x-forwarded-for").iter().collect();
        let hops = lines.iter().rev().flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b','));
        for hop in hops {
            if !is_trusted(&address) {
                warn_about_untrusted_proxy(address, peer);
                break;
            }
            // After a malformed hop the proxy itself counts as the client.
            let Some(next) = std::str::from_utf8(hop).ok().and_then(parse_hop) else { break };
            address = next;
        }
        Self(client_network(address))
    }
}

/// Warns, once per process, that `--trusted-proxy` may be missing: a direct peer that is not
/// trusted sends `X-Forwarded-For`.
fn warn_about_untrusted_proxy(address: IpAddr, peer: IpAddr) {
    static WARNED: AtomicBool = AtomicBool::new(false);
    if address == peer.to_canonical() && !WARNED.swap(true, Ordering::Relaxed) {
        tracing::warn!(
            "a proxy that is not trusted says for whom it asks; all its readers count as one \
             address; if it is yours, see --trusted-proxy"
        );
    }
}

/// Parses the address of a hop, with or without a port; an IPv6 address may be in brackets.
fn parse_hop(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let address = hop.parse::<IpAddr>().ok();
    let address = address.or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    let bracketed = || hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    address.or_else(bracketed).map(|address: IpAddr| address.to_canonical())
}

/// The key of an address: itself for IPv4, its /64 network for IPv6.
fn client_network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn resolve(peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_str(line).unwrap());
        }
        let trusted = ["127.0.0.0/8", "::1/128", "10.0.0.0/8", "2001:db8:1::/48"]
            .map(|network| network.parse().unwrap());
        ClientNetwork::resolve(peer.parse().unwrap(), &headers, &trusted).0.to_string()
    }

    #[test]
    fn the_right_most_untrusted_hop_is_the_client() {
        assert_eq!(resolve("127.0.0.1", &["203.0.113.7"]), "203.0.113.7");
        assert_eq!(resolve("127.0.0.1", &["198.51.100.1, 203.0.113.7, 10.1.2.3"]), "203.0.113.7");
        assert_eq!(resolve("::1", &["1.1.1.1", " 203.0.113.7 ,10.1.2.3"]), "203.0.113.7");
        assert_eq!(resolve("::ffff:127.0.0.1", &["203.0.113.7:4711"]), "203.0.113.7");
        assert_eq!(resolve("2001:db8:1::9", &["[2001:db8:2:3:4::1]:443"]), "2001:db8:2:3::");
    }

    #[test]
    fn headers_of_untrusted_peers_are_ignored() {
        assert_eq!(resolve("203.0.113.7", &["198.51.100.1"]), "203.0.113.7");
        assert_eq!(resolve("203.0.113.7", &["127.0.0.1, 10.0.0.1"]), "203.0.113.7");
        assert_eq!(resolve("127.0.0.1", &["198.51.100.1, 203.0.113.7, 8.8.8.8"]), "8.8.8.8");
    }

    #[test]
    fn malformed_headers_fall_back_to_the_last_known_address() {
        assert_eq!(resolve("127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(resolve("127.0.0.1", &["203.0.113.7, unknown"]), "127.0.0.1");
        assert_eq!(resolve("127.0.0.1", &["203.0.113.7, 10.0.0.9, _hidden, 10.0.0.2"]), "10.0.0.2");
        assert_eq!(resolve("127.0.0.1", &["10.0.0.9, 10.0.0.2"]), "10.0.0.9");
        assert_eq!(resolve("127.0.0.1", &[""]), "127.0.0.1");
    }

    #[test]
    fn an_ipv6_network_of_64_bits_is_one_client() {
        assert_eq!(resolve("2001:db8:2:3:4:5:6:7", &[]), resolve("2001:db8:2:3::1", &[]));
        assert_ne!(resolve("2001:db8:2:3::1", &[]), resolve("2001:db8:2:4::1", &[]));
        assert_eq!(resolve("::ffff:203.0.113.7", &[]), "203.0.113.7");
    }
}
