//! The newsroom's own settings, from the top of a feed.

use zaidu_model::recommend::MAX_PINS;
use zaidu_model::site::{Card, Footer, ShareDefaults};
use zaidu_model::{Credit, Key, Link, Site};

use crate::address::Base;
use crate::convert::{credit, picture};
use crate::limits::{LINE, NAME};
use crate::wire::{Feed, List, Named};
use crate::{keys, sections};

/// Where Chinese sites' ICP records can be looked up; the record at the foot of
/// a page has to link there.
const ICP_REGISTER: &str = "https://beian.miit.gov.cn/";

/// The settings of `feed`, with the channels that it declares.
pub(crate) fn site(feed: &Feed, base: &Base) -> Site {
    let title = feed.title.line(NAME).unwrap_or_default();
    let description = feed.description.line(LINE).unwrap_or_default();
    let Some(own) = &feed.newsroom.0 else {
        return Site { name: title, description, ..Site::default() };
    };
    Site {
        name: own.name.line(NAME).unwrap_or(title),
        description: own.description.line(LINE).unwrap_or(description),
        logo: picture(&own.logo, base).map(|picture| picture.url),
        channels: sections::declared(&own.channels.0),
        focus: cards(&own.focus, base),
        special: cards(&own.special, base),
        pins: pins(&own.pins),
        provider: credit(&own.mood_board, base),
        footer: own.footer.0.as_ref().map_or_else(Footer::default, |footer| Footer {
            copyright: footer.copyright.line(LINE),
            icp: credit(&footer.icp, base)
                .map(|icp| Credit { url: icp.url.or_else(|| Link::new(ICP_REGISTER).ok()), ..icp }),
            licence: credit(&footer.licence, base),
            hotline: footer.hotline.line(LINE),
        }),
        share: own.share.0.as_ref().map_or_else(ShareDefaults::default, |share| ShareDefaults {
            image: picture(&share.image, base).map(|picture| picture.url),
            text: share.text.line(LINE).unwrap_or_default(),
            from: share.from.0.as_ref().is_some_and(|from| from.0),
        }),
        wechat: false,
    }
}

/// The articles that are put first, each once. Whether they exist is for whoever
/// reads the feeds: they may have come with an earlier one, or come with a later.
fn pins(list: &List<String>) -> Vec<Key> {
    let mut pins = Vec::new();
    for pin in list.0.iter().filter_map(|id| keys::from_id(id)) {
        if pins.len() < MAX_PINS && !pins.contains(&pin) {
            pins.push(pin);
        }
    }
    pins
}

/// The cards that have words.
fn cards(list: &List<Named>, base: &Base) -> Vec<Card> {
    let card = |named: &Named| {
        let url = named.url.as_deref().and_then(|url| base.link(url));
        Some(Card { title: named.line(LINE)?, url, picture: picture(&named.picture, base) })
    };
    list.0.iter().filter_map(card).collect()
}
