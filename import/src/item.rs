//! Conversion of feed items to articles.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use zaidu_model::{Adjacent, Article, Block, Counts, Credit, Key, Route, Timestamp, block, text};

use crate::address::Base;
use crate::clean::{self, Cleaned, Draft};
use crate::convert::{credit, picture};
use crate::excerpt::{excerpt, first_picture};
use crate::limits::{MAX_BLOCKS, MAX_CONTENT_BYTES, MAX_ITEMS, MAX_LINE, MAX_NAME};
use crate::live::LiveReader;
use crate::place::Place;
use crate::sections::Sections;
use crate::unescape::{escaped_markup, unescaped};
use crate::wire::{Entry, Feed, Item, ItemExtension, Lenient, LenientString, List, NamedLink};
use crate::{
    ImportError, attachments, corrections, date, html, keys, language, live, long_text, normalize,
    plain_text, wire,
};

/// The articles of the items of one feed or of several.
#[derive(Default)]
pub(crate) struct Articles {
    /// Those of all valid items, in the order of the feeds.
    pub(crate) articles: Vec<Article>,
    /// The keys of those whose item tells no date.
    pub(crate) undated: BTreeSet<Key>,
    /// Why each of the other items was refused.
    pub(crate) refused: Vec<ImportError>,
    /// The keys of those that are not shown before their date.
    pub(crate) held: BTreeSet<Key>,
    /// The keys of the items that the newsroom takes back.
    pub(crate) withdrawn: BTreeSet<Key>,
    /// What the clean-up did, if that is asked for.
    pub(crate) report: Option<Vec<Cleaned>>,
    /// What of the articles is not in them.
    pub(crate) notes: Vec<ImportError>,
    /// How many of each kind were left out, because they are not published or no articles.
    pub(crate) left_out: BTreeMap<String, usize>,
    /// Where each key was first.
    seen: HashMap<Key, String>,
    /// The number of all items, above which no more are read.
    count: usize,
}

impl Articles {
    /// Converts the items of `feed`. Undated ones are a second apart, so that they stay in the
    /// order of the feed, which begins with the newest. One that names no section is in that of
    /// `place`.
    pub(crate) fn add(
        &mut self,
        feed: Feed,
        place: &Place<'_>,
        base_of_feed: &Base,
        sections: &mut Sections,
        now: Timestamp,
    ) {
        let place = &Place { is_document: feed.is_document, ..*place };
        let keeps_marks = feed.keeps_marks();
        let (keeps_text, shows_early) = (feed.keeps_text(), feed.shows_early());
        let defaults =
            FeedDefaults { authors: names(&feed.authors, &feed.author), language: feed.language };
        for (n, entry) in feed.items.unwrap_or_default().into_iter().enumerate() {
            let error = |field: &str, reason: &str| ImportError::new(place.of(n, field), reason);
            self.count += 1;
            if self.count > MAX_ITEMS {
                self.refused.push(error("", &format!("is after the first {MAX_ITEMS} items")));
                return;
            }
            let item = match entry {
                Entry::Json(raw) => {
                    Item::read(&raw).map_err(|found| error(&found.path, &found.reason))
                }
                Entry::Item(item) => Ok(*item),
                Entry::Unreadable(reason) => Err(error("", &reason)),
                Entry::LeftOut(kind) => {
                    *self.left_out.entry(kind).or_default() += 1;
                    continue;
                }
            };
            let converted = item.and_then(|item| {
                let id = item.id().and_then(keys::from_id);
                let id =
                    id.ok_or_else(|| error("id", "missing: give each item an id of its own"))?;
                if let Some(first) = self.seen.get(&id) {
                    let reason = format!("{:?} is the id of {first} too", id.as_str());
                    return Err(error("id", &reason));
                }
                if item.is_withdrawn() {
                    return Ok((item, id, None, Vec::new(), Vec::new()));
                }
                let base = item.base.as_ref().unwrap_or(base_of_feed);
                let base =
                    base.of_item(item.url.as_deref(), &Route::Article(id.clone()).to_string());
                let raw = item.newsroom.0.as_ref().and_then(|extension| extension.live.as_deref());
                let reader =
                    LiveReader { base: &base, now, keeps_marks: keeps_marks || keeps_text };
                let live = raw.map(|raw| reader.read(raw, &error)).transpose()?;
                let (live, left_out) = live.unzip();
                self.notes.extend(left_out.unwrap_or_default());
                let content =
                    body(&item, &base).or_else(|| live.as_ref().map(|_| Default::default()));
                let (body, corrections) = content.ok_or_else(|| {
                    error("", "has no text: content_html, content_text and summary are all missing")
                })?;
                Ok((item, id, live, body, corrections))
            });
            let (mut item, id, live, body, in_text) = match converted {
                Ok(converted) => converted,
                Err(error) => {
                    self.refused.push(error);
                    continue;
                }
            };
            let base = item.base.clone();
            let base = base.as_ref().unwrap_or(base_of_feed);
            self.seen.insert(id.clone(), place.of(n, ""));
            if item.is_withdrawn() {
                self.withdrawn.insert(id);
                continue;
            }
            let date = [&item.date_published, &item.date_modified]
                .into_iter()
                .find_map(|text| date::parse(text.as_deref()?));
            let told = item.date_published.as_deref().filter(|text| !text.trim().is_empty());
            if let (None, Some(text)) = (date, told) {
                let reason =
                    format!("{text:?} is no date that is known: it has that of the import");
                self.notes.push(error("date_published", &reason));
            }
            let published = date.unwrap_or_else(|| {
                self.undated.insert(id.clone());
                let earlier = i64::try_from(self.undated.len() - 1).unwrap_or_default();
                Timestamp::from_unix(now.unix() - earlier).unwrap_or(now)
            });
            if published > now && !shows_early {
                self.held.insert(id.clone());
            }
            let told = item.newsroom.0.as_mut().map(|it| std::mem::take(&mut it.corrections.0));
            let told = told.unwrap_or_default().into_iter().chain(in_text);
            let (corrections, left_out) = corrections::read(told, keeps_marks || keeps_text);
            if left_out > 0 {
                let reason = format!("{left_out} have no date or no text and are left out");
                self.notes.push(error("_newsroom.corrections", &reason));
            }
            let extension = item.newsroom.0.as_ref();
            let draft = Draft {
                authors: names(&item.authors, &item.author),
                editor: extension.and_then(|extension| extension.editor.line(MAX_NAME)),
                title: title(&item, keeps_text),
                summary: item.summary.as_deref().and_then(|text| match keeps_text {
                    true => normalize::line(text, MAX_LINE),
                    false => plain_line(text, base),
                }),
                body,
                keeps_marks,
            };
            if let (Some(report), false) = (&mut self.report, item.removed.is_empty()) {
                report.push(Cleaned::tags(&id, &item.removed));
            }
            let draft = match &mut self.report {
                _ if keeps_text => draft,
                Some(report) => clean::clean_with_report(draft, &id, report),
                None => clean::clean(draft),
            };
            let section = extension.map(|extension| &*extension.section.0).unwrap_or_default();
            let named = match section {
                [] => place.by_category(&item.categories, sections),
                section => section.to_vec(),
            };
            item.tags.0.retain(|tag| section == named || named.last() != Some(tag));
            let section = sections.find_or_add(&named);
            let (article, is_shortened) = article(item, id, published, draft, &defaults, base);
            if is_shortened {
                let reason = format!(
                    "has more than {MAX_BLOCKS} blocks: the others are left out, which a note at its end says"
                );
                self.notes.push(error("", &reason));
            }
            let last = corrections.first().map(|last| last.date);
            let last = last.max(live.as_ref().and_then(live::last_time));
            let updated = article.updated.max(last).filter(|updated| *updated > published);
            let live = live.map(Box::new);
            let mut article = Article { section, corrections, updated, live, ..article };
            live::complete(&mut article);
            self.articles.push(article);
        }
    }
}

/// The title of an item; that of an export of this site is as it was.
fn title(item: &Item, is_export: bool) -> Option<String> {
    let title = item.title.as_deref()?;
    let text = if is_export { title.into() } else { unescaped(title) };
    normalize::line(&text, MAX_LINE)
}

/// The text of a summary on one line. JSON Feed has plain text there; what has markup or character
/// references all the same is read as HTML.
pub(crate) fn plain_line(text: &str, base: &Base) -> Option<String> {
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

/// The blocks of an item's content and attachments, before clean-up, and the corrections that stand
/// in the content; `None` when it has neither content nor attachments.
fn body(item: &Item, base: &Base) -> Option<(Vec<Block>, Vec<wire::Correction>)> {
    let content = |text: &Option<String>| {
        let text = text.as_deref().filter(|text| !text.trim().is_empty());
        text.map(|text| normalize::prefix(text, MAX_CONTENT_BYTES).to_owned())
    };
    let is_live = item.newsroom.0.as_ref().is_some_and(|extension| extension.live.is_some());
    let html = content(&item.content_html).map(|mut html| {
        if is_live {
            live::remove_entries(&mut html);
        }
        let html = escaped_markup(&html).unwrap_or(html);
        html::to_blocks_and_corrections(&html, base)
    });
    let (html, corrections) = html.unzip();
    let text = || {
        content(&item.content_text).map(|text| match escaped_markup(&text) {
            Some(html) => html::to_blocks(&html, base),
            None => plain_text::to_blocks(&text),
        })
    };
    let body = html.or_else(text);
    let attached = attachments::add(&item.attachments, body.clone().unwrap_or_default(), base);
    let summary = || item.summary.as_deref().map(plain_text::to_blocks);
    let body = if attached.is_empty() { body.or_else(summary) } else { Some(attached) };
    Some((body?, corrections.unwrap_or_default()))
}

/// What a feed says for items that do not say it.
struct FeedDefaults {
    authors: Vec<String>,
    language: LenientString,
}

/// The article of an item, and whether its text was shortened.
fn article(
    item: Item,
    id: Key,
    published: Timestamp,
    draft: Draft,
    defaults: &FeedDefaults,
    base: &Base,
) -> (Article, bool) {
    let extension = item.newsroom.0.unwrap_or_default();
    let said = [item.language.as_deref(), defaults.language.as_deref()];
    let title = draft.title.as_deref().unwrap_or_default();
    let language = language::of_article(&said, title, &draft.body);
    let body = language::mark_foreign(draft.body, language.as_ref());
    let whole = [&item.external_url, &item.url]
        .into_iter()
        .find_map(|url| base.link(url.as_deref()?).filter(|url| !url.is_local()));
    let (mut body, is_shortened) = long_text::shorten(body, whole);
    html::remove_dead_links(&mut body);
    let text = block::body_text(&body);
    let told = extension.standfirst.0.as_ref().map(|told| told.0);
    let is_standfirst = |summary: &String| {
        draft.title.is_some() && told.unwrap_or_else(|| !begins_with(&text, summary))
    };
    // The feed's authors apply to items that name no authors, not even in the text.
    let authors = if draft.authors.is_empty() { defaults.authors.clone() } else { draft.authors };
    let updated = item.date_modified.as_deref().and_then(date::parse);
    let pictures = [&extension.picture, &item.image, &item.banner_image];
    let mut tags = Vec::new();
    for tag in item.tags.0.iter().filter_map(|tag| normalize::name(tag, MAX_NAME)) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let article = Article {
        id,
        title: draft.title.clone(),
        standfirst: draft.summary.as_ref().is_some_and(is_standfirst),
        excerpt: draft.summary.or_else(|| excerpt(&body)).unwrap_or_default(),
        source: source(&extension, item.external_url.as_deref(), base),
        authors,
        editor: draft.editor,
        published,
        updated: updated.filter(|updated| *updated > published),
        section: None,
        picture: pictures
            .iter()
            .find_map(|image| picture(image, base))
            .or_else(|| first_picture(&body)),
        language,
        tags,
        length: text::length(&text),
        body,
        counts: Counts::default(),
        live: None,
        corrections: Vec::new(),
        adjacent: Adjacent::default(),
    };
    (article, is_shortened)
}

/// The names of authors, without duplicates. JSON Feed 1.0 has one `author`, 1.1 a list.
fn names(authors: &List<NamedLink>, author: &Lenient<NamedLink>) -> Vec<String> {
    let mut names = Vec::new();
    let authors = authors.0.iter().chain(author.0.as_ref());
    for name in authors.filter_map(|named| normalize::name(&named.line(MAX_NAME)?, MAX_NAME)) {
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
