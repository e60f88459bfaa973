//! Items of a feed into articles.

use std::collections::HashMap;

use zaidu_model::{Article, Block, Counts, Credit, Key, Picture, Timestamp};

use crate::address::Base;
use crate::clean::{self, Draft};
use crate::convert::{credit, picture};
use crate::limits::{CONTENT, EXCERPT, LINE, MAX_BLOCKS, NAME};
use crate::sections::Sections;
use crate::wire::{Extra, Feed, Item, List, Loose, Named};
use crate::{ImportError, html, keys, normalize, plain_text};

/// The articles of `feed`, in its order, each id once.
pub(crate) fn articles(
    feed: Feed,
    base: &Base,
    sections: &mut Sections,
) -> Result<Vec<Article>, ImportError> {
    let house = names(&feed.authors, &feed.author);
    let items = feed.items.unwrap_or_default();
    let mut seen: HashMap<Key, usize> = HashMap::with_capacity(items.len());
    let mut articles = Vec::with_capacity(items.len());
    for (n, item) in items.into_iter().enumerate() {
        let wrong =
            |field: &str, reason: &str| ImportError::new(format!("items[{n}]{field}"), reason);
        let id = item.id.as_deref().and_then(keys::from_id);
        let id = id.ok_or_else(|| wrong(".id", "missing"))?;
        if let Some(first) = seen.insert(id.clone(), n) {
            return Err(wrong(
                ".id",
                &format!("{:?} is the id of items[{first}] too", id.as_str()),
            ));
        }
        let published = item.date_published.as_deref();
        let published = published.ok_or_else(|| wrong(".date_published", "missing"))?;
        let published = Timestamp::parse(published.trim())
            .map_err(|error| wrong(".date_published", &error.to_string()))?;
        let body = body(&item, base)
            .ok_or_else(|| wrong("", "content_html, content_text and summary are all missing"))?;
        articles.push(article(item, id, published, body, &house, base, sections));
    }
    Ok(articles)
}

/// The blocks of an item's content, as they came.
fn body(item: &Item, base: &Base) -> Option<Vec<Block>> {
    if let Some(content) = &item.content_html {
        return Some(html::to_blocks(normalize::head(content, CONTENT), base));
    }
    let content = item.content_text.as_deref().or(item.summary.as_deref())?;
    Some(plain_text::to_blocks(normalize::head(content, CONTENT)))
}

fn article(
    item: Item,
    id: Key,
    published: Timestamp,
    body: Vec<Block>,
    house: &[String],
    base: &Base,
    sections: &mut Sections,
) -> Article {
    let extra = item.newsroom.0.unwrap_or_default();
    let title = item.title.line(LINE);
    let draft = clean::clean(Draft {
        authors: names(&item.authors, &item.author),
        editor: extra.editor.line(NAME),
        title: title.clone(),
        body,
    });
    let body = cap(draft.body, &mut MAX_BLOCKS.clone());
    // The feed's authors stand for items that name nobody, not even in the text.
    let authors = if draft.authors.is_empty() { house.to_vec() } else { draft.authors };
    let updated = item.date_modified.as_deref().and_then(|text| Timestamp::parse(text.trim()).ok());
    let pictures = [&extra.picture, &item.image, &item.banner_image];
    let mut tags = Vec::new();
    for tag in item.tags.0.iter().filter_map(|tag| normalize::line(tag, NAME)) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    Article {
        id,
        title,
        excerpt: item.summary.line(LINE).or_else(|| excerpt(&body)).unwrap_or_default(),
        source: source(&extra, item.external_url.as_deref(), base),
        authors,
        editor: draft.editor,
        published,
        updated: updated.filter(|updated| *updated > published),
        section: sections.find(&extra.section.0),
        picture: pictures
            .iter()
            .find_map(|image| picture(image, base))
            .or_else(|| first_picture(&body)),
        tags,
        body,
        counts: Counts::default(),
    }
}

/// The names of authors, each once. JSON Feed 1.0 has one `author`, 1.1 a list.
fn names(authors: &List<Named>, author: &Loose<Named>) -> Vec<String> {
    let mut names = Vec::new();
    let authors = authors.0.iter().chain(author.0.as_ref());
    for name in authors.filter_map(|named| named.line(NAME)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Where the item was first published. JSON Feed calls the address of an item
/// from elsewhere `external_url`, so that is where the source's name leads.
fn source(extra: &Extra, external: Option<&str>, base: &Base) -> Option<Credit> {
    let source = credit(&extra.source, base)?;
    let url = source.url.or_else(|| base.link(external?));
    Some(Credit { url, ..source })
}

/// `blocks` until `left` of them are used up, those inside others included.
fn cap(blocks: Vec<Block>, left: &mut usize) -> Vec<Block> {
    let mut out = Vec::new();
    for block in blocks {
        if *left == 0 {
            break;
        }
        *left -= 1;
        out.push(block.map_children(|body| cap(body, left)));
    }
    out
}

/// The first words of a body: of its first paragraph, else of its first heading.
fn excerpt(body: &[Block]) -> Option<String> {
    fn paragraph(body: &[Block]) -> Option<String> {
        body.iter().find_map(|block| match block {
            Block::Paragraph(inlines) => {
                normalize::line(&zaidu_model::block::plain_text(inlines), EXCERPT)
            }
            other => other.children().into_iter().find_map(paragraph),
        })
    }
    paragraph(body).or_else(|| {
        body.iter().find_map(|block| match block {
            Block::Heading { text, .. } => {
                normalize::line(&zaidu_model::block::plain_text(text), EXCERPT)
            }
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
