//! Benchmark of event streams: memory of the real server for each open stream, and the time until an
//! event has reached all of them.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // panics report failures; the result is printed

#[path = "../../tests/common/mod.rs"]
mod common;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::Fixture;
use common::newsroom::{article, site};
use common::server_process::ServerProcess;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;
use zaidu_model::{Newsroom, api};

/// Open streams.
const STREAMS: usize = 10_000;

/// Events that are measured.
const EVENTS: usize = 5;

/// Streams that are being opened at a time: more would overflow the backlog of the listener.
const OPENING: usize = 200;

/// The resident memory of a process, in kB.
fn memory(process: &ServerProcess) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// A newsroom of `number` articles.
fn newsroom(number: usize) -> Newsroom {
    let numbered = |n| article(&format!("n-{n}"), "新闻", "2026-11-18T06:30:00+08:00", None);
    Newsroom::new(site(), (0..number).map(numbered).collect())
}

/// Opens a stream and reads it for ever: sends the time of each message that has events.
async fn read(
    address: SocketAddr,
    opening: Arc<Semaphore>,
    messages: mpsc::UnboundedSender<Instant>,
) {
    let permit = opening.acquire().await.unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request =
        format!("GET {} HTTP/1.1\r\nhost: a\r\naccept: text/event-stream\r\n\r\n", api::EVENTS);
    stream.write_all(request.as_bytes()).await.unwrap();
    let (mut bytes, mut text) = (vec![0; 2048], String::new());
    let mut permit = Some(permit);
    loop {
        let length = stream.read(&mut bytes).await.unwrap();
        assert_ne!(length, 0, "the server closed a stream");
        text.push_str(std::str::from_utf8(&bytes[..length]).unwrap());
        while let Some(end) = text.find("\n\n") {
            let is_first = permit.take().is_some();
            if is_first || text[..end].contains("\"added\"") {
                messages.send(Instant::now()).unwrap();
            }
            text.drain(..end + 2);
        }
    }
}

/// Waits until each stream has a message. Returns the times of the first and the last one.
async fn all(messages: &mut mpsc::UnboundedReceiver<Instant>) -> (Instant, Instant) {
    let mut times = Vec::with_capacity(STREAMS);
    while times.len() < STREAMS {
        times.push(messages.recv().await.unwrap());
    }
    (times.iter().copied().min().unwrap(), times.into_iter().max().unwrap())
}

/// The median of `values` in milliseconds.
fn median(mut values: Vec<Duration>) -> f64 {
    values.sort();
    values[values.len() / 2].as_secs_f64() * 1e3
}

#[tokio::main]
async fn main() {
    let fixture = Fixture::on_sqlite();
    let store = fixture.store().await;
    store.import(&newsroom(1)).await.unwrap();
    let streams = (STREAMS + 100).to_string();
    let limits = ["--event-streams", &streams, "--event-streams-per-address", &streams];
    let server = ServerProcess::start_with(&fixture, &limits);
    let (sender, mut messages) = mpsc::unbounded_channel();
    let opening = Arc::new(Semaphore::new(OPENING));
    // What the first stream costs is no part of the others.
    let mut readers = JoinSet::new();
    readers.spawn(read(server.address, Arc::clone(&opening), sender.clone()));
    messages.recv().await.unwrap();
    let before = memory(&server);
    let start = Instant::now();
    for _ in 1..STREAMS {
        readers.spawn(read(server.address, Arc::clone(&opening), sender.clone()));
    }
    for _ in 1..STREAMS {
        messages.recv().await.unwrap();
    }
    let (opened, after) = (start.elapsed(), memory(&server));
    let (mut spread, mut arrived) = (Vec::new(), Vec::new());
    for number in 2..2 + EVENTS {
        store.import(&newsroom(number)).await.unwrap();
        let imported = Instant::now();
        let (first, last) = all(&mut messages).await;
        spread.push(last - first);
        arrived.push(last.saturating_duration_since(imported));
    }
    // Before the server, whose end would be an error to them.
    readers.shutdown().await;
    println!("| streams | opened, s | kB each | first to last, ms | import to last, ms |");
    println!("|---|---|---|---|---|");
    println!(
        "| {STREAMS} | {:.1} | {:.1} | {:.0} | {:.0} |",
        opened.as_secs_f64(),
        (after - before) / (STREAMS - 1) as f64,
        median(spread),
        median(arrived),
    );
}
