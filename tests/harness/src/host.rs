//! The HTTP server under test: the real server with a newsroom, or a static file host with the
//! mock build.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::middleware;
use axum::response::{Html, IntoResponse, Response};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tower_http::services::{ServeDir, ServeFile};
use zaidu_model::Key;
use zaidu_server::{
    EventOptions, HttpState, PictureOptions, Pictures, StaticFiles, Store, WechatClient,
    headers_for_static_host, serve,
};

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
    /// Whether pictures are made in several widths.
    makes_pictures: bool,
    proxy: Proxy,
    /// The folder of the built app.
    dist: PathBuf,
    /// Whether browsers get the service worker, and not the one that removes it.
    has_worker: bool,
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
        makes_pictures: bool,
        proxy: Proxy,
    ) -> Self {
        let folder = TempDir::new().unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        let (dist, has_worker, running) = (env::path("ZAIDU_DIST"), true, None);
        let mut host = Self {
            content,
            mounted,
            layer,
            wechat,
            makes_pictures,
            proxy,
            dist,
            has_worker,
            folder,
            address,
            running,
        };
        host.run().await;
        host
    }

    /// Stops the server and starts another one on the same database and address.
    pub(super) async fn restart(&mut self) {
        self.stop().await;
        self.run().await;
    }

    /// The same, and the new server turns offline reading off.
    pub(super) async fn restart_without_worker(&mut self) {
        self.has_worker = false;
        self.restart().await;
    }

    /// Starts the server again with another build of the app: it lacks the files whose names begin with
    /// `prefix`, and its worker has another version.
    pub(super) async fn deploy_without(&mut self, prefix: &str) {
        let build = self.folder.path().join("dist");
        fs::create_dir(&build).unwrap();
        for file in fs::read_dir(&self.dist).unwrap().map(Result::unwrap) {
            let name = file.file_name().to_string_lossy().into_owned();
            if file.file_type().unwrap().is_file() && !name.starts_with(prefix) {
                fs::copy(file.path(), build.join(name)).unwrap();
            }
        }
        let worker = fs::read_to_string(self.dist.join("sw.js")).unwrap();
        let (start, rest) = worker.split_once("\"/zaidu-").unwrap();
        let (list, end) = rest.split_once('"').unwrap();
        let files = list.split(' ').filter(|file| !file.starts_with(&format!("/{prefix}")));
        let files = files.collect::<Vec<_>>().join(" ");
        assert_ne!(files, list, "no file begins with {prefix}");
        let version = start.split('"').find(|text| text.len() == 16).unwrap();
        let start = start.replace(version, "ffffffffffffffff");
        fs::write(build.join("sw.js"), format!("{start}\"/zaidu-{files}\"{end}")).unwrap();
        for extension in ["br", "zst", "gz"] {
            fs::remove_file(build.join(format!("sw.js.{extension}"))).unwrap();
        }
        self.dist = build;
        self.restart().await;
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
        let is_mounted = self.mounted;
        let (layer, proxy) = (self.layer, self.proxy.clone());
        let wrap = move |routes: Router| {
            let routes = if is_mounted { without_server_rendering(routes) } else { routes };
            proxy.layer(layer.into_iter().fold(routes, |routes, layer| layer(routes)))
        };
        let (stop, stopped) = oneshot::channel();
        let shutdown = async {
            // A failed test drops the sender; that also ends the wait.
            let _ = stopped.await;
        };
        let task = match &self.content {
            Content::Mock => {
                let routes = wrap(static_host(&env::path("ZAIDU_MOCK_DIST")));
                tokio::spawn(serve(listener, routes, shutdown))
            }
            Content::RemoteBackend => {
                let routes = wrap(self.static_host_with_remote_backend().await);
                tokio::spawn(serve(listener, routes, shutdown))
            }
            Content::Feed(feed) => {
                let store = self.open_store(feed).await;
                let dist = StaticFiles::open(Some(&self.dist), Some(&sample::media())).unwrap();
                let mut app = HttpState::new(store.clone(), dist).await.unwrap();
                if let Some(wechat) = &self.wechat {
                    app = app.with_origin(&self.origin()).with_wechat(wechat.clone());
                }
                if !self.has_worker {
                    app = app.without_service_worker();
                }
                if self.makes_pictures {
                    app = app.with_pictures(self.make_pictures(&store).await);
                }
                app = app.with_events(events());
                tokio::spawn(zaidu_server::run_with(listener, app, None, wrap, shutdown))
            }
        };
        let task = tokio::spawn(async { task.await.unwrap().unwrap() });
        self.running = Some((stop, task));
    }

    /// A static host whose `index.html` names an API server of another origin in one `<meta>`
    /// element. That server runs until the test's process ends.
    async fn static_host_with_remote_backend(&self) -> Router {
        let dist = env::path("ZAIDU_DIST");
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let backend = listener.local_addr().unwrap();
        let files = StaticFiles::open(Some(&dist), None).unwrap();
        let app = HttpState::new(self.open_store(&sample::feed()).await, files).await.unwrap();
        let app = app.with_allowed_origins(vec![self.origin().parse().unwrap()]);
        tokio::spawn(zaidu_server::run(listener, app, std::future::pending()));

        let page = fs::read_to_string(dist.join("index.html")).unwrap();
        let (empty, with_content) =
            ("<meta content name=zaidu-backend>", "<meta name=zaidu-backend content=");
        assert!(page.contains(empty), "index.html names no backend");
        let page = page.replace(empty, &format!("{with_content}\"http://{backend}\">"));
        let index = self.folder.path().join("index.html");
        fs::write(&index, &page).unwrap();
        let files = ServeDir::new(dist).append_index_html_on_directories(false);
        let headers = headers_for_static_host(&page, Some(&format!("http://{backend}")), false);
        let page = ServeFile::new(index);
        let host = Router::new().route_service("/index.html", page.clone());
        // What the feed names by a path is the page's own.
        let host = host.nest_service("/media", ServeDir::new(sample::media()));
        let host = host.fallback_service(files.fallback(page));
        host.layer(middleware::map_response(move |mut response: Response| {
            response.headers_mut().extend(headers.clone());
            async { response }
        }))
    }

    /// Imports `feed` too, as another program beside the server does.
    pub(super) async fn import(&self, feed: &[u8]) {
        let store = Store::open(&self.database()).await.unwrap();
        store.import(&sample::import(feed)).await.unwrap();
        store.close().await;
    }

    /// Withdraws the article `id`, as another program beside the server does.
    pub(super) async fn withdraw(&self, id: &str) {
        let store = Store::open(&self.database()).await.unwrap();
        let withdrawn = store.withdraw(&[Key::new(id).unwrap()]).await.unwrap();
        assert_eq!(withdrawn.changed.len(), 1, "{id}");
        store.close().await;
    }

    /// The pictures of `store`, once all are made.
    async fn make_pictures(&self, store: &Store) -> Pictures {
        let options = PictureOptions {
            store: self.folder.path().join("pictures"),
            media: Some(sample::media()),
            fetch: None,
            pace: Duration::from_millis(10),
        };
        let pictures = Pictures::open(&options).unwrap();
        let _making = pictures.start(store.clone()).await;
        pictures.status().wait_for(|counts| counts.made > 0 && counts.waiting == 0).await;
        pictures
    }

    fn database(&self) -> String {
        format!("sqlite:{}", self.folder.path().join("zaidu.sqlite").display())
    }

    async fn open_store(&self, feed: &[u8]) -> Store {
        let store = Store::open(&self.database()).await.unwrap();
        store.import(&sample::import(feed)).await.unwrap();
        store
    }
}

/// Changes are looked for often, so that tests do not wait.
fn events() -> EventOptions {
    EventOptions { interval: Duration::from_millis(50), ..EventOptions::default() }
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
