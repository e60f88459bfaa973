//! What programs read: `sitemap.xml`, `robots.txt`, and a feed of each channel as
//! RSS and as JSON Feed.

mod json_feed;
mod rss;
mod sitemap;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use zaidu_model::{Feed, FeedPage, Limit, ProblemCode, Route, Section, Site};

use crate::App;
use crate::api::answer;
use crate::api::error::ApiError;
use crate::head::visible;

/// Where the feeds stand, below which each has the path of its page.
const FEEDS: &str = "/feeds";

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/sitemap.xml", get(sitemap))
        .route("/robots.txt", get(robots))
        .route("/feeds/{*path}", get(feed))
}

/// Where `feed` can be subscribed to, without the ending that says in which
/// form. Nothing for headlines, which are in the latest too, for the
/// recommendations of one article, and for what was found.
pub(crate) fn address(feed: &Feed) -> Option<String> {
    Some(match feed {
        Feed::Latest => format!("{FEEDS}/latest"),
        Feed::Channel { channel, column } => {
            let (channel, column) = (channel.clone(), column.clone());
            format!("{FEEDS}{}", Route::Channel { channel, column })
        }
        Feed::Headlines | Feed::Recommended { .. } | Feed::Search { .. } => return None,
    })
}

/// The feed at `path`, which has no ending.
fn feed_at(path: &str) -> Option<Feed> {
    let path = path.strip_prefix(FEEDS)?;
    if path == "/latest" {
        return Some(Feed::Latest);
    }
    match Route::parse(path)? {
        Route::Channel { channel, column } => Some(Feed::Channel { channel, column }),
        _ => None,
    }
}

/// A list to subscribe to.
struct Subscription<'a> {
    site: &'a Site,
    page: &'a FeedPage,
    /// The newsroom's name, and the channel's.
    title: String,
    /// Where readers find the site.
    origin: &'a str,
    /// The list's page.
    home: String,
    /// The feed's own address.
    own: String,
}

async fn feed(State(app): State<Arc<App>>, request: Request) -> Result<Response, ApiError> {
    let path = request.uri().path();
    let (place, ending) = path.rsplit_once('.').ok_or(ProblemCode::NotFound)?;
    let feed = feed_at(place).ok_or(ProblemCode::NotFound)?;
    let write: fn(&Subscription<'_>) -> Vec<u8> = match ending {
        "xml" => rss::write,
        "json" => json_feed::write,
        _ => return Err(ProblemCode::NotFound.into()),
    };
    let page = app.store.feed(&feed, None, Limit::default()).await?;
    let site = app.store.site().await?;
    let origin = app.origin(request.headers());
    let (route, section) = match &feed {
        Feed::Channel { channel, column } => {
            let route = Route::Channel { channel: channel.clone(), column: column.clone() };
            (route, site.section(channel, column.as_ref()))
        }
        Feed::Latest | Feed::Headlines | Feed::Recommended { .. } | Feed::Search { .. } => {
            (Route::Home, None)
        }
    };
    let subscription = Subscription {
        site: &site,
        page: &page,
        title: title(&site, section),
        origin: &origin,
        home: format!("{origin}{route}"),
        own: format!("{origin}{path}"),
    };
    let kind = if ending == "xml" { rss::KIND } else { json_feed::KIND };
    Ok(kept(request.headers(), kind, write(&subscription)))
}

fn title(site: &Site, section: Option<Section>) -> String {
    let name = section.map(|section| section.column.unwrap_or(section.channel).name);
    let names = [Some(site.name.clone()), name];
    visible(&names.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

async fn sitemap(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, ApiError> {
    let site = app.store.site().await?;
    let articles = app.store.newest(sitemap::ARTICLES).await?;
    let body = sitemap::write(&site, &articles, app.now()?, &app.origin(&headers));
    Ok(kept(&headers, sitemap::KIND, body))
}

async fn robots(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let origin = app.origin(&headers);
    let search = Route::Search;
    let body = format!(
        "User-agent: *\nDisallow: /api/\nDisallow: {search}\nSitemap: {origin}/sitemap.xml\n"
    );
    kept(&headers, "text/plain; charset=utf-8", body.into_bytes())
}

/// `body`, which caches may keep for some minutes.
fn kept(asked: &HeaderMap, kind: &'static str, body: Vec<u8>) -> Response {
    let kind = [(CONTENT_TYPE, HeaderValue::from_static(kind))];
    (kind, answer::shared(asked, body)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::Key;

    #[test]
    fn each_feed_has_an_address() {
        let key = |text| Key::new(text).unwrap();
        for feed in [
            Feed::Latest,
            Feed::Channel { channel: key("城"), column: None },
            Feed::Channel { channel: key("a"), column: Some(key("b")) },
        ] {
            assert_eq!(feed_at(&address(&feed).unwrap()), Some(feed));
        }
        assert_eq!(address(&Feed::Recommended { article: key("a") }), None);
        for other in ["/feeds", "/feeds/articles/a", "/feeds/latest/a", "/latest"] {
            assert_eq!(feed_at(other), None, "{other}");
        }
    }
}
