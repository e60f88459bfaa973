//! What is compared.

use axum::Router;
use axum::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use axum::middleware;
use axum::response::{Html, Response};
use axum::routing::get;
use zaidu_harness::{Page, Visit, phone};

/// A way of showing the same list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The app's list.
    Ours,
    /// The same once more.
    OursAgain,
    /// The same list in JavaScript: sections, and a window of them.
    Script,
    /// Every card in one container.
    Plain,
}

impl Side {
    /// In the order of each round.
    pub const ALL: [Self; 4] = [Self::Ours, Self::OursAgain, Self::Script, Self::Plain];

    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::OursAgain => "ours, again",
            Self::Script => "JavaScript",
            Self::Plain => "plain DOM",
        }
    }

    /// A visit to it.
    pub fn visit(self) -> Visit {
        phone().with_mock().with_layer(with_lists)
    }

    /// Where it shows a list that can be filled to `length`.
    pub fn address(self, length: usize) -> String {
        let path = match self {
            Self::Ours | Self::OursAgain => "/gallery",
            Self::Script => "/bench/window",
            Self::Plain => "/bench/plain",
        };
        format!("{path}?list={length}")
    }

    /// Leaves the list, until it has gone.
    pub async fn leave(self, page: &Page) {
        match self {
            Self::Ours | Self::OursAgain => {
                page.execute("document.querySelector('.site-name').click()").await;
                page.wait_for_value("location.pathname", "/").await;
                page.wait_for(".feed .card").await;
            }
            Self::Script | Self::Plain => page.execute("leave()").await,
        }
        page.wait_for_value("document.querySelectorAll('[href*=made-up]').length", 0).await;
    }
}

/// Scripts by their names under `/bench/`.
const SCRIPTS: [(&str, &str); 3] = [
    ("cards", include_str!("pages/cards.js")),
    ("plain", include_str!("pages/plain.js")),
    ("window", include_str!("pages/window.js")),
];

/// The static host with the lists that are written by hand. Its pages are isolated:
/// only of those do browsers say how much memory they take.
fn with_lists(host: Router) -> Router {
    let page = include_str!("pages/list.html").replace("<!--styles-->", &styles());
    let mut routes = host;
    for (name, script) in SCRIPTS {
        let page = page.replace("{script}", name);
        let kind = [(CONTENT_TYPE, "text/javascript")];
        routes = routes
            .route(&format!("/bench/{name}"), get(async || Html(page)))
            .route(&format!("/bench/{name}.js"), get(async move || (kind, script)));
    }
    routes.layer(middleware::map_response(async |mut response: Response| {
        for (name, value) in [
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-embedder-policy", "require-corp"),
        ] {
            let name = HeaderName::from_static(name);
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }))
}

/// The links to the stylesheets of the page that was built.
fn styles() -> String {
    let folder = std::env::var_os("ZAIDU_MOCK_DIST").unwrap();
    let page = std::fs::read_to_string(std::path::Path::new(&folder).join("index.html")).unwrap();
    let tags = page.split_inclusive('>').filter_map(|tag| tag.rfind('<').map(|at| &tag[at..]));
    let links: String =
        tags.filter(|tag| tag.starts_with("<link") && tag.contains("stylesheet")).collect();
    assert!(!links.is_empty(), "{page} has no stylesheets");
    links
}
