//! The HTTP server under test: the real server with a newsroom, or a static file host with the
//! mock build.

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
use zaidu_server::{HttpState, StaticFiles, Store, WechatClient, headers_for_static_host};

use super::proxy::Proxy;
use super::{env, sample};

/// Middleware between the server and the proxy.
pub type Layer = fn(Router) -> Router;

/// What a host serves.
#[derive(Debug, Clone)]
pub(super) enum Content {
    /// `zaidu-server` with the newsroom of this JSON Feed.
    Feed(Arc<[u8]>),
    /// The mock build on a static host, without a server.
    Mock,
    /// The production build on a static host; its API server has another origin.
    RemoteBackend,
}

/// A running host.
pub(super) struct Host {
    content: Content,
    /// Whether pages are served as Trunk built them, without server rendering.
    mounted: bool,
    /// Extra middleware between the server and the proxy.
    layer: Option<Layer>,
    /// The server's WeChat account.
    wechat: Option<WechatClient>,
    proxy: Proxy,
    /// The folder of the database.
    folder: TempDir,
    /// The listening address; it stays the same after a restart.
    address: SocketAddr,
    running: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl Host {
    /// Starts a host for `content` behind `proxy`, on a port that the system picks.
    pub(super) async fn start(
        content: Content,
        mounted: bool,
        layer: Option<Layer>,
        wechat: Option<WechatClient>,
        proxy: Proxy,
    ) -> Self {
        let folder = TempDir::new().unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        let running = None;
        let mut host = Self { content, mounted, layer, wechat, proxy, folder, address, running };
        host.run().await;
        host
    }

    /// Stops the server and starts another one on the same database and address.
    pub(super) async fn restart(&mut self) {
        self.stop().await;
        self.run().await;
    }

    /// Shuts the server down and waits until it has stopped.
    pub(super) async fn stop(&mut self) {
        if let Some((stop, task)) = self.running.take() {
            // If the server has stopped by itself, the next line panics with the reason.
            let _ = stop.send(());
            task.await.unwrap();
        }
    }

    /// The origin, such as `http://127.0.0.1:8720`.
    pub(super) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    async fn run(&mut self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        self.address = listener.local_addr().unwrap();
        let (store, routes) = match &self.content {
            Content::Mock => (None, static_host(&env::path("ZAIDU_MOCK_DIST"))),
            Content::RemoteBackend => (None, self.static_host_with_remote_backend().await),
            Content::Feed(feed) => {
                let store = self.open_store(feed).await;
                let dist =
                    StaticFiles::open(&env::path("ZAIDU_DIST"), Some(&sample::media())).unwrap();
                let mut app = HttpState::new(store.clone(), dist).await.unwrap();
                if let Some(wechat) = &self.wechat {
                    app = app.with_origin(&self.origin()).with_wechat(wechat.clone());
                }
                let routes = zaidu_server::router(app);
                (Some(store), if self.mounted { without_server_rendering(routes) } else { routes })
            }
        };
        let (stop, stopped) = oneshot::channel();
        let routes = self.layer.into_iter().fold(routes, |routes, layer| layer(routes));
        let routes = self.proxy.layer(routes);
        let task = tokio::spawn(async move {
            let shutdown = async {
                // A failed test drops the sender; that also ends the wait.
                let _ = stopped.await;
            };
            zaidu_server::serve(listener, routes, shutdown).await.unwrap();
            if let Some(store) = store {
                store.close().await;
            }
        });
        self.running = Some((stop, task));
    }

    /// A static host whose `index.html` names an API server of another origin in one `<meta>`
    /// element. That server runs until the test's process ends.
    async fn static_host_with_remote_backend(&self) -> Router {
        let dist = env::path("ZAIDU_DIST");
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let backend = listener.local_addr().unwrap();
        let files = StaticFiles::open(&dist, None).unwrap();
        let app = HttpState::new(self.open_store(&sample::feed()).await, files).await.unwrap();
        let app = app.with_allowed_origins(vec![self.origin().parse().unwrap()]);
        tokio::spawn(zaidu_server::run(listener, app, std::future::pending()));

        let page = fs::read_to_string(dist.join("index.html")).unwrap();
        let (empty, with_content) =
            ("<meta name=zaidu-backend>", "<meta name=zaidu-backend content=");
        assert!(page.contains(empty), "index.html names no backend");
        let page = page.replace(empty, &format!("{with_content}\"http://{backend}\">"));
        let index = self.folder.path().join("index.html");
        fs::write(&index, &page).unwrap();
        let files = ServeDir::new(dist).append_index_html_on_directories(false);
        let headers = headers_for_static_host(&page, Some(&format!("http://{backend}")), false);
        let host = Router::new().fallback_service(files.fallback(ServeFile::new(index)));
        host.layer(middleware::map_response(move |mut response: Response| {
            response.headers_mut().extend(headers.clone());
            async { response }
        }))
    }

    async fn open_store(&self, feed: &[u8]) -> Store {
        let file = self.folder.path().join("zaidu.sqlite");
        let store = Store::open(&format!("sqlite:{}", file.display())).await.unwrap();
        store.import(&sample::import(feed)).await.unwrap();
        store
    }
}

/// Replaces every HTML response of `routes` by the built `index.html`, without server rendering.
fn without_server_rendering(routes: Router) -> Router {
    let page = fs::read_to_string(env::path("ZAIDU_DIST").join("index.html")).unwrap();
    routes.layer(middleware::map_response(move |response: Response| {
        let page = page.clone();
        async move {
            let content_type = response.headers().get(CONTENT_TYPE);
            let is_page =
                content_type.is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
            if is_page { Html(page).into_response() } else { response }
        }
    }))
}

/// Static files, with `index.html` as the fallback for every other path: an SPA host.
fn static_host(dist: &Path) -> Router {
    let page = ServeFile::new(dist.join("index.html"));
    Router::new().fallback_service(ServeDir::new(dist).fallback(page))
}
