//! The peers: the article page made with React, Preact, Solid and Svelte (benches/peers), each
//! rendered by its own server renderer from the same data as ours.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use axum::Router;
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_SECURITY_POLICY, ETAG};
use axum::middleware::{self, Next};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use tower_http::services::ServeDir;
use zaidu_harness::sample;
use zaidu_model::{Feed, Limit, MemoryStore, Mood, Period};

use crate::html;

/// Another framework.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peer {
    React,
    Preact,
    Solid,
    Svelte,
}

/// What a peer's server renderer makes of an article.
#[derive(Debug, Deserialize)]
struct RenderedPage {
    /// Elements of the head: the program and its preloads.
    head: String,
    /// Content of the body, with the data that hydration needs.
    body: String,
}

/// The page of each peer, in the order of [`Peer::ALL`].
static PAGES: LazyLock<[RenderedPage; 4]> = LazyLock::new(|| {
    let data = page_data().to_string();
    Peer::ALL.map(|peer| render(peer, &data))
});

impl Peer {
    /// In the order of each round.
    pub const ALL: [Self; 4] = [Self::React, Self::Preact, Self::Solid, Self::Svelte];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::React => "React",
            Self::Preact => "Preact",
            Self::Solid => "Solid",
            Self::Svelte => "Svelte",
        }
    }

    /// The name of its folder in benches/peers.
    fn folder(self) -> &'static str {
        match self {
            Self::React => "react",
            Self::Preact => "preact",
            Self::Solid => "solid",
            Self::Svelte => "svelte",
        }
    }

    /// Serves this peer's page in the place of ours, and its files; the API stays as it is.
    pub fn serve(self, routes: Router) -> Router {
        let files = ServeDir::new(folder().join("dist")).precompressed_br();
        let replace = move |request, next| replace_page(self, request, next);
        routes.nest_service("/peers", files).layer(middleware::from_fn(replace))
    }
}

/// The folder in which `cargo xtask bench page` has built the peers.
fn folder() -> PathBuf {
    std::env::var_os("ZAIDU_PEERS")
        .map(PathBuf::from)
        .expect("ZAIDU_PEERS is not set: this is run by `cargo xtask bench page`")
}

/// Names and versions of the frameworks, from the manifest of the peers.
pub fn versions() -> String {
    let manifest = std::fs::read_to_string(folder().join("package.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let sections = ["dependencies", "devDependencies"].map(|name| &manifest[name]);
    let packages = sections.iter().filter_map(|section| section.as_object()).flatten();
    let named =
        packages.map(|(name, version)| [name, " ", version.as_str().unwrap_or_default()].concat());
    named.collect::<Vec<_>>().join(", ")
}

async fn replace_page(peer: Peer, request: Request, next: Next) -> Response {
    let is_article = request.uri().path() == sample::article_path(sample::LONG);
    let response = next.run(request).await;
    if !is_article {
        return response;
    }
    let mut response = html::map(response, |page| {
        let RenderedPage { head, body } = &PAGES[peer as usize];
        html::with_content(&html::without_program(page), head, body)
    })
    .await;
    // It allows the scripts of our page only.
    for header in [CONTENT_SECURITY_POLICY, CONTENT_LENGTH, ETAG] {
        response.headers_mut().remove(header);
    }
    response
}

/// The API's responses that the page of the article shows.
fn page_data() -> Value {
    let store = MemoryStore::new(sample::newsroom().clone(), Vec::new());
    let id = sample::key(sample::LONG);
    let article = store.article(&id).unwrap();
    let now = article.published;
    let feed = Feed::Recommended { article: id };
    json!({
        "path": sample::article_path(sample::LONG),
        "origin": "https://example.org",
        "site": store.site(),
        "page": {
            "recommended": store.feed(&feed, None, Limit::default()).unwrap(),
            "ranking": store.ranking(Mood::Like, Period::Week, now),
            "article": article,
        },
    })
}

fn render(peer: Peer, data: &str) -> RenderedPage {
    let mut node = Command::new("node")
        .args(["render.mjs", peer.folder()])
        .current_dir(folder())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    node.stdin.take().unwrap().write_all(data.as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success(), "{} does not render; its output is above", peer.name());
    serde_json::from_slice(&output.stdout).unwrap()
}
