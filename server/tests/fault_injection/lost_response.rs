//! Lost responses: the connection closes after the commit and before the client has the response.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use zaidu_model::{Counts, Mood, Reaction, api};

use crate::common::server_process::{ServerProcess, assert_consistent};
use crate::readers::{Connection, article_id, register_reader};
use crate::sigkill::fixture_with_newsroom;

/// Starts a proxy that forwards one request per connection to `server`, waits for the response
/// and closes the connection without passing it on.
async fn start_dropping_proxy(server: SocketAddr) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let mut server = TcpStream::connect(server).await.unwrap();
            let mut bytes = vec![0; 16 << 10];
            let length = client.read(&mut bytes).await.unwrap();
            server.write_all(&bytes[..length]).await.unwrap();
            server.readable().await.unwrap();
        }
    });
    address
}

#[tokio::test]
async fn a_vote_retried_after_a_lost_response_counts_once() {
    let fixture = fixture_with_newsroom().await;
    let process = ServerProcess::start(&fixture);
    let cookie = register_reader(process.address).await;
    let path = api::reaction(&article_id());
    let proxy = start_dropping_proxy(process.address).await;
    for (mood, counts) in [
        (Some(Mood::Like), Counts { like: 1, ..Counts::default() }),
        (Some(Mood::Sad), Counts { sad: 1, ..Counts::default() }),
        (None, Counts::default()),
    ] {
        for _ in 0..3 {
            assert!(Connection::default().put(proxy, &path, &cookie, mood).await.is_none());
            // The vote was stored all the same.
            let response =
                Connection::default().get(process.address, &path, &cookie).await.unwrap();
            let reaction: Reaction = serde_json::from_slice(&response.body).unwrap();
            assert_eq!(reaction, Reaction { counts, mine: mood });
        }
        let response =
            Connection::default().put(process.address, &path, &cookie, mood).await.unwrap();
        let reaction: Reaction = serde_json::from_slice(&response.body).unwrap();
        assert_eq!(reaction, Reaction { counts, mine: mood });
    }
    assert_consistent(&fixture);
}
