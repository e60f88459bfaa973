//! Structured data: a JSON-LD graph in the vocabulary of schema.org.

use serde_json::{Map, Value, json};
use zaidu::strings;
use zaidu_model::{Article, Key, Mood, Route, Site};

use super::link_preview::LinkPreview;
use super::subject::{Subject, breadcrumbs};
use crate::http::visible_text::visible_text;

/// The longest headline that search engines accept, in characters.
const HEADLINE_MAX_CHARS: usize = 110;

/// The JSON-LD graph of a page: a node for the page itself, an `ItemList` of its articles, and a
/// `BreadcrumbList`. `url` is the canonical URL of the page.
pub(super) fn graph(
    site: &Site,
    subject: Subject<'_>,
    preview: &LinkPreview,
    origin: &str,
    url: &str,
) -> Value {
    let publisher = publisher(site, origin);
    let mut nodes = match subject {
        Subject::Article(article) => vec![news_article(article, preview, publisher, url)],
        Subject::Home(_) => vec![json!({
            "@type": "WebSite", "name": site.name, "url": url,
            "inLanguage": "zh-CN", "publisher": publisher,
        })],
        Subject::Channel(..) | Subject::Ranking(..) | Subject::Search(_) | Subject::None => {
            vec![json!({
                "@type": "CollectionPage", "name": preview.title, "url": url,
                "inLanguage": "zh-CN", "publisher": publisher,
            })]
        }
    };
    let article_ids: Vec<&Key> = match subject {
        Subject::Home(page) | Subject::Channel(_, page) => {
            page.items.iter().map(|item| &item.id).collect()
        }
        Subject::Ranking(_, _, ranking) => {
            ranking.items.iter().map(|entry| &entry.preview.id).collect()
        }
        Subject::Article(_) | Subject::Search(_) | Subject::None => Vec::new(),
    };
    if !article_ids.is_empty() {
        let items = (1..).zip(article_ids).map(|(position, id)| {
            let url = format!("{origin}{}", Route::Article(id.clone()));
            json!({ "@type": "ListItem", "position": position, "url": url })
        });
        nodes.push(json!({
            "@type": "ItemList", "itemListElement": items.collect::<Vec<_>>(),
        }));
    }
    let breadcrumbs = breadcrumbs(subject);
    if breadcrumbs.len() > 1 {
        let items = (1..).zip(breadcrumbs).map(|(position, (name, route))| {
            json!({
                "@type": "ListItem", "position": position,
                "name": visible_text(&name), "item": format!("{origin}{route}"),
            })
        });
        nodes.push(json!({
            "@type": "BreadcrumbList", "itemListElement": items.collect::<Vec<_>>(),
        }));
    }
    json!({ "@context": "https://schema.org", "@graph": nodes })
}

fn news_article(article: &Article, preview: &LinkPreview, publisher: Value, url: &str) -> Value {
    let headline: String = visible_text(&preview.title).chars().take(HEADLINE_MAX_CHARS).collect();
    let person = |name: &String| json!({ "@type": "Person", "name": visible_text(name) });
    let author: Vec<Value> = match (&article.authors[..], &article.source) {
        ([], Some(source)) => vec![json!({ "@type": "Organization", "name": source.name })],
        ([], None) => vec![publisher.clone()],
        (authors, _) => authors.iter().map(person).collect(),
    };
    let counts = Mood::ALL.map(|mood| {
        let action = if mood == Mood::Like { "LikeAction" } else { "ReactAction" };
        json!({
            "@type": "InteractionCounter",
            "name": strings::mood(mood),
            "interactionType": format!("https://schema.org/{action}"),
            "userInteractionCount": article.counts.get(mood),
        })
    });
    let optional = [
        (
            "image",
            preview.image.as_ref().map(|(image, _)| {
                json!([Some(image), preview.square.as_ref()].iter().flatten().collect::<Vec<_>>())
            }),
        ),
        ("dateModified", Some(json!(article.updated.unwrap_or(article.published).to_string()))),
        ("articleSection", article.section.as_ref().map(|section| json!(section.channel.name))),
        ("keywords", (!article.tags.is_empty()).then(|| json!(article.tags))),
    ];
    let mut node = json!({
        "@type": "NewsArticle",
        "headline": headline,
        "description": visible_text(&preview.description),
        "datePublished": article.published.to_string(),
        "author": author,
        "publisher": publisher,
        "mainEntityOfPage": url,
        "inLanguage": "zh-CN",
        "isAccessibleForFree": true,
        "interactionStatistic": counts,
    });
    add_present(&mut node, optional);
    node
}

fn publisher(site: &Site, origin: &str) -> Value {
    let mut publisher = json!({ "@type": "NewsMediaOrganization", "name": site.name });
    let logo = site
        .logo
        .as_ref()
        .map(|logo| json!({ "@type": "ImageObject", "url": logo.absolute(origin) }));
    add_present(&mut publisher, [("url", Some(json!(format!("{origin}/")))), ("logo", logo)]);
    publisher
}

/// Adds the properties that have a value.
fn add_present(node: &mut Value, values: impl IntoIterator<Item = (&'static str, Option<Value>)>) {
    if let Some(node) = node.as_object_mut() {
        let present =
            values.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        node.extend(present.collect::<Map<_, _>>());
    }
}
