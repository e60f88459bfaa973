//! The head of a rendered page: what it says to search engines, to cards in
//! other people's apps and to feed readers.

mod card;
mod json_ld;
mod tags;

use zaidu::strings;
use zaidu_model::{Article, Feed, FeedPage, Mood, Period, Ranking, Route, Section, Site};

use card::Card;
use tags::Tags;
pub(crate) use tags::visible;

/// What a page is about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Subject<'a> {
    /// The latest news.
    Home(&'a FeedPage),
    /// A channel or a column.
    Channel(&'a Section, &'a FeedPage),
    /// An article.
    Article(&'a Article),
    /// A ranking.
    Ranking(Mood, Period, &'a Ranking),
    /// A search, for something or for nothing yet.
    Search(&'a str),
    /// Nothing that anyone should find again: no such page, or not now.
    Nothing,
}

/// The head of the page about `subject`, whose browser's title is `title`.
/// `origin` is where readers find the site, such as `https://example.org`.
/// `is_first` says that its list begins at its beginning.
pub(crate) fn head(
    site: &Site,
    subject: Subject<'_>,
    title: &str,
    origin: &str,
    is_first: bool,
) -> String {
    let mut tags = Tags::default();
    tags.title(title);
    let Some(address) = address(subject) else {
        tags.meta("name", "robots", "noindex");
        return tags.html();
    };
    let url = format!("{origin}{address}");
    if !is_first || matches!(subject, Subject::Search(_)) {
        // Their parts move with every new article: worth following, not keeping.
        tags.meta("name", "robots", "noindex, follow");
    }
    let card = Card::of(site, subject, origin);
    tags.meta("name", "description", &card.description);
    tags.link("canonical", &url, None);
    let feed = match subject {
        Subject::Channel(section, _) => Feed::Channel {
            channel: section.channel.key.clone(),
            column: section.column.as_ref().map(|column| column.key.clone()),
        },
        _ => Feed::Latest,
    };
    if let Some(address) = crate::syndication::address(&feed) {
        tags.link("alternate", &format!("{address}.xml"), Some("application/rss+xml"));
        tags.link("alternate", &format!("{address}.json"), Some("application/feed+json"));
    }
    card.write(&mut tags, site, &url);
    if let Subject::Article(article) = subject {
        article_tags(&mut tags, article);
    }
    tags.json_ld(&json_ld::graph(site, subject, &card, origin, &url));
    tags.html()
}

/// The one true address of a page, below its origin.
fn address(subject: Subject<'_>) -> Option<String> {
    Some(match subject {
        Subject::Home(_) => Route::Home.to_string(),
        Subject::Channel(section, _) => channel(section).to_string(),
        Subject::Article(article) => Route::Article(article.id.clone()).to_string(),
        Subject::Ranking(mood, period, _) => Route::ranking(mood, period),
        Subject::Search(query) => Route::search(query),
        Subject::Nothing => return None,
    })
}

fn channel(section: &Section) -> Route {
    let column = section.column.as_ref().map(|column| column.key.clone());
    Route::Channel { channel: section.channel.key.clone(), column }
}

/// The times and places of an article, as Open Graph names them.
fn article_tags(tags: &mut Tags, article: &Article) {
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

/// The steps from the home page to a page, each with its address.
fn steps(subject: Subject<'_>) -> Vec<(String, Route)> {
    let mut steps = vec![(strings::HOME.to_owned(), Route::Home)];
    let section = match subject {
        Subject::Channel(section, _) => Some(section),
        Subject::Article(article) => article.section.as_ref(),
        _ => None,
    };
    if let Some(Section { channel, column }) = section {
        let key = channel.key.clone();
        let place = Route::Channel { channel: key.clone(), column: None };
        steps.push((channel.name.clone(), place));
        if let Some(column) = column {
            let place = Route::Channel { channel: key, column: Some(column.key.clone()) };
            steps.push((column.name.clone(), place));
        }
    }
    match subject {
        Subject::Article(article) => {
            steps.push((article.headline().into_owned(), Route::Article(article.id.clone())));
        }
        Subject::Ranking(..) => steps.push((strings::RANKING.to_owned(), Route::Ranking)),
        Subject::Search(_) => steps.push((strings::SEARCH.to_owned(), Route::Search)),
        Subject::Home(_) | Subject::Channel(..) | Subject::Nothing => {}
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use zaidu_model::Key;

    const ORIGIN: &str = "https://example.org";

    fn article() -> Article {
        let wire = r#"{"id":"a","title":"</script><!--\u2028\u202E\"&","excerpt":"<b>",
            "source":{"name":"江报"},"published":"2026-11-20T08:00:00+08:00",
            "updated":"2026-11-20T09:00:00+08:00","tags":["潮"],"authors":["甲"],
            "section":{"channel":{"key":"c","name":"城"},"column":{"key":"d","name":"交"}},
            "picture":{"url":"/media/a.jpg","size":[800,534],"alt":"江"},
            "body":[],"counts":{"like":3,"sad":1}}"#;
        serde_json::from_str(wire).unwrap()
    }

    fn graph(head: &str) -> Value {
        let start = head.split_once("application/ld+json\">").unwrap().1;
        serde_json::from_str(start.split_once("</script>").unwrap().0).unwrap()
    }

    #[test]
    fn an_article_says_everything_and_no_string_ends_anything() {
        let (site, article) = (Site { name: "报".into(), ..Site::default() }, article());
        let head = head(&site, Subject::Article(&article), "题 <", ORIGIN, true);
        assert_eq!(head.matches("</script>").count(), 1, "{head}");
        assert!(!head.contains("<!--") && !head.contains("<b>") && !head.contains('\u{202e}'));
        for piece in [
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
            assert!(head.contains(piece), "{piece} in {head}");
        }
        let graph = graph(&head);
        let news = &graph["@graph"][0];
        assert_eq!(news["@type"], "NewsArticle");
        assert_eq!(news["headline"], "</script><!-- \"&");
        assert_eq!(news["author"][0]["name"], "甲");
        assert_eq!(news["publisher"]["name"], "报");
        assert_eq!(news["image"][0], "https://example.org/media/a.jpg");
        let counts = news["interactionStatistic"].as_array().unwrap();
        let like = counts.iter().find(|one| one["name"] == "点赞").unwrap();
        assert_eq!(like["userInteractionCount"], 3);
        assert_eq!(like["interactionType"], "https://schema.org/LikeAction");
        let steps = graph["@graph"][1]["itemListElement"].as_array().unwrap();
        assert_eq!(steps.len(), 4);
        assert_eq!(steps[2]["item"], "https://example.org/channels/c/d");
    }

    #[test]
    fn lists_name_their_articles() {
        let page = FeedPage { items: vec![article().preview()], next: None };
        let head = head(&Site::default(), Subject::Home(&page), "报", ORIGIN, true);
        let list = &graph(&head)["@graph"][1];
        assert_eq!(list["@type"], "ItemList");
        assert_eq!(list["itemListElement"][0]["url"], "https://example.org/articles/a");
        assert!(!head.contains("noindex"));
    }

    #[test]
    fn parts_of_lists_are_not_kept_and_nothing_is_not_found() {
        let (site, page) = (Site::default(), FeedPage::default());
        let key = Key::new("c").unwrap();
        let channel = zaidu_model::NamedKey { key, name: "城".into() };
        let section = Section { channel, column: None };
        let later = head(&site, Subject::Channel(&section, &page), "城", ORIGIN, false);
        assert!(later.contains("content=\"noindex, follow\""));
        assert!(later.contains("href=\"https://example.org/channels/c\""));
        assert!(later.contains("href=\"/feeds/channels/c.json\""));
        let search = head(&site, Subject::Search("江 潮"), "搜索", ORIGIN, true);
        assert!(search.contains("content=\"noindex, follow\""));
        let address = "href=\"https://example.org/search?q=%E6%B1%9F%20%E6%BD%AE\"";
        assert!(search.contains(address), "{search}");
        let nothing = head(&site, Subject::Nothing, "无", ORIGIN, true);
        assert_eq!(nothing, "<title>无</title><meta name=\"robots\" content=\"noindex\">");
    }
}
