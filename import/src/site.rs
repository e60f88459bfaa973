//! Site settings from the top level of a feed.

use zaidu_model::recommend::MAX_PINS;
use zaidu_model::site::{Card, Footer, ShareDefaults};
use zaidu_model::{Credit, Key, Link, ShareTarget, Site};

use crate::address::Base;
use crate::clean::widen_line;
use crate::convert::{credit, picture};
use crate::limits::{MAX_LINE, MAX_NAME};
use crate::wire::{Feed, List, NamedLink};
use crate::{keys, sections};

/// The public register of ICP records of Chinese sites, to which the record in the footer must
/// link.
const ICP_REGISTER: &str = "https://beian.miit.gov.cn/";

/// The site settings of `feed`, with the channels that it declares.
pub(crate) fn site(feed: &Feed, base: &Base) -> Site {
    let widen = |line: String| if feed.keeps_marks() { line } else { widen_line(&line) };
    let title = feed.title.line(MAX_NAME).unwrap_or_default();
    let description = widen(feed.description.line(MAX_LINE).unwrap_or_default());
    let Some(extension) = &feed.newsroom.0 else {
        return Site { name: title, description, ..Site::default() };
    };
    Site {
        name: extension.name.line(MAX_NAME).unwrap_or(title),
        description: extension.description.line(MAX_LINE).map_or(description, widen),
        logo: picture(&extension.logo, base).map(|picture| picture.url),
        channels: sections::declared(&extension.channels.0),
        focus: cards(&extension.focus, base, widen),
        special: cards(&extension.special, base, widen),
        pins: pins(&extension.pins),
        provider: credit(&extension.mood_board, base),
        footer: extension.footer.0.as_ref().map_or_else(Footer::default, |footer| Footer {
            copyright: footer.copyright.line(MAX_LINE),
            icp: credit(&footer.icp, base)
                .map(|icp| Credit { url: icp.url.or_else(|| Link::new(ICP_REGISTER).ok()), ..icp }),
            licence: credit(&footer.licence, base),
            hotline: footer.hotline.line(MAX_LINE),
        }),
        share: extension.share.0.as_ref().map_or_else(ShareDefaults::default, |share| {
            ShareDefaults {
                image: picture(&share.image, base).map(|picture| picture.url),
                text: widen(share.text.line(MAX_LINE).unwrap_or_default()),
                targets: targets(&share.targets),
                from: share.from.0.as_ref().is_some_and(|from| from.0),
            }
        }),
        wechat: false,
    }
}

/// Ids of the pinned articles, without duplicates. They are not checked to exist: they may have
/// been imported from an earlier feed, or follow in a later one.
fn pins(list: &List<String>) -> Vec<Key> {
    let mut pins = Vec::new();
    for pin in list.0.iter().filter_map(|id| keys::from_id(id)) {
        if pins.len() < MAX_PINS && !pins.contains(&pin) {
            pins.push(pin);
        }
    }
    pins
}

/// The share targets, without duplicates and without those that do not exist.
fn targets(list: &List<String>) -> Vec<String> {
    let mut targets = Vec::new();
    for key in list.0.iter().map(|key| key.trim().to_ascii_lowercase()) {
        if key.parse::<ShareTarget>().is_ok() && !targets.contains(&key) {
            targets.push(key);
        }
    }
    targets
}

/// The curated cards; those without text are dropped. `widen` makes the marks of titles full-width.
fn cards(list: &List<NamedLink>, base: &Base, widen: impl Fn(String) -> String) -> Vec<Card> {
    let card = |named: &NamedLink| {
        let url = named.url.as_deref().and_then(|url| base.link(url));
        let title = widen(named.line(MAX_LINE)?);
        Some(Card { title, url, picture: picture(&named.picture, base) })
    };
    list.0.iter().filter_map(card).collect()
}
