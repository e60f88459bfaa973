//! Accept loop: serves HTTP/1 and HTTP/2 on a TCP listener, in cleartext or with TLS, with timeouts,
//! a connection limit and graceful shutdown.
//!
//! `axum::serve` has no timeout for request heads and no connection limit, so a few hundred slow
//! clients could occupy every socket.

mod connection;
mod tls;

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

use super::middleware::client_ip::PeerAddress;
use connection::serve_connection;
pub use tls::{Tls, TlsError};

/// Timeout for a TLS handshake and for a request head, including the idle time between two requests
/// on a connection.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// Timeout for responses in progress at shutdown.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);

/// Maximum number of open connections besides streams of events. Further ones wait in the system's
/// backlog.
pub(crate) const MAX_CONNECTIONS: u32 = 4096;

/// Delay after a failed accept, for example when the process is out of file descriptors.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(200);

/// Serves `routes` on `listener`, in cleartext, until `shutdown` completes. Responses in progress
/// then have 10 seconds to finish.
///
/// # Errors
/// None at present: failures to accept a connection are logged and retried.
pub async fn serve(
    listener: TcpListener,
    routes: Router,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    serve_with(listener, routes, None, MAX_CONNECTIONS, shutdown).await
}

/// As [`serve`], with TLS if `tls` is given, and at most `connections` at a time.
///
/// # Errors
/// None at present.
pub(super) async fn serve_with(
    listener: TcpListener,
    routes: Router,
    tls: Option<Tls>,
    connections: u32,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let permits = Arc::new(Semaphore::new(connections as usize));
    let (stop, stopped) = watch::channel(());
    let mut shutdown = pin!(shutdown);
    loop {
        let connection = async {
            let permit = Arc::clone(&permits).acquire_owned().await;
            (listener.accept().await, permit)
        };
        let (accepted, permit) = tokio::select! {
            connection = connection => connection,
            () = &mut shutdown => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (routes, tls, stopped) = (routes.clone(), tls.clone(), stopped.clone());
                tokio::spawn(async move {
                    serve_stream(stream, PeerAddress(peer), routes, tls, stopped).await;
                    drop(permit);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(ACCEPT_RETRY_DELAY).await;
            }
        }
    }
    drop((listener, stopped));
    // Tells every connection to end.
    drop(stop);
    let all_closed = permits.acquire_many(connections);
    if tokio::time::timeout(SHUTDOWN_TIMEOUT, all_closed).await.is_err() {
        tracing::warn!("some answers were cut off");
    }
    Ok(())
}

/// Serves one accepted stream until it closes.
async fn serve_stream(
    stream: TcpStream,
    peer: PeerAddress,
    routes: Router,
    tls: Option<Tls>,
    mut stopped: watch::Receiver<()>,
) {
    // With Nagle's algorithm a small response may wait 40 ms for the client's acknowledgement.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "cannot set TCP_NODELAY");
    }
    let Some(tls) = tls else { return serve_connection(stream, peer, routes, stopped).await };
    let accepted = tokio::select! {
        accepted = tokio::time::timeout(HEAD_TIMEOUT, tls.accept(stream)) => accepted,
        // The sender is dropped, and sends nothing before.
        _ = stopped.changed() => return,
    };
    match accepted {
        Ok(Ok(stream)) => serve_connection(stream, peer, routes, stopped).await,
        Ok(Err(error)) => tracing::debug!(%error, "a TLS handshake failed"),
        Err(_) => tracing::debug!("a TLS handshake took too long"),
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn requirement_16_connections_beyond_the_cap_wait_until_one_is_closed() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let routes = Router::new().route("/", get(|| async { "page" }));
        tokio::spawn(serve_with(listener, routes, None, 2, std::future::pending()));
        let ask = async || {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
            stream
        };
        let mut first_byte = [0];
        let (mut one, mut two) = (ask().await, ask().await);
        assert_eq!(one.read(&mut first_byte).await.unwrap(), 1);
        assert_eq!(two.read(&mut first_byte).await.unwrap(), 1);
        let mut three = ask().await;
        // Time passes only while everybody waits.
        let early = tokio::time::timeout(Duration::from_secs(5), three.read(&mut first_byte)).await;
        assert!(early.is_err(), "the third is answered beside two");
        drop(one);
        assert_eq!(three.read(&mut first_byte).await.unwrap(), 1);
    }
}
