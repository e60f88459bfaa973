//! Sitemap serialiser (sitemaps.org protocol), with Google's news extension for recent articles.

use std::io::Result;

use quick_xml::Writer;
use quick_xml::events::BytesText;
use zaidu_model::{Preview, Route, Site, Timestamp};

use crate::http::visible_text::visible_text;

pub(super) const MEDIA_TYPE: &str = "application/xml; charset=utf-8";

/// Maximum number of articles, the newest first. With the list pages that is less than the 50,000
/// URLs and 50 MiB that the protocol allows.
pub(super) const MAX_ARTICLES: u64 = 40_000;

/// Maximum age of an article with a news element, in seconds: the news extension requires two days.
const NEWS_MAX_AGE: i64 = 2 * 24 * 60 * 60;

pub(super) fn serialise(
    site: &Site,
    articles: &[Preview],
    now: Timestamp,
    origin: &str,
) -> Vec<u8> {
    let mut xml = Writer::new(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>".to_vec());
    let urls = xml
        .create_element("urlset")
        .with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"))
        .with_attribute(("xmlns:news", "http://www.google.com/schemas/sitemap-news/0.9"));
    // Writing to memory cannot fail.
    let _ = urls.write_inner_content(|xml| {
        for route in list_routes(site) {
            write_url(xml, |xml| write_text_element(xml, "loc", &format!("{origin}{route}")))?;
        }
        articles.iter().try_for_each(|article| write_article(xml, article, site, now, origin))
    });
    xml.into_inner()
}

/// The routes of all list pages of the site.
fn list_routes(site: &Site) -> Vec<Route> {
    let mut routes = vec![Route::Home, Route::Ranking];
    for channel in &site.channels {
        routes.push(Route::Channel { channel: channel.key.clone(), column: None });
        routes.extend(channel.columns.iter().map(|column| {
            let column = Some(column.key.clone());
            Route::Channel { channel: channel.key.clone(), column }
        }));
    }
    routes
}

fn write_article(
    xml: &mut Writer<Vec<u8>>,
    article: &Preview,
    site: &Site,
    now: Timestamp,
    origin: &str,
) -> Result<()> {
    let published = article.published.to_string();
    let age = now.unix() - article.published.unix();
    write_url(xml, |xml| {
        write_text_element(xml, "loc", &format!("{origin}{}", Route::Article(article.id.clone())))?;
        write_text_element(xml, "lastmod", &published)?;
        if age > NEWS_MAX_AGE {
            return Ok(());
        }
        xml.create_element("news:news").write_inner_content(|xml| {
            xml.create_element("news:publication").write_inner_content(|xml| {
                write_text_element(xml, "news:name", &site.name)?;
                write_text_element(xml, "news:language", "zh-cn")
            })?;
            write_text_element(xml, "news:publication_date", &published)?;
            write_text_element(xml, "news:title", &article.headline())
        })?;
        Ok(())
    })
}

fn write_url(
    xml: &mut Writer<Vec<u8>>,
    content: impl FnOnce(&mut Writer<Vec<u8>>) -> Result<()>,
) -> Result<()> {
    xml.create_element("url").write_inner_content(content)?;
    Ok(())
}

/// Writes an element with text, without the control characters that XML forbids.
pub(super) fn write_text_element(xml: &mut Writer<Vec<u8>>, name: &str, text: &str) -> Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&visible_text(text)))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_recent_articles_have_news_elements() {
        let preview = |id: &str, published: &str| -> Preview {
            let title = "<潮> & \u{1}水";
            serde_json::from_value(serde_json::json!({
                "id": id, "title": title, "published": published
            }))
            .unwrap()
        };
        let articles =
            [preview("a", "2026-11-20T08:00:00+08:00"), preview("b", "2026-11-18T07:59:59+08:00")];
        let now = Timestamp::parse("2026-11-20T08:00:00+08:00").unwrap();
        let site = Site { name: "报".into(), ..Site::default() };
        let xml = String::from_utf8(serialise(&site, &articles, now, "https://e.org")).unwrap();
        assert_eq!(xml.matches("<url>").count(), 4, "{xml}");
        assert_eq!(xml.matches("<news:news>").count(), 1);
        assert!(xml.contains("<loc>https://e.org/articles/b</loc><lastmod>2026-11-18T07:59:59"));
        assert!(xml.contains("<news:title>&lt;潮&gt; &amp;  水</news:title>"), "{xml}");
    }
}
