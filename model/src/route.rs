//! Routes of the app: the pages of the site and their paths, [`Route`] ⇄ path.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::comfort::CARE_PARAM;
use crate::url::{SEARCH_PARAM, decode_component, encode_component, encode_key};
use crate::{Facet, FacetKind, Key, Mood, Period};

/// A page of the site.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Route {
    /// The latest news: `/`.
    Home,
    /// A channel, or a column of it: `/channels/{channel}[/{column}]`.
    Channel {
        /// The channel.
        channel: Key,
        /// The column below it.
        column: Option<Key>,
    },
    /// An article: `/articles/{id}`.
    Article(Key),
    /// The articles with a tag or of an author: `/tags/{tag}`, `/authors/{author}`.
    Facet(Facet),
    /// The rankings: `/ranking`.
    Ranking,
    /// The search: `/search`.
    Search,
    /// Reading settings and 关怀模式: `/settings`.
    Settings,
    /// The articles that this browser keeps for reading without a network: `/offline`.
    Offline,
    /// The articles that a reader has saved in their browser: `/saved`.
    Saved,
    /// The articles that a reader has opened in their browser: `/history`.
    History,
    /// Component gallery, every component in every state, for developers: `/gallery`. Only
    /// builds with the mock backend show it.
    Gallery,
}

impl Route {
    /// The page at `path`, a percent-encoded path without a query; `None` for an unknown path.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let path = path.strip_prefix('/')?;
        let segments: Vec<&str> = match path {
            "" => vec![],
            path => path.strip_suffix('/').unwrap_or(path).split('/').collect(),
        };
        let key = |segment| Key::new(decode_component(segment)?).ok();
        Some(match segments[..] {
            [] => Self::Home,
            ["channels", channel] => Self::Channel { channel: key(channel)?, column: None },
            ["channels", channel, column] => {
                Self::Channel { channel: key(channel)?, column: Some(key(column)?) }
            }
            ["articles", id] => Self::Article(key(id)?),
            [kind, name] => {
                let kind = FacetKind::of_segment(kind)?;
                Self::Facet(Facet::new(kind, &decode_component(name)?)?)
            }
            ["ranking"] => Self::Ranking,
            ["search"] => Self::Search,
            ["settings"] => Self::Settings,
            ["offline"] => Self::Offline,
            ["saved"] => Self::Saved,
            ["history"] => Self::History,
            ["gallery"] => Self::Gallery,
            _ => return None,
        })
    }

    /// URL to which the reaction form, used without JavaScript, posts a mood on article
    /// `id`. It is below the article's page, to which the response redirects.
    #[must_use]
    pub fn reaction(id: &Key) -> String {
        format!("/articles/{}/reaction", encode_key(id))
    }

    /// Path and query of the ranking of `mood` in `period`.
    #[must_use]
    pub fn ranking(mood: Mood, period: Period) -> String {
        format!("{}?mood={mood}&period={period}", Self::Ranking)
    }

    /// URL that turns 关怀模式 on or off and leads back.
    #[must_use]
    pub fn care(is_on: bool) -> String {
        format!("{}?{CARE_PARAM}={}", Self::Settings, if is_on { "on" } else { "off" })
    }

    /// Path and query of the search for `query`; the path alone when `query` is empty.
    #[must_use]
    pub fn search(query: &str) -> String {
        match query {
            "" => Self::Search.to_string(),
            query => format!("{}?{SEARCH_PARAM}={}", Self::Search, encode_component(query)),
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home => f.write_str("/"),
            Self::Channel { channel, column: None } => {
                write!(f, "/channels/{}", encode_key(channel))
            }
            Self::Channel { channel, column: Some(column) } => {
                write!(f, "/channels/{}/{}", encode_key(channel), encode_key(column))
            }
            Self::Article(id) => write!(f, "/articles/{}", encode_key(id)),
            Self::Facet(facet) => facet.fmt(f),
            Self::Ranking => f.write_str("/ranking"),
            Self::Search => f.write_str("/search"),
            Self::Settings => f.write_str("/settings"),
            Self::Offline => f.write_str("/offline"),
            Self::Saved => f.write_str("/saved"),
            Self::History => f.write_str("/history"),
            Self::Gallery => f.write_str("/gallery"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::strategy::key;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_what_readers_see() {
        let key = |text| Key::new(text).unwrap();
        let column = Route::Channel { channel: key("city"), column: Some(key("交通")) };
        assert_eq!(column.to_string(), "/channels/city/%E4%BA%A4%E9%80%9A");
        assert_eq!(Route::parse("/articles/a/"), Some(Route::Article(key("a"))));
        let tag = Route::Facet(Facet::new(FacetKind::Tag, "a/慢?").unwrap());
        assert_eq!(tag.to_string(), "/tags/a%2F%E6%85%A2%3F");
        assert_eq!(Route::parse("/tags/a%2f慢%3F/"), Some(tag));
        assert_eq!(Route::ranking(Mood::Like, Period::Week), "/ranking?mood=like&period=week");
        assert_eq!(Route::search("潮 &"), "/search?q=%E6%BD%AE%20%26");
        assert_eq!(Route::search(""), "/search");
    }

    #[test]
    fn other_paths_are_no_pages() {
        for bad in [
            "",
            "x",
            "/articles",
            "/articles/a/b",
            "/articles/%2e%2e",
            "/articles/a%2Fb",
            "/a",
            "/tags",
            "/tags/",
            "/tags/%2E",
            "/tags/a/b",
            "/authors/%20",
            "/authors/%ff",
            "//",
        ] {
            assert_eq!(Route::parse(bad), None, "{bad}");
        }
        assert_eq!(Route::parse("/articles/%ff"), None);
    }

    proptest! {
        #[test]
        fn round_trips(a in key(), b in key(), name in "\\PC{0,9}") {
            for facet in FacetKind::ALL.iter().filter_map(|kind| Facet::new(*kind, &name)) {
                let route = Route::Facet(facet.clone());
                prop_assert_eq!(Route::parse(&facet.href()), Some(route.clone()));
                prop_assert_eq!(Route::parse(&route.to_string()), Some(route));
            }
            for route in [
                Route::Home,
                Route::Channel { channel: a.clone(), column: None },
                Route::Channel { channel: a.clone(), column: Some(b) },
                Route::Article(a),
                Route::Ranking,
                Route::Search,
                Route::Settings,
                Route::Offline,
                Route::Saved,
                Route::History,
                Route::Gallery,
            ] {
                prop_assert_eq!(Route::parse(&route.to_string()), Some(route));
            }
        }
    }
}
