//! Syndication: `sitemap.xml`, `robots.txt`, and RSS and JSON Feed documents of the latest
//! articles, of each channel and of each column.

mod feed_document;
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
use zaidu_model::{Feed, Limit, ProblemCode, Route, Section, Site};

use super::error::ApiError;
use super::public_origin::public_origin;
use super::response;
use super::state::HttpState;
use super::visible_text::visible_text;
use crate::state::AppState;
use feed_document::FeedDocument;

/// Prefix of feed paths. It is followed by `/latest` or the path of a channel or column page, and a
/// file extension.
const FEEDS_PREFIX: &str = "/feeds";

pub(crate) fn router() -> Router<HttpState> {
    Router::new()
        .route("/sitemap.xml", get(sitemap))
        .route("/robots.txt", get(robots))
        .route("/feeds/{*path}", get(feed))
}

/// The path of `feed` without its file extension. `None` for headlines, which are also in the
/// latest feed, for the recommendations of an article, and for search results.
pub(crate) fn feed_path(feed: &Feed) -> Option<String> {
    Some(match feed {
        Feed::Latest => format!("{FEEDS_PREFIX}/latest"),
        Feed::Channel { channel, column } => {
            let (channel, column) = (channel.clone(), column.clone());
            format!("{FEEDS_PREFIX}{}", Route::Channel { channel, column })
        }
        Feed::Headlines
        | Feed::FrontChannels
        | Feed::FrontLatest
        | Feed::Recommended { .. }
        | Feed::Search { .. } => return None,
    })
}

/// The feed at `path`, which has no file extension.
fn parse_feed_path(path: &str) -> Option<Feed> {
    let path = path.strip_prefix(FEEDS_PREFIX)?;
    if path == "/latest" {
        return Some(Feed::Latest);
    }
    match Route::parse(path)? {
        Route::Channel { channel, column } => Some(Feed::Channel { channel, column }),
        _ => None,
    }
}

async fn feed(State(app): State<Arc<AppState>>, request: Request) -> Result<Response, ApiError> {
    let path = request.uri().path();
    let (feed_path, extension) = path.rsplit_once('.').ok_or(ProblemCode::NotFound)?;
    let feed = parse_feed_path(feed_path).ok_or(ProblemCode::NotFound)?;
    let serialise: fn(&FeedDocument<'_>) -> Vec<u8> = match extension {
        "xml" => rss::serialise,
        "json" => json_feed::serialise,
        _ => return Err(ProblemCode::NotFound.into()),
    };
    let page = app.store.feed(&feed, None, Limit::default()).await?;
    let site = app.store.site().await?;
    let origin = public_origin(&app, request.headers());
    let (route, section) = match &feed {
        Feed::Channel { channel, column } => {
            let route = Route::Channel { channel: channel.clone(), column: column.clone() };
            (route, site.section(channel, column.as_ref()))
        }
        Feed::Latest
        | Feed::Headlines
        | Feed::FrontChannels
        | Feed::FrontLatest
        | Feed::Recommended { .. }
        | Feed::Search { .. } => (Route::Home, None),
    };
    let document = FeedDocument {
        site: &site,
        page: &page,
        title: feed_title(&site, section),
        origin: &origin,
        page_url: format!("{origin}{route}"),
        feed_url: format!("{origin}{path}"),
    };
    let media_type = if extension == "xml" { rss::MEDIA_TYPE } else { json_feed::MEDIA_TYPE };
    Ok(shared_response(request.headers(), media_type, serialise(&document)))
}

fn feed_title(site: &Site, section: Option<Section>) -> String {
    let name = section.map(|section| section.column.unwrap_or(section.channel).name);
    let names = [Some(site.name.clone()), name];
    visible_text(&names.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

async fn sitemap(
    State(app): State<Arc<AppState>>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let site = app.store.site().await?;
    let articles = app.store.newest(sitemap::MAX_ARTICLES).await?;
    let body = sitemap::serialise(&site, &articles, app.now()?, &public_origin(&app, &headers));
    Ok(shared_response(&headers, sitemap::MEDIA_TYPE, body))
}

async fn robots(State(app): State<Arc<AppState>>, headers: HeaderMap) -> Response {
    let origin = public_origin(&app, &headers);
    let search = Route::Search;
    let body = format!(
        "User-agent: *\nDisallow: /api/\nDisallow: {search}\nSitemap: {origin}/sitemap.xml\n"
    );
    shared_response(&headers, "text/plain; charset=utf-8", body.into_bytes())
}

/// A response that shared caches may store for some minutes, with an ETag computed from `body`.
fn shared_response(
    request_headers: &HeaderMap,
    media_type: &'static str,
    body: Vec<u8>,
) -> Response {
    let content_type = [(CONTENT_TYPE, HeaderValue::from_static(media_type))];
    (content_type, response::shared(request_headers, body)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::Key;

    #[test]
    fn feed_paths_parse_back() {
        let key = |text| Key::new(text).unwrap();
        for feed in [
            Feed::Latest,
            Feed::Channel { channel: key("城"), column: None },
            Feed::Channel { channel: key("a"), column: Some(key("b")) },
        ] {
            assert_eq!(parse_feed_path(&feed_path(&feed).unwrap()), Some(feed));
        }
        assert_eq!(feed_path(&Feed::Recommended { article: key("a") }), None);
        for other in ["/feeds", "/feeds/articles/a", "/feeds/latest/a", "/latest"] {
            assert_eq!(parse_feed_path(other), None, "{other}");
        }
    }
}
