//! The accept loop.
//!
//! `axum::serve` has no deadline for a request's head and no bound on
//! connections, so a few hundred slow clients would hold every socket.

use std::convert::Infallible;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt;

use crate::limits::Peer;

/// The longest time for a request's head, the wait between two on one
/// connection included.
const HEAD: Duration = Duration::from_secs(30);

/// The longest time for answers that are on their way when the server stops.
const FAREWELL: Duration = Duration::from_secs(10);

/// Connections at once. More wait in the system's queue.
const CONNECTIONS: usize = 4096;

/// How long to wait when the system has no socket to give.
const EXHAUSTED: Duration = Duration::from_millis(200);

/// Serves `routes` to whoever connects to `listener`, until `shutdown` is done.
/// Answers on their way then have 10 seconds to finish.
///
/// # Errors
/// None today; the system's failures to accept are logged and waited out.
pub async fn serve(
    listener: TcpListener,
    routes: Router,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut shutdown = pin!(shutdown);
    loop {
        let connection = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (listener.accept().await, place)
        };
        let (accepted, place) = tokio::select! {
            connection = connection => connection,
            () = &mut shutdown => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let connection = talk(stream, Peer(peer), routes.clone(), graceful.watcher());
                tokio::spawn(async move {
                    connection.await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(EXHAUSTED).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(FAREWELL, graceful.shutdown()).await.is_err() {
        tracing::warn!("some answers were cut off");
    }
    Ok(())
}

/// Answers one connection until it ends.
async fn talk(stream: TcpStream, peer: Peer, routes: Router, watcher: Watcher) {
    // Without it a small answer may wait 40 ms for the client's acknowledgement.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "cannot set TCP_NODELAY");
    }
    let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        let routes = routes.clone();
        async move {
            let Ok(response) = routes.oneshot(request.map(axum::body::Body::new)).await;
            Ok::<_, Infallible>(response)
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection broke");
    }
}
