//! Articles and their previews.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{Block, Counts, Key, Link, Picture, Timestamp};

/// A whole article, with its counts at the time of the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Its name in addresses.
    pub id: Key,
    /// Its title; short news may have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A few sentences that stand for it in lists and cards.
    #[serde(default)]
    pub excerpt: String,
    /// Where it was first published (来源).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Credit>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// The editor in charge (责编).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub editor: Option<String>,
    /// When it was published.
    pub published: Timestamp,
    /// When its text last changed, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<Timestamp>,
    /// Where it belongs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<Section>,
    /// The picture that stands for it in lists and cards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The text.
    pub body: Vec<Block>,
    /// How readers felt about it.
    #[serde(default)]
    pub counts: Counts,
}

/// What a list shows of an article. It has no body, and its type says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// The article's name in addresses.
    pub id: Key,
    /// The article's title; short news may have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A few sentences of it.
    #[serde(default)]
    pub excerpt: String,
    /// When it was published.
    pub published: Timestamp,
    /// Its picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
}

/// A name that may lead somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// The name.
    pub name: String,
    /// Its own page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Link>,
}

/// A channel, and perhaps a column below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The channel (频道).
    pub channel: NamedKey,
    /// The column (栏目), one level below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<NamedKey>,
}

/// A channel or a column: its key in addresses and its name for readers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedKey {
    /// What stands in addresses.
    pub key: Key,
    /// What readers see.
    pub name: String,
}

/// The longest headline made from an excerpt, in characters.
const HEADLINE: usize = 28;

/// What ends a sentence, in Chinese and in Latin type.
const STOPS: [char; 7] = ['\u{3002}', '\u{ff01}', '\u{ff1f}', '\u{ff1b}', '!', '?', ';'];

/// The words that name an article: its title, or the beginning of its excerpt,
/// up to the first full stop and at most 28 characters.
fn headline<'a>(title: Option<&'a str>, excerpt: &'a str) -> Cow<'a, str> {
    if let Some(title) = title {
        return Cow::Borrowed(title);
    }
    let sentence = excerpt.split(STOPS).next().unwrap_or(excerpt);
    match sentence.char_indices().nth(HEADLINE) {
        None => Cow::Borrowed(sentence),
        Some((end, _)) => Cow::Owned(format!("{}……", &sentence[..end])),
    }
}

impl Credit {
    /// Where the name leads, and what an anchor says of that (`rel`).
    #[must_use]
    pub fn link(&self) -> Option<(String, Option<&'static str>)> {
        self.url.as_ref().map(|url| (url.as_str().to_owned(), url.rel()))
    }
}

impl Article {
    /// The words that name it where one line must do: its title, or the
    /// beginning of its excerpt.
    #[must_use]
    pub fn headline(&self) -> Cow<'_, str> {
        headline(self.title.as_deref(), &self.excerpt)
    }

    /// What lists show of it.
    #[must_use]
    pub fn preview(&self) -> Preview {
        Preview {
            id: self.id.clone(),
            title: self.title.clone(),
            excerpt: self.excerpt.clone(),
            published: self.published,
            picture: self.picture.clone(),
        }
    }
}

impl Preview {
    /// The words that name it where one line must do: its title, or the
    /// beginning of its excerpt.
    #[must_use]
    pub fn headline(&self) -> Cow<'_, str> {
        headline(self.title.as_deref(), &self.excerpt)
    }
}

#[cfg(test)]
pub(crate) mod strategy {
    //! Generated articles.

    use super::{Article, Credit, NamedKey, Section};
    use crate::block::strategy::{block, picture};
    use crate::{Counts, Key, Link, Mood, Timestamp};
    use proptest::collection::vec;
    use proptest::option::of;
    use proptest::prelude::*;

    pub(crate) fn key() -> impl Strategy<Value = Key> {
        "[a-z0-9党建-]{1,12}".prop_map(|text| Key::new(text).unwrap())
    }

    pub(crate) fn moment() -> impl Strategy<Value = Timestamp> {
        (0i64..4_000_000_000).prop_map(|seconds| Timestamp::from_unix(seconds).unwrap())
    }

    fn place() -> impl Strategy<Value = NamedKey> {
        (key(), ".{1,6}").prop_map(|(key, name)| NamedKey { key, name })
    }

    fn counts() -> impl Strategy<Value = Counts> {
        any::<[u32; Mood::ALL.len()]>().prop_map(|each| {
            let mut counts = Counts::default();
            for (mood, count) in Mood::ALL.into_iter().zip(each) {
                *counts.get_mut(mood) = count.into();
            }
            counts
        })
    }

    pub(crate) fn article() -> impl Strategy<Value = Article> {
        let words = (of(".{1,20}"), ".{0,40}", of(".{1,6}"), vec(".{1,6}", 0..3));
        let credit = of((".{1,6}", any::<bool>()).prop_map(|(name, led)| Credit {
            name,
            url: led.then(|| Link::new("https://example.org/").unwrap()),
        }));
        let section =
            of((place(), of(place())).prop_map(|(channel, column)| Section { channel, column }));
        let times = (moment(), of(moment()));
        let rest = (of(picture()), vec(block(), 0..3), counts());
        (key(), words, credit, section, times, rest).prop_map(
            |(id, words, source, section, (published, updated), (picture, body, counts))| Article {
                id,
                title: words.0,
                excerpt: words.1,
                source,
                authors: words.3.clone(),
                editor: words.2,
                published,
                updated,
                section,
                picture,
                tags: words.3,
                body,
                counts,
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn headline_is_the_title_or_the_first_words() {
        assert_eq!(headline(Some("题"), "正文。"), "题");
        assert_eq!(headline(None, "第一句\u{3002}第二句\u{3002}"), "第一句");
        assert_eq!(headline(None, "第一句\u{ff01}第二句"), "第一句");
        let long = "长".repeat(40);
        assert_eq!(headline(None, &long), format!("{}……", "长".repeat(28)));
        assert_eq!(headline(None, ""), "");
    }

    #[test]
    fn optional_fields_have_defaults_and_unknown_ones_are_ignored() {
        let wire = r#"{"id":"a","published":"2026-11-20T08:00:00Z","body":[],"weather":"rain"}"#;
        let article: Article = serde_json::from_str(wire).unwrap();
        assert_eq!(article.published.display(), "2026-11-20 16:00");
        assert_eq!(article.counts, Counts::default());
    }

    proptest! {
        #[test]
        fn round_trips(article in strategy::article()) {
            let wire = serde_json::to_string(&article).unwrap();
            prop_assert_eq!(serde_json::from_str::<Article>(&wire).unwrap(), article);
        }
    }
}
