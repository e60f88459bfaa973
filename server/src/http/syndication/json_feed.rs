//! JSON Feed 1.1 serialiser.

use serde_json::json;
use zaidu_model::{Preview, Route};

use super::feed_document::FeedDocument;
use crate::http::visible_text::visible_text;

pub(super) const MEDIA_TYPE: &str = "application/feed+json";

pub(super) fn serialise(feed: &FeedDocument<'_>) -> Vec<u8> {
    let item = |item: &Preview| {
        let url = format!("{}{}", feed.origin, Route::Article(item.id.clone()));
        let picture = item.picture.as_ref();
        json!({
            "id": url,
            "url": url,
            "title": visible_text(&item.headline()),
            "summary": item.excerpt,
            "content_text": item.excerpt,
            "date_published": item.published.to_string(),
            "image": picture.map(|picture| picture.url.absolute(feed.origin)),
        })
    };
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.site.description,
        "language": "zh-CN",
        "home_page_url": feed.page_url,
        "feed_url": feed.feed_url,
        "items": feed.page.items.iter().map(item).collect::<Vec<_>>(),
    });
    feed.to_string().into_bytes()
}
