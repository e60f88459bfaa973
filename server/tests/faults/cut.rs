//! A connection that is cut after the commit and before the answer.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use zaidu_model::{Counts, Mood, Reaction, api};

use crate::kill::filled;
use crate::program::{Program, assert_sound};
use crate::readers::{Line, introduce, key};

/// Passes one request on to `server`, waits for the answer, and hangs up.
async fn thief(server: SocketAddr) -> SocketAddr {
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
async fn a_vote_whose_answer_was_lost_is_said_again_and_counts_once() {
    let place = filled().await;
    let program = Program::start(&place);
    let cookie = introduce(program.address).await;
    let path = api::reaction(&key());
    let thief = thief(program.address).await;
    for (mood, counts) in [
        (Some(Mood::Like), Counts { like: 1, ..Counts::default() }),
        (Some(Mood::Sad), Counts { sad: 1, ..Counts::default() }),
        (None, Counts::default()),
    ] {
        for _ in 0..3 {
            assert!(Line::default().put(thief, &path, &cookie, mood).await.is_none());
            // It was taken all the same.
            let told = Line::default().get(program.address, &path, &cookie).await.unwrap();
            let reaction: Reaction = serde_json::from_slice(&told.body).unwrap();
            assert_eq!(reaction, Reaction { counts, mine: mood });
        }
        let told = Line::default().put(program.address, &path, &cookie, mood).await.unwrap();
        let reaction: Reaction = serde_json::from_slice(&told.body).unwrap();
        assert_eq!(reaction, Reaction { counts, mine: mood });
    }
    assert_sound(&place);
}
