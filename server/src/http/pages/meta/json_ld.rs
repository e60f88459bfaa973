//! Structured data: a JSON-LD graph in the vocabulary of schema.org.

use serde_json::{Map, Value, json};
use zaidu::strings;
use zaidu_model::block::body_text;
use zaidu_model::url::encode_component;
use zaidu_model::{
    Article, Correction, Facet, FacetKind, Key, Live, LiveState, Mood, Route, Site, Timestamp,
};

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
        Subject::Article(article) => vec![news_article(article, preview, publisher, origin, url)],
        Subject::Home(_) => vec![json!({
            "@type": "WebSite", "name": site.name, "url": url,
            "inLanguage": "zh-CN", "publisher": publisher,
        })],
        Subject::Facet(facet, _) if facet.kind == FacetKind::Author => vec![json!({
            "@type": "ProfilePage", "name": preview.title, "url": url, "inLanguage": "zh-CN",
            "mainEntity": person(&facet.name, origin), "publisher": publisher,
        })],
        Subject::Channel(..)
        | Subject::Facet(..)
        | Subject::Ranking(..)
        | Subject::Search(_)
        | Subject::None => {
            vec![json!({
                "@type": "CollectionPage", "name": preview.title, "url": url,
                "inLanguage": "zh-CN", "publisher": publisher,
            })]
        }
    };
    let article_ids: Vec<&Key> = match subject {
        Subject::Home(page) | Subject::Channel(_, page) | Subject::Facet(_, page) => {
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

/// An author, with the address of their page.
fn person(name: &str, origin: &str) -> Value {
    let mut person = json!({ "@type": "Person", "name": visible_text(name) });
    let page = Facet::new(FacetKind::Author, name);
    add_present(&mut person, [("url", page.map(|page| json!(format!("{origin}{page}"))))]);
    person
}

fn news_article(
    article: &Article,
    preview: &LinkPreview,
    publisher: Value,
    origin: &str,
    url: &str,
) -> Value {
    let headline: String = visible_text(&preview.title).chars().take(HEADLINE_MAX_CHARS).collect();
    let author: Vec<Value> = match (&article.authors[..], &article.source) {
        ([], Some(source)) => vec![json!({ "@type": "Organization", "name": source.name })],
        ([], None) => vec![publisher.clone()],
        (authors, _) => authors.iter().map(|name| person(name, origin)).collect(),
    };
    // A mood that nobody has chosen is no interaction.
    let chosen = Mood::ALL.into_iter().filter(|mood| article.counts.get(*mood) > 0);
    let counts: Vec<Value> = chosen
        .map(|mood| {
            let action = if mood == Mood::Like { "LikeAction" } else { "ReactAction" };
            json!({
                "@type": "InteractionCounter",
                "name": strings::mood(mood),
                "interactionType": format!("https://schema.org/{action}"),
                "userInteractionCount": article.counts.get(mood),
            })
        })
        .collect();
    let corrections = article.corrections.iter().map(|Correction { date, text }| {
        json!({
            "@type": "CorrectionComment", "text": visible_text(text),
            "datePublished": date.to_string(),
        })
    });
    let corrections: Vec<Value> = corrections.collect();
    let optional = [
        (
            "image",
            preview.image.as_ref().map(|(image, _)| {
                json!([Some(image), preview.square.as_ref()].iter().flatten().collect::<Vec<_>>())
            }),
        ),
        ("dateModified", Some(json!(article.updated.unwrap_or(article.published).to_string()))),
        ("articleSection", article.section.as_ref().map(|section| json!(section.channel.name))),
        ("interactionStatistic", (!counts.is_empty()).then(|| json!(counts))),
        ("correction", (!article.corrections.is_empty()).then(|| json!(corrections))),
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
    });
    add_present(&mut node, optional);
    if let Some(live) = &article.live {
        add_live(&mut node, live, article.published, url);
    }
    node
}

/// Makes the node of an article that of a live one, with the entries of the page.
fn add_live(node: &mut Value, live: &Live, published: Timestamp, url: &str) {
    let last = live.entries.iter().map(|entry| entry.time).max();
    let end = live.end.or_else(|| last.filter(|_| live.state == LiveState::Ended));
    let updates = live.entries.iter().filter(|entry| !entry.withdrawn).map(|entry| {
        let text = visible_text(body_text(&entry.body).trim_end());
        let headline = entry.headline.as_deref().map(visible_text);
        // Search engines want a headline of each.
        let headline = headline.unwrap_or_else(|| text.clone());
        let headline: String = headline.chars().take(HEADLINE_MAX_CHARS).collect();
        let mut update = json!({
            "@type": "BlogPosting", "headline": headline, "datePublished": entry.time.to_string(),
            "url": format!("{url}#{}", encode_component(&entry.anchor())),
        });
        add_present(&mut update, [("articleBody", (!text.is_empty()).then(|| json!(text)))]);
        update
    });
    let updates: Vec<Value> = updates.collect();
    let properties = [
        ("@type", Some(json!("LiveBlogPosting"))),
        ("coverageStartTime", Some(json!(live.start.unwrap_or(published).to_string()))),
        ("coverageEndTime", end.map(|end| json!(end.to_string()))),
        ("liveBlogUpdate", (!updates.is_empty()).then(|| json!(updates))),
    ];
    add_present(node, properties);
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
