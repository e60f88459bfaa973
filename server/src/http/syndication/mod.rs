//! Syndication: `sitemap.xml`, `robots.txt`, and RSS and JSON Feed documents of the latest
//! articles, of each channel, column, tag and author.

mod content_html;
mod feed_document;
mod json_feed;
#[cfg(test)]
mod round_trip;
mod rss;
mod sitemap;
mod xml;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use zaidu::strings;
use zaidu_model::url::{CURSOR_PARAM, encode_component};
use zaidu_model::{Article, Cursor, Feed, Limit, ProblemCode, Route, Site};

use super::api::extract::Query;
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
        Feed::Facet(facet) => format!("{FEEDS_PREFIX}{facet}"),
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
        Route::Facet(facet) => Some(Feed::Facet(facet)),
        _ => None,
    }
}

async fn feed(
    State(app): State<Arc<AppState>>,
    query: Query,
    request: Request,
) -> Result<Response, ApiError> {
    let path = request.uri().path();
    let (feed_path, extension) = path.rsplit_once('.').ok_or(ProblemCode::NotFound)?;
    let feed = parse_feed_path(feed_path).ok_or(ProblemCode::NotFound)?;
    let serialise: fn(&FeedDocument<'_>) -> Vec<u8> = match extension {
        "xml" => rss::serialise,
        "json" => json_feed::serialise,
        _ => return Err(ProblemCode::NotFound.into()),
    };
    let cursor = query.get(CURSOR_PARAM)?.map(Cursor::from_wire);
    let page = app.store.feed(&feed, cursor.as_ref(), Limit::default()).await?;
    let articles = app.store.articles_of(&page.items).await?;
    let site = app.store.shown_site().await?;
    let origin = public_origin(&app, request.headers());
    let (route, name) = match &feed {
        Feed::Channel { channel, column } => {
            let route = Route::Channel { channel: channel.clone(), column: column.clone() };
            let section = site.section(channel, column.as_ref());
            (route, section.map(|section| section.column.unwrap_or(section.channel).name))
        }
        Feed::Facet(facet) => {
            let title = strings::facet_title(facet.kind, &facet.name);
            (Route::Facet(facet.clone()), Some(title))
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
        articles: &articles,
        title: feed_title(&site, name),
        origin: &origin,
        page_url: format!("{origin}{route}"),
        feed_url: format!("{origin}{path}"),
        next_url: page.next.map(|next| {
            let next = encode_component(next.as_str());
            format!("{origin}{path}?{CURSOR_PARAM}={next}")
        }),
    };
    let media_type = if extension == "xml" { rss::MEDIA_TYPE } else { json_feed::MEDIA_TYPE };
    Ok(shared_response(request.headers(), media_type, serialise(&document)))
}

/// A JSON Feed of `site` with these `articles`, which the import reads.
pub(crate) fn export_feed(site: &Site, articles: &[Article], origin: &str) -> Vec<u8> {
    json_feed::serialise(&FeedDocument {
        site,
        articles,
        title: feed_title(site, None),
        origin,
        page_url: format!("{origin}{}", Route::Home),
        feed_url: format!("{origin}{FEEDS_PREFIX}/latest.json"),
        next_url: None,
    })
}

/// The name of the site, followed by that of the list.
fn feed_title(site: &Site, name: Option<String>) -> String {
    let names = [Some(site.name.clone()), name];
    visible_text(&names.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

async fn sitemap(
    State(app): State<Arc<AppState>>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let site = app.store.shown_site().await?;
    let articles = app.store.newest(sitemap::MAX_ARTICLES).await?;
    let facets = app.store.newest_facets(sitemap::MAX_FACETS).await?;
    let (now, origin) = (app.now()?, public_origin(&app, &headers));
    let body = sitemap::serialise(&site, &facets, &articles, now, &origin);
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
    use zaidu_model::{Facet, FacetKind, Key};

    #[test]
    fn feed_paths_parse_back() {
        let key = |text| Key::new(text).unwrap();
        for feed in [
            Feed::Latest,
            Feed::Channel { channel: key("城"), column: None },
            Feed::Channel { channel: key("a"), column: Some(key("b")) },
            Feed::Facet(Facet::new(FacetKind::Tag, "a/b.c?慢").unwrap()),
            Feed::Facet(Facet::new(FacetKind::Author, "祝晓岚").unwrap()),
        ] {
            assert_eq!(parse_feed_path(&feed_path(&feed).unwrap()), Some(feed));
        }
        assert_eq!(feed_path(&Feed::Recommended { article: key("a") }), None);
        for other in ["/feeds", "/feeds/articles/a", "/feeds/latest/a", "/latest"] {
            assert_eq!(parse_feed_path(other), None, "{other}");
        }
    }
}
