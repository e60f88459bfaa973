//! Conversion of feed items to articles.

use std::collections::{BTreeSet, HashMap};

use zaidu_model::{Article, Block, Counts, Credit, Key, Picture, Timestamp, block, text};

use crate::address::Base;
use crate::clean::{self, Draft};
use crate::convert::{credit, picture};
use crate::limits::{MAX_BLOCKS, MAX_CONTENT_BYTES, MAX_EXCERPT, MAX_LINE, MAX_NAME};
use crate::sections::Sections;
use crate::wire::{Feed, Item, ItemExtension, Lenient, List, NamedLink};
use crate::{ImportError, attachments, date, html, keys, normalize, plain_text};

/// The articles of a feed's items.
#[derive(Default)]
pub(crate) struct Articles {
    /// Those of all valid items, in the order of the feed.
    pub(crate) articles: Vec<Article>,
    /// The keys of those whose item tells no date.
    pub(crate) undated: BTreeSet<Key>,
    /// Why each of the other items was refused.
    pub(crate) refused: Vec<ImportError>,
}

/// Converts the items of `feed`. Undated ones are a second apart, so that they stay in the order
/// of the feed, which begins with the newest.
pub(crate) fn articles(
    feed: Feed,
    base: &Base,
    sections: &mut Sections,
    now: Timestamp,
) -> Articles {
    let keeps_marks = feed.keeps_marks();
    let feed_authors = names(&feed.authors, &feed.author);
    let mut seen: HashMap<Key, usize> = HashMap::new();
    let mut out = Articles::default();
    for (n, raw) in feed.items.unwrap_or_default().into_iter().enumerate() {
        let converted = Item::read(&raw, n).and_then(|item| {
            let error =
                |field: &str, reason: &str| ImportError::new(format!("items[{n}]{field}"), reason);
            let id = item.id().and_then(keys::from_id);
            let id = id.ok_or_else(|| error(".id", "missing: give each item an id of its own"))?;
            if let Some(first) = seen.get(&id) {
                let reason = format!("{:?} is the id of items[{first}] too", id.as_str());
                return Err(error(".id", &reason));
            }
            let body = body(&item, base).ok_or_else(|| {
                error("", "has no text: content_html, content_text and summary are all missing")
            })?;
            Ok((item, id, body))
        });
        let (item, id, body) = match converted {
            Ok(converted) => converted,
            Err(error) => {
                out.refused.push(error);
                continue;
            }
        };
        seen.insert(id.clone(), n);
        let date = [&item.date_published, &item.date_modified]
            .into_iter()
            .find_map(|text| date::parse(text.as_deref()?));
        let published = date.unwrap_or_else(|| {
            out.undated.insert(id.clone());
            let earlier = i64::try_from(out.undated.len() - 1).unwrap_or_default();
            Timestamp::from_unix(now.unix() - earlier).unwrap_or(now)
        });
        let draft = Draft {
            authors: names(&item.authors, &item.author),
            editor: item.newsroom.0.as_ref().and_then(|extension| extension.editor.line(MAX_NAME)),
            title: item.title.line(MAX_LINE),
            summary: item.summary.as_deref().and_then(|text| plain_line(text, base)),
            body,
            keeps_marks,
        };
        out.articles.push(article(item, id, published, draft, &feed_authors, base, sections));
    }
    out
}

/// The text of a summary on one line. JSON Feed has plain text there; what has markup or character
/// references all the same is read as HTML.
fn plain_line(text: &str, base: &Base) -> Option<String> {
    let is_html = text.contains("</") || text.contains("/>") || text.contains("<p>") || {
        let name = text.split_once('&').and_then(|(_, rest)| rest.split_once(';'));
        name.is_some_and(|(name, _)| {
            name.len() < 9
                && !name.is_empty()
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
        })
    };
    if !is_html {
        return normalize::line(text, MAX_LINE);
    }
    let blocks = html::to_blocks(normalize::prefix(text, MAX_CONTENT_BYTES), base);
    normalize::line(&block::body_text(&blocks), MAX_LINE)
}

/// The blocks of an item's content and attachments, before clean-up; `None` when it has neither.
fn body(item: &Item, base: &Base) -> Option<Vec<Block>> {
    let content = |text: &Option<String>| {
        let text = text.as_deref().filter(|text| !text.trim().is_empty());
        text.map(|text| normalize::prefix(text, MAX_CONTENT_BYTES).to_owned())
    };
    let html = content(&item.content_html).map(|html| html::to_blocks(&html, base));
    let text = || content(&item.content_text).map(|text| plain_text::to_blocks(&text));
    let body = html.or_else(text);
    let attached = attachments::add(&item.attachments, body.clone().unwrap_or_default(), base);
    let summary = || item.summary.as_deref().map(plain_text::to_blocks);
    if attached.is_empty() { body.or_else(summary) } else { Some(attached) }
}

fn article(
    item: Item,
    id: Key,
    published: Timestamp,
    draft: Draft,
    feed_authors: &[String],
    base: &Base,
    sections: &mut Sections,
) -> Article {
    let extension = item.newsroom.0.unwrap_or_default();
    let draft = clean::clean(draft);
    let body = truncate_blocks(draft.body, &mut MAX_BLOCKS.clone());
    let text = block::body_text(&body);
    let is_standfirst = |summary: &String| draft.title.is_some() && !begins_with(&text, summary);
    // The feed's authors apply to items that name no authors, not even in the text.
    let authors = if draft.authors.is_empty() { feed_authors.to_vec() } else { draft.authors };
    let updated = item.date_modified.as_deref().and_then(date::parse);
    let pictures = [&extension.picture, &item.image, &item.banner_image];
    let mut tags = Vec::new();
    for tag in item.tags.0.iter().filter_map(|tag| normalize::line(tag, MAX_NAME)) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    Article {
        id,
        title: draft.title.clone(),
        standfirst: draft.summary.as_ref().is_some_and(is_standfirst),
        excerpt: draft.summary.or_else(|| excerpt(&body)).unwrap_or_default(),
        source: source(&extension, item.external_url.as_deref(), base),
        authors,
        editor: draft.editor,
        published,
        updated: updated.filter(|updated| *updated > published),
        section: sections.find_or_add(&extension.section.0),
        picture: pictures
            .iter()
            .find_map(|image| picture(image, base))
            .or_else(|| first_picture(&body)),
        tags,
        length: text::length(&text),
        body,
        counts: Counts::default(),
    }
}

/// The names of authors, without duplicates. JSON Feed 1.0 has one `author`, 1.1 a list.
fn names(authors: &List<NamedLink>, author: &Lenient<NamedLink>) -> Vec<String> {
    let mut names = Vec::new();
    let authors = authors.0.iter().chain(author.0.as_ref());
    for name in authors.filter_map(|named| named.line(MAX_NAME)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The publication in which the item first appeared. By default its name links to
/// `external_url`, which in JSON Feed is the URL of the original page elsewhere.
fn source(extension: &ItemExtension, external: Option<&str>, base: &Base) -> Option<Credit> {
    let source = credit(&extension.source, base)?;
    let url = source.url.or_else(|| base.link(external?));
    Some(Credit { url, ..source })
}

/// Whether `text` begins with `summary`, white space aside.
fn begins_with(text: &str, summary: &str) -> bool {
    let text = normalize::without_white_space(normalize::prefix(text, 4 * summary.len()));
    let summary = normalize::without_white_space(summary);
    text.starts_with(summary.trim_end_matches(['\u{2026}', '.']))
}

/// `blocks` truncated to `remaining` blocks, those inside others included.
fn truncate_blocks(blocks: Vec<Block>, remaining: &mut usize) -> Vec<Block> {
    let mut out = Vec::new();
    for block in blocks {
        if *remaining == 0 {
            break;
        }
        *remaining -= 1;
        out.push(block.map_children(|body| truncate_blocks(body, remaining)));
    }
    out
}

/// The beginning of a body: of its first paragraph, or else of its first heading.
fn excerpt(body: &[Block]) -> Option<String> {
    fn paragraph(body: &[Block]) -> Option<String> {
        body.iter().find_map(|block| match block {
            Block::Paragraph(inlines) => normalize::line(&block::plain_text(inlines), MAX_EXCERPT),
            other => other.children().into_iter().find_map(paragraph),
        })
    }
    paragraph(body).or_else(|| {
        body.iter().find_map(|block| match block {
            Block::Heading { text, .. } => normalize::line(&block::plain_text(text), MAX_EXCERPT),
            _ => None,
        })
    })
}

fn first_picture(body: &[Block]) -> Option<Picture> {
    body.iter().find_map(|block| match block {
        Block::Image { picture, .. } => Some(picture.clone()),
        other => other.children().into_iter().find_map(first_picture),
    })
}
