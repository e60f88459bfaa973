//! RSS 2.0 serialiser, with the Atom link to the feed itself.

use quick_xml::Writer;
use zaidu_model::{Preview, Route, Timestamp};

use super::feed_document::FeedDocument;
use super::sitemap::write_text_element;

pub(super) const MEDIA_TYPE: &str = "application/rss+xml; charset=utf-8";

pub(super) fn serialise(feed: &FeedDocument<'_>) -> Vec<u8> {
    let mut xml = Writer::new(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>".to_vec());
    let rss = xml.create_element("rss").with_attribute(("version", "2.0"));
    // Writing to memory cannot fail.
    let _ = rss.with_attribute(("xmlns:atom", "http://www.w3.org/2005/Atom")).write_inner_content(
        |xml| {
            xml.create_element("channel").write_inner_content(|xml| {
                write_text_element(xml, "title", &feed.title)?;
                write_text_element(xml, "link", &feed.page_url)?;
                write_text_element(xml, "description", &feed.site.description)?;
                write_text_element(xml, "language", "zh-CN")?;
                xml.create_element("atom:link")
                    .with_attribute(("rel", "self"))
                    .with_attribute(("type", "application/rss+xml"))
                    .with_attribute(("href", feed.feed_url.as_str()))
                    .write_empty()?;
                feed.page.items.iter().try_for_each(|item| write_item(xml, item, feed.origin))
            })?;
            Ok(())
        },
    );
    xml.into_inner()
}

fn write_item(xml: &mut Writer<Vec<u8>>, item: &Preview, origin: &str) -> std::io::Result<()> {
    let url = format!("{origin}{}", Route::Article(item.id.clone()));
    xml.create_element("item").write_inner_content(|xml| {
        write_text_element(xml, "title", &item.headline())?;
        write_text_element(xml, "link", &url)?;
        write_text_element(xml, "guid", &url)?;
        write_text_element(xml, "pubDate", &rfc_2822(item.published))?;
        write_text_element(xml, "description", &item.excerpt)?;
        if let Some(picture) = &item.picture {
            xml.create_element("enclosure")
                .with_attribute(("url", picture.url.absolute(origin).as_str()))
                .with_attribute(("length", "0"))
                .with_attribute(("type", media_type(picture.url.as_str())))
                .write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
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
