//! Test fixtures shared by the integration tests: an in-process server, a raw HTTP client that
//! sends requests unnormalised, and a small newsroom.
//!
//! With `ZAIDU_TEST_POSTGRES=postgres://user@host/db`, each [`Fixture::new`] creates a fresh
//! database there instead of a SQLite file.

// Each test binary uses only some of these helpers.
#![allow(dead_code)]

pub(crate) mod client;
pub(crate) mod description;
pub(crate) mod newsroom;
pub(crate) mod server_process;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use sea_orm::ConnectionTrait;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use zaidu_model::{Newsroom, Timestamp};
use zaidu_server::{HttpState, RateLimitConfig, StaticFiles, Store, run};

pub(crate) use client::ApiResponse;

/// A minimal `index.html` in place of the built app.
pub(crate) const INDEX: &str = "<!DOCTYPE html><title>app</title>\
    <script type=module>1</script><body></body>";

/// A temporary directory with a database and a built app. It outlives the servers started on it.
pub(crate) struct Fixture {
    pub(crate) folder: TempDir,
    pub(crate) database: String,
}

impl Fixture {
    pub(crate) async fn new() -> Self {
        let fixture = Self::on_sqlite();
        match std::env::var("ZAIDU_TEST_POSTGRES") {
            Ok(url) => Self { database: fresh_postgres(&url, &fixture.folder).await, ..fixture },
            Err(_) => fixture,
        }
    }

    /// The same, always on SQLite.
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

    pub(crate) async fn app(&self) -> HttpState {
        let media = self.folder.path().join("media");
        let media = media.is_dir().then_some(media);
        let files = StaticFiles::open(Some(&self.dist()), media.as_deref()).unwrap();
        // Tests send more requests per second than the default rate limits allow.
        HttpState::new(self.store().await, files)
            .await
            .unwrap()
            .with_rate_limits(&RateLimitConfig::unlimited())
    }

    /// Imports `newsroom` and starts a server.
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

/// A server that runs in this process on a clock set by the test.
pub(crate) struct Server {
    pub(crate) address: std::net::SocketAddr,
    pub(crate) store: Store,
    clock: Arc<AtomicI64>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<std::io::Result<()>>,
}

impl Server {
    /// Serves `app` on a free port, with the clock at noon of 2026-11-18, a Wednesday.
    pub(crate) async fn start(app: HttpState) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let clock = Arc::new(AtomicI64::new(0));
        let app_clock = Arc::clone(&clock);
        let app = app.with_clock(Arc::new(move || app_clock.load(Ordering::SeqCst)));
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
        let first = self.send("PUT", path, &all, body).await;
        if first.status == 307 {
            // Follows the redirect as a browser does, with the cookie that was just set.
            all.retain(|(name, _)| *name != "cookie");
            all.push(("cookie", first.cookie().unwrap()));
            let mut response = self.send("PUT", first.header("location"), &all, body).await;
            assert_eq!(response.cookie(), None, "one name is enough");
            response.headers.insert("set-cookie", first.headers["set-cookie"].clone());
            return response;
        }
        first
    }

    /// Sends a request. Fails if the response of the API is not described.
    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> ApiResponse {
        let response = client::send(self.address, method, path, headers, body).await;
        description::check(method, path, &response);
        response
    }

    /// Shuts the server down gracefully and waits for its task to end.
    pub(crate) async fn stop(self) {
        self.stop.send(()).unwrap();
        self.task.await.unwrap().unwrap();
    }
}

/// Writes a file and creates its parent directories.
pub(crate) fn write(path: &Path, content: impl AsRef<[u8]>) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, content).unwrap();
}
