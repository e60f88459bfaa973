//! Head metadata of a rendered page: title, description, robots, canonical URL, link preview (Open
//! Graph), feed links and structured data (JSON-LD).

mod head_tags;
mod json_ld;
mod link_preview;
mod subject;

use zaidu_model::{Article, Feed, Route, Section, Site};

use head_tags::HeadTags;
use link_preview::LinkPreview;
pub(crate) use subject::Subject;

use crate::http::syndication::feed_path;

/// The head tags of the page about `subject` with the document title `title`. `origin` is the
/// public origin of the site, such as `https://example.org`. `is_first_page` is false for the later
/// pages of a list (pagination). With `has_cards` a page without a picture has a share card.
pub(crate) fn head(
    site: &Site,
    subject: Subject<'_>,
    title: &str,
    origin: &str,
    is_first_page: bool,
    has_cards: bool,
) -> String {
    let mut tags = HeadTags::default();
    tags.title(title);
    if let Some(logo) = &site.logo {
        tags.link("icon", logo.as_str(), None);
    }
    let Some(path) = canonical_path(subject) else {
        tags.meta("name", "robots", "noindex");
        return tags.html();
    };
    let url = format!("{origin}{path}");
    if !is_first_page || matches!(subject, Subject::Search(_)) {
        // The content of later pages of a list shifts with every new article: crawlers should
        // follow the links and not index the pages.
        tags.meta("name", "robots", "noindex, follow");
    }
    let preview = LinkPreview::new(site, subject, origin, has_cards);
    tags.meta("name", "description", &preview.description);
    tags.link("canonical", &url, None);
    let feed = match subject {
        Subject::Channel(section, _) => Feed::Channel {
            channel: section.channel.key.clone(),
            column: section.column.as_ref().map(|column| column.key.clone()),
        },
        Subject::Facet(facet, _) => Feed::Facet(facet.clone()),
        _ => Feed::Latest,
    };
    if let Some(path) = feed_path(&feed) {
        tags.link("alternate", &format!("{path}.xml"), Some("application/rss+xml"));
        tags.link("alternate", &format!("{path}.json"), Some("application/feed+json"));
    }
    preview.write(&mut tags, site, &url);
    if let Subject::Article(article) = subject {
        write_article_properties(&mut tags, article);
    }
    tags.json_ld(&json_ld::graph(site, subject, &preview, origin, &url));
    tags.html()
}

/// The canonical path and query of a page.
fn canonical_path(subject: Subject<'_>) -> Option<String> {
    Some(match subject {
        Subject::Home(_) => Route::Home.to_string(),
        Subject::Channel(section, _) => channel_route(section).to_string(),
        Subject::Facet(facet, _) => facet.to_string(),
        Subject::Article(article) => Route::Article(article.id.clone()).to_string(),
        Subject::Ranking(mood, period, _) => Route::ranking(mood, period),
        Subject::Search(query) => Route::search(query),
        Subject::None => return None,
    })
}

fn channel_route(section: &Section) -> Route {
    let column = section.column.as_ref().map(|column| column.key.clone());
    Route::Channel { channel: section.channel.key.clone(), column }
}

/// Writes the Open Graph properties of an article: times, section, authors and tags.
fn write_article_properties(tags: &mut HeadTags, article: &Article) {
    let mut property = |name: &str, value: &str| tags.meta("property", name, value);
    property("article:published_time", &article.published.to_string());
    if let Some(updated) = article.updated {
        property("article:modified_time", &updated.to_string());
    }
    if let Some(section) = &article.section {
        property("article:section", &section.channel.name);
    }
    article.authors.iter().for_each(|author| property("article:author", author));
    article.tags.iter().for_each(|tag| property("article:tag", tag));
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use zaidu_model::{FeedPage, Key};

    const ORIGIN: &str = "https://example.org";

    fn article() -> Article {
        let json = r#"{"id":"a","title":"</script><!--\u2028\u202E\"&","excerpt":"<b>",
            "source":{"name":"江报"},"published":"2026-11-20T08:00:00+08:00",
            "updated":"2026-11-20T09:00:00+08:00","tags":["潮"],"authors":["甲"],
            "section":{"channel":{"key":"c","name":"城"},"column":{"key":"d","name":"交"}},
            "picture":{"url":"/media/a.jpg","size":[800,534],"alt":"江"},
            "body":[],"counts":{"like":3,"sad":1}}"#;
        serde_json::from_str(json).unwrap()
    }

    fn graph(head: &str) -> Value {
        let start = head.split_once("application/ld+json\">").unwrap().1;
        serde_json::from_str(start.split_once("</script>").unwrap().0).unwrap()
    }

    #[test]
    fn an_article_has_all_head_tags_and_all_text_is_escaped() {
        let (site, article) = (Site { name: "报".into(), ..Site::default() }, article());
        let head = head(&site, Subject::Article(&article), "题 <", ORIGIN, true, false);
        assert_eq!(head.matches("</script>").count(), 1, "{head}");
        assert!(!head.contains("<!--") && !head.contains("<b>") && !head.contains('\u{202e}'));
        for tag in [
            "<title>题 &lt;</title>",
            "<meta name=\"description\" content=\"&lt;b&gt;\">",
            "<link rel=\"canonical\" href=\"https://example.org/articles/a\">",
            "<meta property=\"og:type\" content=\"article\">",
            "<meta property=\"og:image\" content=\"https://example.org/media/a.jpg\">",
            "<meta property=\"og:image:width\" content=\"800\">",
            "<meta name=\"twitter:card\" content=\"summary_large_image\">",
            "<meta itemprop=\"image\" content=\"https://example.org/media/a.jpg\">",
            "<meta property=\"article:published_time\" content=\"2026-11-20T08:00:00+08:00\">",
            "<meta property=\"article:modified_time\" content=\"2026-11-20T09:00:00+08:00\">",
            "<meta property=\"article:section\" content=\"城\">",
            "href=\"/feeds/latest.xml\" type=\"application/rss+xml\"",
        ] {
            assert!(head.contains(tag), "{tag} in {head}");
        }
        let graph = graph(&head);
        let news = &graph["@graph"][0];
        assert_eq!(news["@type"], "NewsArticle");
        assert_eq!(news["headline"], "</script><!-- \"&");
        assert_eq!(news["author"][0]["name"], "甲");
        assert_eq!(news["publisher"]["name"], "报");
        assert_eq!(news["image"][0], "https://example.org/media/a.jpg");
        let counts = news["interactionStatistic"].as_array().unwrap();
        assert_eq!(counts.len(), 2, "nobody has chosen the other moods");
        let like = counts.iter().find(|counter| counter["name"] == "点赞").unwrap();
        assert_eq!(like["userInteractionCount"], 3);
        assert_eq!(like["interactionType"], "https://schema.org/LikeAction");
        let breadcrumbs = graph["@graph"][1]["itemListElement"].as_array().unwrap();
        assert_eq!(breadcrumbs.len(), 4);
        assert_eq!(breadcrumbs[2]["item"], "https://example.org/channels/c/d");
    }

    #[test]
    fn a_page_without_a_picture_has_a_share_card() {
        let (mut site, mut article) = (Site { name: "报".into(), ..Site::default() }, article());
        let mut images = |article: Option<&Article>, image: Option<&str>, has_cards| {
            site.share.image = image.map(|url| zaidu_model::MediaUrl::new(url).unwrap());
            let page = FeedPage::default();
            let subject = article.map_or(Subject::Home(&page), Subject::Article);
            let head = head(&site, subject, "题", ORIGIN, true, has_cards);
            let parts = head.split("og:image\" content=\"").skip(1);
            let shared: Vec<_> =
                parts.map(|part| part.split('"').next().unwrap().to_owned()).collect();
            (shared, head)
        };
        article.picture = None;
        let default = "https://example.org/media/share.jpg".to_owned();
        let (shared, head) = images(Some(&article), Some("/media/share.jpg"), true);
        assert_eq!(shared.len(), 2, "{head}");
        assert!(shared[0].starts_with("https://example.org/share/wide/"), "{head}");
        assert!(shared[0].ends_with("/a.png"), "{head}");
        assert!(shared[1].starts_with("https://example.org/share/square/"), "{head}");
        for tag in [
            "<meta property=\"og:image:width\" content=\"1200\">".to_owned(),
            "<meta property=\"og:image:height\" content=\"630\">".to_owned(),
            "<meta name=\"twitter:card\" content=\"summary_large_image\">".to_owned(),
            format!("<meta itemprop=\"image\" content=\"{}\">", shared[1]),
        ] {
            assert!(head.contains(&tag), "{tag} in {head}");
        }
        let news = &graph(&head)["@graph"][0];
        assert_eq!(news["image"], serde_json::json!(shared));
        // Without a font, and on a page of the newsroom that has chosen a picture, that is shared.
        assert_eq!(
            images(Some(&article), Some("/media/share.jpg"), false).0,
            std::slice::from_ref(&default)
        );
        assert_eq!(images(None, Some("/media/share.jpg"), true).0, [default]);
        assert_eq!(images(None, None, true).0.len(), 2);
        assert_eq!(images(None, None, false).0, [""; 0]);
    }

    #[test]
    fn lists_link_their_articles() {
        let page = FeedPage { items: vec![article().preview()], ..FeedPage::default() };
        let head = head(&Site::default(), Subject::Home(&page), "报", ORIGIN, true, false);
        let list = &graph(&head)["@graph"][1];
        assert_eq!(list["@type"], "ItemList");
        assert_eq!(list["itemListElement"][0]["url"], "https://example.org/articles/a");
        assert!(!head.contains("noindex"));
    }

    #[test]
    fn later_pages_of_lists_and_missing_pages_are_not_indexed() {
        let (site, page) = (Site::default(), FeedPage::default());
        let key = Key::new("c").unwrap();
        let channel = zaidu_model::NamedKey { key, name: "城".into() };
        let section = Section { channel, column: None };
        let later = head(&site, Subject::Channel(&section, &page), "城", ORIGIN, false, false);
        assert!(later.contains("content=\"noindex, follow\""));
        assert!(later.contains("href=\"https://example.org/channels/c\""));
        assert!(later.contains("href=\"/feeds/channels/c.json\""));
        let search = head(&site, Subject::Search("江 潮"), "搜索", ORIGIN, true, false);
        assert!(search.contains("content=\"noindex, follow\""));
        let canonical = "href=\"https://example.org/search?q=%E6%B1%9F%20%E6%BD%AE\"";
        assert!(search.contains(canonical), "{search}");
        let missing = head(&site, Subject::None, "无", ORIGIN, true, false);
        assert_eq!(missing, "<title>无</title><meta name=\"robots\" content=\"noindex\">");
    }
}
