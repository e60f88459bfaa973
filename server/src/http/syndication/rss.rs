//! RSS 2.0 serialiser, with the Atom link to the feed itself.

use zaidu_model::{Article, Route, Timestamp};

use super::content_html::article_html;
use super::feed_document::FeedDocument;
use super::xml::Xml;

pub(super) const MEDIA_TYPE: &str = "application/rss+xml; charset=utf-8";

/// Namespaces of the elements that RSS 2.0 does not have: full texts, authors and corrections.
const NAMESPACES: [(&str, &str); 4] = [
    ("version", "2.0"),
    ("xmlns:atom", "http://www.w3.org/2005/Atom"),
    ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
];

pub(super) fn serialise(feed: &FeedDocument<'_>) -> Vec<u8> {
    Xml::document("rss", &NAMESPACES, |xml| {
        xml.element("channel", &[], |xml| {
            xml.text("title", &feed.title);
            xml.text("link", &feed.page_url);
            xml.text("description", &feed.site.description);
            xml.text("language", "zh-CN");
            let own = [
                ("rel", "self"),
                ("type", "application/rss+xml"),
                ("href", feed.feed_url.as_str()),
            ];
            xml.empty("atom:link", &own);
            for article in feed.articles {
                write_item(xml, article, feed.origin);
            }
        });
    })
}

fn write_item(xml: &mut Xml, article: &Article, origin: &str) {
    let url = format!("{origin}{}", Route::Article(article.id.clone()));
    xml.element("item", &[], |xml| {
        xml.text("title", &article.headline());
        xml.text("link", &url);
        xml.text("guid", &url);
        xml.text("pubDate", &rfc_2822(article.published));
        if let Some(updated) = article.updated {
            xml.text("atom:updated", &updated.to_string());
        }
        for author in &article.authors {
            xml.text("dc:creator", author);
        }
        for tag in &article.tags {
            xml.text("category", tag);
        }
        xml.text("description", &article.excerpt);
        xml.content("content:encoded", &article_html(article, origin));
        if let Some(picture) = &article.picture {
            let url = picture.url.absolute(origin);
            let media_type = media_type(picture.url.as_str());
            xml.empty("enclosure", &[("url", &url), ("length", "0"), ("type", media_type)]);
        }
    });
}

/// The media type of an image, guessed from the file extension of its URL.
fn media_type(url: &str) -> &'static str {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    match path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "gif" => "image/gif",
        "svg" => "image/svg+xml",
        "webp" => "image/webp",
        "avif" => "image/avif",
        _ => "image/jpeg",
    }
}

/// A time in the format of RFC 2822 (`20 Nov 2026 08:00:00 +0800`), without the optional day name.
fn rfc_2822(time: Timestamp) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (year, month, day) = time.date();
    let month = MONTHS[usize::from(u8::from(month)) - 1];
    let rfc_3339 = time.to_string();
    format!("{day:02} {month} {year:04} {} +0800", &rfc_3339[11..19])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_in_the_format_of_rfc_2822() {
        let time = Timestamp::parse("2026-11-20T08:00:09+08:00").unwrap();
        assert_eq!(rfc_2822(time), "20 Nov 2026 08:00:09 +0800");
    }
}
