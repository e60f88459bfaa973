//! One connection: HTTP/1, or HTTP/2 where the client begins with it (by TLS's ALPN, or with prior
//! knowledge).

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::header::HOST;
use axum::http::{HeaderValue, Version};
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;
use tower::ServiceExt;

use super::HEAD_TIMEOUT;
use crate::http::middleware::client_ip::PeerAddress;

/// Requests in progress on one connection of HTTP/2; a client that wants more waits.
const MAX_STREAMS: u32 = 128;

/// Size of all fields of a request head in HTTP/2. HTTP/1 has hyper's bound of 400 KiB for a head.
const MAX_HEAD: u32 = 64 * 1024;

/// Interval after which a silent HTTP/2 client is asked for a sign of life, and its timeout.
const PING: Duration = Duration::from_secs(20);

/// The number of requests for a connection that supervises itself: hyper has timers for HTTP/1.
const SUPERVISED_BY_HYPER: u64 = u64::MAX;

/// Serves one connection until it closes or `stopped` has no sender any more.
pub(super) async fn serve_connection(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: PeerAddress,
    routes: Router,
    mut stopped: watch::Receiver<()>,
) {
    let requests = Arc::new(AtomicU64::new(0));
    let seen = Arc::clone(&requests);
    let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
        if request.version() == Version::HTTP_2 {
            seen.fetch_add(1, Ordering::Relaxed);
            name_host(&mut request);
        } else {
            seen.store(SUPERVISED_BY_HYPER, Ordering::Relaxed);
        }
        request.extensions_mut().insert(peer);
        let routes = routes.clone();
        async move {
            let Ok(response) = routes.oneshot(request.map(axum::body::Body::new)).await;
            Ok::<_, Infallible>(response)
        }
    });
    let builder = builder();
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    let mut idle = pin!(idle(requests));
    let mut is_ending = false;
    let result = loop {
        tokio::select! {
            result = connection.as_mut() => break result,
            () = &mut idle, if !is_ending => {}
            // The sender is dropped, and sends nothing before.
            _ = stopped.changed(), if !is_ending => {}
        }
        // Requests in progress are finished, no new ones are taken.
        is_ending = true;
        connection.as_mut().graceful_shutdown();
    };
    if let Err(error) = result {
        tracing::debug!(%error, "a connection broke");
    }
}

/// The limits of connections. Where nothing is said hyper's defaults hold, among them those against
/// clients that open and reset streams in rapid succession: 20 that wait to be accepted and 1,024
/// that the server itself has reset, after which the connection ends.
fn builder() -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(MAX_STREAMS)
        .max_header_list_size(MAX_HEAD)
        .keep_alive_interval(PING)
        .keep_alive_timeout(PING);
    builder
}

/// Completes when a connection has had no new request for [`HEAD_TIMEOUT`], or up to twice as long:
/// one that never says which protocol it speaks, and an idle one of HTTP/2, for which hyper has no
/// timeout. Never completes for HTTP/1.
async fn idle(requests: Arc<AtomicU64>) {
    let mut before = 0;
    loop {
        tokio::time::sleep(HEAD_TIMEOUT).await;
        match requests.load(Ordering::Relaxed) {
            SUPERVISED_BY_HYPER => std::future::pending().await,
            now if now == before => return,
            now => before = now,
        }
    }
}

/// Gives a request of HTTP/2 the header `Host` that it has as `:authority`, so that no handler needs
/// to know the protocol.
fn name_host(request: &mut Request<Incoming>) {
    if request.headers().contains_key(HOST) {
        return;
    }
    let host = request.uri().authority().map(|authority| HeaderValue::from_str(authority.as_str()));
    if let Some(Ok(host)) = host {
        request.headers_mut().insert(HOST, host);
    }
}
