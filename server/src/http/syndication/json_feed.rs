//! JSON Feed 1.1 serialiser, with full texts and with the `_newsroom` extension: what the import
//! reads, so that a feed of one server is a newsroom for another.

use serde_json::{Map, Value, json};
use zaidu_model::site::{Card, Channel};
use zaidu_model::{Article, Credit, Live, NamedKey, Picture, Route, Site};

use super::content_html::{absolute, article_html, body_html};
use super::feed_document::FeedDocument;
use crate::http::visible_text::visible_text;

pub(super) const MEDIA_TYPE: &str = "application/feed+json";

pub(super) fn serialise(feed: &FeedDocument<'_>) -> Vec<u8> {
    let origin = feed.origin;
    let items = feed.articles.iter().map(|article| item(article, origin));
    let document = object(json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.site.description,
        "language": "zh-CN",
        "home_page_url": feed.page_url,
        "feed_url": feed.feed_url,
        "next_url": feed.next_url,
        "items": items.collect::<Vec<_>>(),
        "_newsroom": newsroom(feed.site, origin),
    }));
    document.to_string().into_bytes()
}

/// An object without its fields that are null.
fn object(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(fields.collect::<Map<_, _>>())
        }
        other => other,
    }
}

fn item(article: &Article, origin: &str) -> Value {
    let url = format!("{origin}{}", Route::Article(article.id.clone()));
    let section = article.section.as_ref().map(|section| {
        let column = section.column.as_ref().map(|column| &column.name);
        [Some(&section.channel.name), column].into_iter().flatten().collect::<Vec<_>>()
    });
    let extension = object(json!({
        "id": article.id,
        "source": article.source.as_ref().map(|source| credit(source, origin)),
        "editor": article.editor,
        "section": section,
        "picture": article.picture.as_ref().map(|it| picture(it, origin)),
        "standfirst": article.standfirst,
        "live": article.live.as_deref().map(|it| live(it, origin)),
        "corrections": (!article.corrections.is_empty()).then(|| {
            let corrections = article.corrections.iter();
            corrections
                .map(|it| json!({ "date": it.date.to_string(), "text": it.text }))
                .collect::<Vec<_>>()
        }),
    }));
    let authors = article.authors.iter().map(|name| json!({ "name": name }));
    object(json!({
        "id": url,
        "url": url,
        "title": article.title.as_deref().map(visible_text),
        "summary": article.excerpt,
        "content_html": article_html(article, origin),
        "date_published": article.published.to_string(),
        "date_modified": article.updated.map(|updated| updated.to_string()),
        "image": article.picture.as_ref().map(|picture| picture.url.absolute(origin)),
        "authors": (!article.authors.is_empty()).then(|| authors.collect::<Vec<_>>()),
        "language": article.language,
        "tags": (!article.tags.is_empty()).then_some(&article.tags),
        "_newsroom": extension,
    }))
}

/// What makes an article a live one, with all entries.
fn live(live: &Live, origin: &str) -> Value {
    let entries = live.entries.iter().map(|entry| {
        object(json!({
            "id": entry.id,
            "time": entry.time.to_string(),
            "headline": entry.headline,
            "content_html": (!entry.body.is_empty()).then(|| body_html(&entry.body, origin)),
            "important": entry.important.then_some(true),
            "correction": entry.correction,
            "withdrawn": entry.withdrawn.then_some(true),
        }))
    });
    object(json!({
        "state": live.state,
        "start": live.start.map(|start| start.to_string()),
        "end": live.end.map(|end| end.to_string()),
        "key_points": (!live.key_points.is_empty()).then_some(&live.key_points),
        "entries": entries.collect::<Vec<_>>(),
    }))
}

/// The settings of the site, as the import reads them.
fn newsroom(site: &Site, origin: &str) -> Value {
    let named_key = |named: &NamedKey| json!({ "key": named.key, "name": named.name });
    let channel = |channel: &Channel| {
        let columns = channel.columns.iter().map(named_key).collect::<Vec<_>>();
        json!({ "key": channel.key, "name": channel.name, "columns": columns })
    };
    let card = |card: &Card| {
        object(json!({
            "title": card.title,
            "url": card.url.as_ref().map(|url| absolute(url.as_str(), origin)),
            "picture": card.picture.as_ref().map(|it| picture(it, origin)),
        }))
    };
    let named = |credited: &Option<Credit>| credited.as_ref().map(|it| credit(it, origin));
    let (footer, share) = (&site.footer, &site.share);
    object(json!({
        // Addresses below it are paths of the site.
        "origin": origin,
        "name": site.name,
        "description": site.description,
        "logo": site.logo.as_ref().map(|logo| logo.absolute(origin)),
        "channels": site.channels.iter().map(channel).collect::<Vec<_>>(),
        "focus": site.focus.iter().map(card).collect::<Vec<_>>(),
        "special": site.special.iter().map(card).collect::<Vec<_>>(),
        "pins": site.pins,
        "mood_board": named(&site.provider),
        "footer": object(json!({
            "copyright": footer.copyright,
            "icp": named(&footer.icp),
            "licence": named(&footer.licence),
            "hotline": footer.hotline,
        })),
        "share": object(json!({
            "image": share.image.as_ref().map(|image| image.absolute(origin)),
            "text": share.text,
            "targets": share.targets,
            "from": share.from,
        })),
        // These texts are as the newsroom wants them, and none is held back.
        "punctuation": "keep",
        "text": "keep",
        "embargo": "show",
    }))
}

fn credit(credit: &Credit, origin: &str) -> Value {
    let url = credit.url.as_ref().map(|url| absolute(url.as_str(), origin));
    object(json!({ "name": credit.name, "url": url }))
}

fn picture(picture: &Picture, origin: &str) -> Value {
    let variants = picture.variants.iter();
    let variants = variants
        .map(|file| json!({ "url": file.url().absolute(origin), "width": file.width() }))
        .collect::<Vec<_>>();
    object(json!({
        "url": picture.url.absolute(origin),
        "width": picture.size.map(zaidu_model::Size::width),
        "height": picture.size.map(zaidu_model::Size::height),
        "alt": picture.alt,
        "variants": (!variants.is_empty()).then_some(variants),
    }))
}
