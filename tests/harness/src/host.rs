//! Where the page comes from: the real server with a newsroom, or a static host
//! with the mock's build.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::middleware;
use axum::response::{Html, IntoResponse, Response};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tower_http::services::{ServeDir, ServeFile};
use zaidu_server::{App, Files, Store, Wechat, for_static_host};

use super::gate::Gate;
use super::visit::Through;
use super::{env, sample};

/// What a host serves.
#[derive(Debug, Clone)]
pub(super) enum Content {
    /// `zaidu-server` with the newsroom of this JSON Feed.
    Feed(Arc<[u8]>),
    /// The page with its mock, and no server.
    Mock,
    /// The page on a static host, which names a server elsewhere.
    Remote,
}

/// A running host.
pub(super) struct Host {
    content: Content,
    /// Whether pages come as Trunk built them.
    mounted: bool,
    /// What else stands before the server.
    through: Option<Through>,
    /// The server's WeChat account.
    account: Option<Wechat>,
    gate: Gate,
    /// The database.
    folder: TempDir,
    /// Where it listens, also after a restart.
    address: SocketAddr,
    running: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl Host {
    /// A host of `content` behind `gate`, on a port that the system picks.
    pub(super) async fn start(
        content: Content,
        mounted: bool,
        through: Option<Through>,
        account: Option<Wechat>,
        gate: Gate,
    ) -> Self {
        let folder = TempDir::new().unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        let running = None;
        let mut host = Self { content, mounted, through, account, gate, folder, address, running };
        host.run().await;
        host
    }

    /// Ends the server and starts another on the same database and address.
    pub(super) async fn restart(&mut self) {
        self.stop().await;
        self.run().await;
    }

    /// Ends the server.
    pub(super) async fn stop(&mut self) {
        if let Some((stop, task)) = self.running.take() {
            // The server may have ended by itself; then it says why here.
            let _ = stop.send(());
            task.await.unwrap();
        }
    }

    /// Where readers find it.
    pub(super) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    async fn run(&mut self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        self.address = listener.local_addr().unwrap();
        let (store, routes) = match &self.content {
            Content::Mock => (None, static_host(&env::path("ZAIDU_MOCK_DIST"))),
            Content::Remote => (None, self.page_of_a_server_elsewhere().await),
            Content::Feed(feed) => {
                let store = self.store(feed).await;
                let dist = Files::open(&env::path("ZAIDU_DIST"), Some(&sample::media())).unwrap();
                let mut app = App::new(store.clone(), dist).await.unwrap();
                if let Some(account) = &self.account {
                    app = app.with_origin(&self.origin()).with_wechat(account.clone());
                }
                let routes = zaidu_server::router(app);
                (Some(store), if self.mounted { unrendered(routes) } else { routes })
            }
        };
        let (stop, stopped) = oneshot::channel();
        let routes = self.through.into_iter().fold(routes, |routes, through| through(routes));
        let routes = self.gate.before(routes);
        let task = tokio::spawn(async move {
            let shutdown = async {
                // A test that failed drops the sender, which is as good.
                let _ = stopped.await;
            };
            zaidu_server::serve(listener, routes, shutdown).await.unwrap();
            if let Some(store) = store {
                store.close().await;
            }
        });
        self.running = Some((stop, task));
    }

    /// The page, with one line of it naming a server that takes its calls. That
    /// server ends with the test's process.
    async fn page_of_a_server_elsewhere(&self) -> Router {
        let dist = env::path("ZAIDU_DIST");
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let elsewhere = listener.local_addr().unwrap();
        let files = Files::open(&dist, None).unwrap();
        let app = App::new(self.store(&sample::feed()).await, files).await.unwrap();
        let app = app.with_allowed_origins(vec![self.origin().parse().unwrap()]);
        tokio::spawn(zaidu_server::run(listener, app, std::future::pending()));

        let page = fs::read_to_string(dist.join("index.html")).unwrap();
        let (empty, named) = ("<meta name=zaidu-backend>", "<meta name=zaidu-backend content=");
        assert!(page.contains(empty), "index.html names no backend");
        let page = page.replace(empty, &format!("{named}\"http://{elsewhere}\">"));
        let named = self.folder.path().join("index.html");
        fs::write(&named, &page).unwrap();
        let files = ServeDir::new(dist).append_index_html_on_directories(false);
        let headers = for_static_host(&page, Some(&format!("http://{elsewhere}")), false);
        let host = Router::new().fallback_service(files.fallback(ServeFile::new(named)));
        host.layer(middleware::map_response(move |mut response: Response| {
            response.headers_mut().extend(headers.clone());
            async { response }
        }))
    }

    async fn store(&self, feed: &[u8]) -> Store {
        let file = self.folder.path().join("zaidu.sqlite");
        let store = Store::open(&format!("sqlite:{}", file.display())).await.unwrap();
        store.import(&zaidu_import::newsroom(feed).unwrap()).await.unwrap();
        store
    }
}

/// `routes` with the page as it was built in the place of every rendered one.
fn unrendered(routes: Router) -> Router {
    let page = fs::read_to_string(env::path("ZAIDU_DIST").join("index.html")).unwrap();
    routes.layer(middleware::map_response(move |response: Response| {
        let page = page.clone();
        async move {
            let kind = response.headers().get(CONTENT_TYPE);
            let is_page = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
            if is_page { Html(page).into_response() } else { response }
        }
    }))
}

/// Files, and the page for every other address: what any static host can do.
fn static_host(dist: &Path) -> Router {
    let page = ServeFile::new(dist.join("index.html"));
    Router::new().fallback_service(ServeDir::new(dist).fallback(page))
}
