//! Sitemap serialiser (sitemaps.org protocol), with Google's news extension for recent articles.

use zaidu_model::{Facet, Preview, Route, Site, Timestamp};

use super::xml::Xml;

pub(super) const MEDIA_TYPE: &str = "application/xml; charset=utf-8";

/// Maximum number of articles, the newest first. With the list pages that is less than the 50,000
/// URLs and 50 MiB that the protocol allows.
pub(super) const MAX_ARTICLES: u64 = 40_000;

/// Maximum number of tags and authors, those with the newest articles first.
pub(super) const MAX_FACETS: u64 = 8_000;

/// Maximum age of an article with a news element, in seconds: the news extension requires two days.
const NEWS_MAX_AGE: i64 = 2 * 24 * 60 * 60;

pub(super) fn serialise(
    site: &Site,
    facets: &[(Facet, Timestamp)],
    articles: &[(Preview, Option<Timestamp>)],
    now: Timestamp,
    origin: &str,
) -> Vec<u8> {
    let namespaces = [
        ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"),
        ("xmlns:news", "http://www.google.com/schemas/sitemap-news/0.9"),
    ];
    Xml::document("urlset", &namespaces, |xml| {
        for route in list_routes(site) {
            xml.element("url", &[], |xml| xml.text("loc", &format!("{origin}{route}")));
        }
        for (facet, latest) in facets {
            xml.element("url", &[], |xml| {
                xml.text("loc", &format!("{origin}{facet}"));
                xml.text("lastmod", &latest.to_string());
            });
        }
        for (article, updated) in articles {
            write_article(xml, article, *updated, site, now, origin);
        }
    })
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
    xml: &mut Xml,
    article: &Preview,
    updated: Option<Timestamp>,
    site: &Site,
    now: Timestamp,
    origin: &str,
) {
    let published = article.published.to_string();
    let age = now.unix() - article.published.unix();
    xml.element("url", &[], |xml| {
        xml.text("loc", &format!("{origin}{}", Route::Article(article.id.clone())));
        xml.text("lastmod", &updated.unwrap_or(article.published).to_string());
        if age > NEWS_MAX_AGE {
            return;
        }
        xml.element("news:news", &[], |xml| {
            xml.element("news:publication", &[], |xml| {
                xml.text("news:name", &site.name);
                xml.text("news:language", "zh-cn");
            });
            xml.text("news:publication_date", &published);
            xml.text("news:title", &article.headline());
        });
    });
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
        let corrected = Timestamp::parse("2026-11-19T09:30:00+08:00").unwrap();
        let articles = [
            (preview("a", "2026-11-20T08:00:00+08:00"), None),
            (preview("b", "2026-11-18T07:59:59+08:00"), Some(corrected)),
        ];
        let now = Timestamp::parse("2026-11-20T08:00:00+08:00").unwrap();
        let site = Site { name: "报".into(), ..Site::default() };
        let tag = Facet::new(zaidu_model::FacetKind::Tag, "潮&/").unwrap();
        let facets = [(tag, corrected)];
        let xml = serialise(&site, &facets, &articles, now, "https://e.org");
        let xml = String::from_utf8(xml).unwrap();
        assert_eq!(xml.matches("<url>").count(), 5, "{xml}");
        assert!(xml.contains("<loc>https://e.org/tags/%E6%BD%AE%26%2F</loc><lastmod>2026-11-19T"));
        assert_eq!(xml.matches("<news:news>").count(), 1);
        assert!(xml.contains("<loc>https://e.org/articles/a</loc><lastmod>2026-11-20T08:00:00"));
        assert!(xml.contains("<loc>https://e.org/articles/b</loc><lastmod>2026-11-19T09:30:00"));
        assert!(xml.contains("<news:title>&lt;潮&gt; &amp;  水</news:title>"), "{xml}");
    }
}
