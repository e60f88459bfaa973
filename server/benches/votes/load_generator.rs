//! Load generator: readers who vote over keep-alive HTTP connections, each sending the next request
//! as soon as it has the response.

use std::sync::Arc;
use std::time::Instant;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use zaidu_model::{Key, Mood, api};

use crate::common::Fixture;
use crate::common::server_process::ServerProcess;
use crate::{BURST, Burst, CONNECTIONS, READERS, Rng, Workload};

/// A server process and the cookies of readers registered with it.
pub(crate) struct LoadGenerator {
    server: ServerProcess,
    cookies: Arc<Vec<String>>,
}

impl LoadGenerator {
    pub(crate) async fn new(fixture: &Fixture) -> Self {
        let server = ServerProcess::start(fixture);
        let address = server.address;
        let mut stream = TcpStream::connect(address).await.unwrap();
        let mut cookies = Vec::new();
        for _ in 0..READERS {
            let response = send(&mut stream, &request(0, Mood::Like, "")).await;
            assert!(response.starts_with("HTTP/1.1 307"), "{response}");
            let (_, cookie) = response.split_once("set-cookie: ").unwrap();
            cookies.push(cookie.split(';').next().unwrap().to_owned());
        }
        Self { server, cookies: Arc::new(cookies) }
    }

    pub(crate) async fn burst(&self, workload: Workload) -> Burst {
        let mut readers = JoinSet::new();
        let start = Instant::now();
        for seed in 1..=CONNECTIONS as u64 {
            let (address, cookies) = (self.server.address, Arc::clone(&self.cookies));
            readers.spawn(async move {
                let mut stream = TcpStream::connect(address).await.unwrap();
                stream.set_nodelay(true).unwrap();
                let mut rng = Rng(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
                let mut latencies = Vec::new();
                while start.elapsed() < BURST {
                    let cookie = &cookies[rng.below(cookies.len())];
                    let mood = Mood::ALL[rng.below(4)];
                    let request = request(rng.below(workload.articles), mood, cookie);
                    let sent = Instant::now();
                    let response = send(&mut stream, &request).await;
                    latencies.push(sent.elapsed().as_secs_f64() * 1_000.0);
                    assert!(response.starts_with("HTTP/1.1 200"), "{response}");
                }
                latencies
            });
        }
        let mut latencies = readers.join_all().await.concat();
        let seconds = start.elapsed().as_secs_f64();
        latencies.sort_by(f64::total_cmp);
        let percentile = |percent: usize| latencies[latencies.len() * percent / 100];
        Burst {
            per_second: latencies.len() as f64 / seconds,
            p50: percentile(50),
            p99: percentile(99),
        }
    }
}

fn request(article: usize, mood: Mood, cookie: &str) -> String {
    let path = api::reaction(&Key::new(format!("n-{article}")).unwrap());
    let body = format!(r#"{{"mood":"{mood}"}}"#);
    format!(
        "PUT {path} HTTP/1.1\r\nhost: bench\r\ncookie: {cookie}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Sends `request` and reads the whole response.
async fn send(stream: &mut TcpStream, request: &str) -> String {
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut response = Vec::with_capacity(2_048);
    loop {
        assert!(stream.read_buf(&mut response).await.unwrap() > 0, "the connection ended");
        let text = std::str::from_utf8(&response).unwrap();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.split_once("content-length: ").map_or("0", |(_, rest)| rest);
            let length: usize = length.lines().next().unwrap().parse().unwrap();
            if body.len() >= length {
                return text.to_owned();
            }
        }
    }
}
