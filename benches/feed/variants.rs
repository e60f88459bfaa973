//! The variants that are compared, and the static host that serves them.

use axum::Router;
use axum::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use axum::middleware;
use axum::response::{Html, Response};
use axum::routing::get;
use zaidu_harness::{Page, Visit, phone};

/// An implementation of the same list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// The app's virtual list.
    Ours,
    /// The same once more, for the noise.
    OursAgain,
    /// A virtual list in hand-written JavaScript.
    Script,
    /// All cards in one container, never unmounted.
    Plain,
}

impl Variant {
    /// In the order of each round.
    pub const ALL: [Self; 4] = [Self::Ours, Self::OursAgain, Self::Script, Self::Plain];

    /// Its name in the result tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::OursAgain => "ours, again",
            Self::Script => "JavaScript",
            Self::Plain => "plain DOM",
        }
    }

    /// The test run that serves it.
    pub fn visit(self) -> Visit {
        phone().with_mock().with_layer(with_lists)
    }

    /// The path of a page whose list can be filled to `length` cards.
    pub fn path(self, length: usize) -> String {
        let page = match self {
            Self::Ours | Self::OursAgain => "/gallery",
            Self::Script => "/bench/window",
            Self::Plain => "/bench/plain",
        };
        format!("{page}?list={length}")
    }

    /// Leaves the page and waits until the list is unmounted.
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

/// Scripts by name; they are served under `/bench/`.
const SCRIPTS: [(&str, &str); 3] = [
    ("cards", include_str!("pages/cards.js")),
    ("plain", include_str!("pages/plain.js")),
    ("window", include_str!("pages/window.js")),
];

/// Adds the hand-written lists to the static host. All pages are cross-origin isolated, which
/// `performance.measureUserAgentSpecificMemory` requires.
fn with_lists(host: Router) -> Router {
    let page = include_str!("pages/list.html").replace("<!--styles-->", &stylesheet_links());
    let mut routes = host;
    for (name, script) in SCRIPTS {
        let page = page.replace("{script}", name);
        let content_type = [(CONTENT_TYPE, "text/javascript")];
        routes = routes
            .route(&format!("/bench/{name}"), get(async || Html(page)))
            .route(&format!("/bench/{name}.js"), get(async move || (content_type, script)));
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

/// The `<link>` tags of the built page's stylesheets.
fn stylesheet_links() -> String {
    let folder = std::env::var_os("ZAIDU_MOCK_DIST").unwrap();
    let page = std::fs::read_to_string(std::path::Path::new(&folder).join("index.html")).unwrap();
    let tags = page.split_inclusive('>').filter_map(|tag| tag.rfind('<').map(|at| &tag[at..]));
    let links: String =
        tags.filter(|tag| tag.starts_with("<link") && tag.contains("stylesheet")).collect();
    assert!(!links.is_empty(), "{page} has no stylesheets");
    links
}
