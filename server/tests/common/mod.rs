//! A whole server in this process, a client that changes nothing of what it is
//! told to send, and a small newsroom.
//!
//! With `ZAIDU_TEST_POSTGRES=postgres://user@host/db` each server gets a fresh
//! database there instead of a SQLite file.

// Each test binary uses its part of this.
#![allow(dead_code)]

pub(crate) mod client;
pub(crate) mod newsroom;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use sea_orm::ConnectionTrait;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use zaidu_model::{Newsroom, Timestamp};
use zaidu_server::limits::Allowed;
use zaidu_server::{App, Files, Store, run};

pub(crate) use client::ApiResponse;

/// The page that stands for the app.
pub(crate) const INDEX: &str = "<!DOCTYPE html><title>app</title>\
    <script type=module>1</script><body></body>";

/// A folder with a database and a built app, which outlives its servers.
pub(crate) struct Place {
    pub(crate) folder: TempDir,
    pub(crate) database: String,
}

impl Place {
    pub(crate) async fn new() -> Self {
        let place = Self::on_sqlite();
        match std::env::var("ZAIDU_TEST_POSTGRES") {
            Ok(url) => Self { database: fresh_postgres(&url, &place.folder).await, ..place },
            Err(_) => place,
        }
    }

    /// The same on SQLite always.
    pub(crate) fn on_sqlite() -> Self {
        let folder = TempDir::new().unwrap();
        let dist = folder.path().join("dist");
        std::fs::create_dir(&dist).unwrap();
        std::fs::write(dist.join("index.html"), INDEX).unwrap();
        let database = format!("sqlite:{}", folder.path().join("zaidu.sqlite").display());
        Self { folder, database }
    }

    pub(crate) fn dist(&self) -> std::path::PathBuf {
        self.folder.path().join("dist")
    }

    pub(crate) async fn store(&self) -> Store {
        Store::open(&self.database).await.unwrap()
    }

    pub(crate) async fn app(&self) -> App {
        let media = self.folder.path().join("media");
        let media = media.is_dir().then_some(media);
        let files = Files::open(&self.dist(), media.as_deref()).unwrap();
        // Tests are faster than readers.
        App::new(self.store().await, files).await.unwrap().with_limits(&Allowed::everything())
    }

    /// A server on this place, holding `newsroom` too.
    pub(crate) async fn serve(&self, newsroom: &Newsroom) -> Server {
        let app = self.app().await;
        app.store().import(newsroom).await.unwrap();
        Server::start(app).await
    }
}

async fn fresh_postgres(url: &str, folder: &TempDir) -> String {
    let name = folder.path().file_name().unwrap().to_str().unwrap();
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let name = format!("zaidu_{}", name.to_lowercase());
    let admin = sea_orm::Database::connect(url).await.unwrap();
    admin
        .execute_unprepared(&format!("CREATE DATABASE {name}_{}", std::process::id()))
        .await
        .unwrap();
    admin.close().await.unwrap();
    let (server, _) = url.rsplit_once('/').unwrap();
    format!("{server}/{name}_{}", std::process::id())
}

/// A running server.
pub(crate) struct Server {
    pub(crate) address: std::net::SocketAddr,
    pub(crate) store: Store,
    clock: Arc<AtomicI64>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<std::io::Result<()>>,
}

impl Server {
    /// `app` on a free port, at noon of 2026-11-18, a Wednesday.
    pub(crate) async fn start(app: App) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let clock = Arc::new(AtomicI64::new(0));
        let hands = Arc::clone(&clock);
        let app = app.with_clock(Arc::new(move || hands.load(Ordering::SeqCst)));
        let store = app.store().clone();
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(run(listener, app, async {
            let _ = stopped.await;
        }));
        let server = Self { address, store, clock, stop, task };
        server.set_clock(Timestamp::parse("2026-11-18T12:00:00+08:00").unwrap());
        server
    }

    pub(crate) fn set_clock(&self, now: Timestamp) {
        self.clock.store(now.unix(), Ordering::SeqCst);
    }

    pub(crate) async fn get(&self, path: &str) -> ApiResponse {
        self.send("GET", path, &[], "").await
    }

    pub(crate) async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> ApiResponse {
        self.send("GET", path, headers, "").await
    }

    pub(crate) async fn put(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> ApiResponse {
        let mut all = vec![("content-type", "application/json")];
        all.extend_from_slice(headers);
        let introduction = self.send("PUT", path, &all, body).await;
        if introduction.status == 307 {
            // As a browser does: with the cookie that it has just been given.
            all.retain(|(name, _)| *name != "cookie");
            all.push(("cookie", introduction.cookie().unwrap()));
            let mut reply = self.send("PUT", introduction.header("location"), &all, body).await;
            assert_eq!(reply.cookie(), None, "one name is enough");
            reply.headers.insert("set-cookie", introduction.headers["set-cookie"].clone());
            return reply;
        }
        introduction
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> ApiResponse {
        client::send(self.address, method, path, headers, body).await
    }

    /// Stops it and waits for its end.
    pub(crate) async fn stop(self) {
        self.stop.send(()).unwrap();
        self.task.await.unwrap().unwrap();
    }
}

/// Writes a file and the folders above it.
pub(crate) fn write(path: &Path, content: impl AsRef<[u8]>) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, content).unwrap();
}
