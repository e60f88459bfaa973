//! Recommendations for an article, and the newsroom's pins: a deterministic order.
//!
//! Recommendations are sorted by tier: the newsroom's pins, then articles of the same column,
//! then of the same channel, then all others. Within a tier newer articles come first, and a
//! shared tag ranks an article as if it were [`TAG_BONUS`] newer. An article's position depends
//! only on the two articles, neither on the clock nor on other articles. It is therefore the
//! same on every server and for every page of the feed, and articles published while a reader
//! pages through the feed do not shift others.

use crate::feed::Position;
use crate::{Article, Key, Section, Site};

/// Maximum number of pinned articles; the rest is ignored.
pub const MAX_PINS: usize = 12;

/// Maximum number of tags of an article that are compared: its first ones.
pub const MAX_TAGS: usize = 8;

/// Maximum number of shared tags that count between two articles.
pub const MAX_SHARED_TAGS: usize = 3;

/// Added to the rank for each shared tag, in seconds: two days. One shared tag outweighs the
/// news of a weekend, and the maximum of [`MAX_SHARED_TAGS`] does not outweigh a week.
pub const TAG_BONUS: i64 = 2 * 24 * 60 * 60;

/// The tier number of the newsroom's pins, which come before every [`Tier`].
const PINNED_TIER: u8 = 0;

/// How closely two articles are related, closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// The same column of the same channel.
    Column,
    /// The same channel.
    Channel,
    /// Everything else.
    Rest,
}

impl Tier {
    /// All tiers, closest first.
    pub const ALL: [Self; 3] = [Self::Column, Self::Channel, Self::Rest];

    /// The tier as a number, as in [`Position::tier`].
    #[must_use]
    pub fn number(self) -> u8 {
        PINNED_TIER + 1 + self as u8
    }

    /// The tier of two articles of these sections.
    #[must_use]
    pub fn between(a: Option<&Section>, b: Option<&Section>) -> Self {
        let (Some(a), Some(b)) = (a, b) else { return Self::Rest };
        if a.channel.key != b.channel.key {
            return Self::Rest;
        }
        match (&a.column, &b.column) {
            (Some(a), Some(b)) if a.key == b.key => Self::Column,
            _ => Self::Channel,
        }
    }
}

/// The rank by which a tier is sorted, descending: the time of publication, in seconds since
/// 1970-01-01T00:00:00Z, plus a [`TAG_BONUS`] for each of at most [`MAX_SHARED_TAGS`] shared
/// tags.
#[must_use]
pub fn rank(published: i64, shared: usize) -> i64 {
    published.saturating_add(TAG_BONUS * shared.min(MAX_SHARED_TAGS) as i64)
}

/// The tags of `article` that are compared, without duplicates: at most [`MAX_TAGS`].
#[must_use]
pub fn matching_tags(article: &Article) -> Vec<&str> {
    let mut tags: Vec<&str> = Vec::new();
    for tag in &article.tags {
        if tags.len() < MAX_TAGS && !tags.contains(&&**tag) {
            tags.push(tag);
        }
    }
    tags
}

/// Positions of the newsroom's pins, in its order. A pin may name an article that does not
/// exist.
#[must_use]
pub fn pin_positions(site: &Site) -> Vec<Position> {
    let mut pins: Vec<Position> = Vec::new();
    for (rank, id) in (0..MAX_PINS as i64).rev().zip(&site.pins) {
        if pins.iter().all(|pin| pin.id != *id) {
            pins.push(Position { tier: PINNED_TIER, rank, id: id.clone() });
        }
    }
    pins
}

/// The position of `other`, when it is not pinned, in the recommendations of `article`.
#[must_use]
pub fn position(article: &Article, other: &Article) -> Position {
    let own = matching_tags(article);
    let shared = matching_tags(other).into_iter().filter(|tag| own.contains(tag)).count();
    Position {
        tier: Tier::between(article.section.as_ref(), other.section.as_ref()).number(),
        rank: rank(other.published.unix(), shared),
        id: other.id.clone(),
    }
}

/// All recommendations of `article`, in order; `article` itself is not among them.
pub(crate) fn recommendations<'a>(
    site: &Site,
    article: &Article,
    articles: &'a [Article],
) -> Vec<(Position, &'a Article)> {
    let mut pins = pin_positions(site);
    pins.retain(|pin| pin.id != article.id);
    let position_of = |other: &Article| {
        let pin = pins.iter().find(|pin| pin.id == other.id);
        pin.cloned().unwrap_or_else(|| position(article, other))
    };
    let others = articles.iter().filter(|other| other.id != article.id);
    let mut all: Vec<_> = others.map(|other| (position_of(other), other)).collect();
    all.sort_by(|(a, _), (b, _)| a.cmp_in_feed(b));
    all
}

/// The pinned articles among `articles`, in the newsroom's order.
pub(crate) fn pinned<'a>(site: &Site, articles: &'a [Article]) -> Vec<(Position, &'a Article)> {
    let article = |id: &Key| articles.iter().find(|article| article.id == *id);
    pin_positions(site)
        .into_iter()
        .filter_map(|pin| Some((pin.clone(), article(&pin.id)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Counts, NamedKey, Timestamp};

    const DAY: i64 = 24 * 60 * 60;

    fn key(text: &str) -> Key {
        Key::new(text).unwrap()
    }

    fn article(id: &str, day: i64, section: &str, tags: &[&str]) -> Article {
        let named_key = |text: &str| NamedKey { key: key(text), name: text.into() };
        let mut names = section.split_terminator('/');
        let channel = names.next().map(named_key);
        Article {
            id: key(id),
            title: None,
            excerpt: String::new(),
            standfirst: false,
            source: None,
            authors: vec![],
            editor: None,
            published: Timestamp::from_unix(day * DAY).unwrap(),
            updated: None,
            section: channel
                .map(|channel| Section { channel, column: names.next().map(named_key) }),
            picture: None,
            language: None,
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            length: 0,
            body: vec![],
            live: None,
            corrections: vec![],
            counts: Counts::default(),
            adjacent: crate::Adjacent::default(),
        }
    }

    fn ids(all: &[(Position, &Article)]) -> String {
        let ids: Vec<_> = all.iter().map(|(position, _)| position.id.as_str()).collect();
        ids.join(" ")
    }

    #[test]
    fn articles_are_sorted_by_tier_then_newest_first() {
        let own = article("own", 9, "city/bus", &[]);
        let all = [
            article("none", 8, "", &[]),
            article("else", 7, "sport/bus", &[]),
            article("above", 6, "city", &[]),
            article("beside", 5, "city/water", &[]),
            own.clone(),
            article("old", 3, "city/bus", &[]),
            article("new", 4, "city/bus", &[]),
        ];
        let order = |own| ids(&recommendations(&Site::default(), own, &all));
        assert_eq!(order(&own), "new old above beside none else");
        assert_eq!(order(&all[2]), "own beside new old none else");
        assert_eq!(order(&all[0]), "own else above beside new old");
    }

    #[test]
    fn a_shared_tag_counts_as_two_days_for_up_to_three_tags() {
        let own = article("own", 9, "", &["a", "b", "c", "d"]);
        let all = [
            article("four", 1, "", &["d", "c", "b", "a"]),
            article("three", 1, "", &["b", "a", "c", "x"]),
            article("twice", 5, "", &["a", "a", "a"]),
            article("one", 4, "", &["a"]),
            article("newer", 6, "", &["x"]),
        ];
        // four and three: 1 + 6; twice: 5 + 2; one and newer: 6.
        assert_eq!(
            ids(&recommendations(&Site::default(), &own, &all)),
            "twice three four one newer"
        );
        let many: Vec<_> = ["a", "a", "b", "c", "d", "e", "f", "g", "h", "i"].to_vec();
        assert_eq!(matching_tags(&article("many", 1, "", &many)), &many[1..9]);
    }

    #[test]
    fn pins_come_first_in_order_without_duplicates() {
        let own = article("own", 9, "", &[]);
        let all = [article("b", 1, "", &[]), own.clone(), article("a", 2, "", &[])];
        let site = Site { pins: ["gone", "own", "b", "b"].map(key).to_vec(), ..Site::default() };
        assert_eq!(ids(&recommendations(&site, &own, &all)), "b a");
        assert_eq!(ids(&pinned(&site, &all)), "own b");
        let many = (0..20).map(|n| key(&n.to_string())).collect();
        assert_eq!(pin_positions(&Site { pins: many, ..Site::default() }).len(), MAX_PINS);
    }
}
