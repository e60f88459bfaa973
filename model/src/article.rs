//! Articles, their previews, and their sections.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{Block, Counts, Key, Link, Picture, Route, Timestamp};

/// An article with its body, and its counts at the time of the response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Id in URLs.
    pub id: Key,
    /// Title; short news may have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A few sentences, shown in lists and cards.
    #[serde(default)]
    pub excerpt: String,
    /// Whether the excerpt is a standfirst (导语): a summary by the newsroom that is not how the text
    /// begins.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub standfirst: bool,
    /// The publication in which it first appeared (来源).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Credit>,
    /// Names of the authors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// The editor in charge (责编).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub editor: Option<String>,
    /// When it was published.
    pub published: Timestamp,
    /// When the text last changed, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<Timestamp>,
    /// Channel and column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<Section>,
    /// Picture, shown in lists and cards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// Topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The length of the text (字数); 0 if it is not known.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub length: u32,
    /// The text, as blocks.
    pub body: Vec<Block>,
    /// How many readers chose each mood.
    #[serde(default)]
    pub counts: Counts,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// An article in a list, without its body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Id of the article in URLs.
    pub id: Key,
    /// Title; short news may have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A few sentences; in search results the text around the match.
    #[serde(default)]
    pub excerpt: String,
    /// When it was published.
    pub published: Timestamp,
    /// Picture, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
}

/// A name with an optional link, such as a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// The name.
    pub name: String,
    /// Target of the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Link>,
}

/// The channel of an article, and optionally a column of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The channel (频道).
    pub channel: NamedKey,
    /// The column (栏目), one level below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<NamedKey>,
}

impl Section {
    /// The route of the channel's page.
    #[must_use]
    pub fn channel_route(&self) -> Route {
        Route::Channel { channel: self.channel.key.clone(), column: None }
    }
}

/// Key and display name of a channel or a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedKey {
    /// Key in URLs.
    pub key: Key,
    /// Display name.
    pub name: String,
}

/// Maximum length of a headline made from an excerpt, in characters.
const MAX_HEADLINE: usize = 28;

/// Punctuation that ends a sentence, Chinese and Latin.
const SENTENCE_ENDS: [char; 7] = ['\u{3002}', '\u{ff01}', '\u{ff1f}', '\u{ff1b}', '!', '?', ';'];

/// The title of an article, or else the beginning of its excerpt: up to the end of the first
/// sentence, and at most 28 characters.
fn headline<'a>(title: Option<&'a str>, excerpt: &'a str) -> Cow<'a, str> {
    if let Some(title) = title {
        return Cow::Borrowed(title);
    }
    let sentence = excerpt.split(SENTENCE_ENDS).next().unwrap_or(excerpt);
    match sentence.char_indices().nth(MAX_HEADLINE) {
        None => Cow::Borrowed(sentence),
        Some((end, _)) => Cow::Owned(format!("{}……", &sentence[..end])),
    }
}

/// Characters and words that are read in a minute.
const LENGTH_PER_MINUTE: u32 = 400;

impl Credit {
    /// The `href` and `rel` attributes of an anchor, if the name has a link.
    #[must_use]
    pub fn link(&self) -> Option<(String, Option<&'static str>)> {
        self.url.as_ref().map(|url| (url.as_str().to_owned(), url.rel()))
    }
}

impl Article {
    /// One line that names the article: its title, or the beginning of its excerpt.
    #[must_use]
    pub fn headline(&self) -> Cow<'_, str> {
        headline(self.title.as_deref(), &self.excerpt)
    }

    /// Minutes to read the text, rounded up.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        self.length.div_ceil(LENGTH_PER_MINUTE)
    }

    /// The preview of the article, for lists.
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
    /// One line that names the article: its title, or the beginning of its excerpt.
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

    pub(crate) fn timestamp() -> impl Strategy<Value = Timestamp> {
        (0i64..4_000_000_000).prop_map(|seconds| Timestamp::from_unix(seconds).unwrap())
    }

    fn named_key() -> impl Strategy<Value = NamedKey> {
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
        let credit = of((".{1,6}", any::<bool>()).prop_map(|(name, has_link)| Credit {
            name,
            url: has_link.then(|| Link::new("https://example.org/").unwrap()),
        }));
        let section = of((named_key(), of(named_key()))
            .prop_map(|(channel, column)| Section { channel, column }));
        let times = (timestamp(), of(timestamp()));
        let rest = (of(picture()), vec(block(), 0..3), counts());
        (key(), words, credit, section, times, rest).prop_map(
            |(id, words, source, section, (published, updated), (picture, body, counts))| Article {
                id,
                title: words.0,
                excerpt: words.1,
                standfirst: updated.is_some(),
                source,
                authors: words.3.clone(),
                editor: words.2,
                published,
                updated,
                section,
                picture,
                tags: words.3,
                length: counts.happy.try_into().unwrap(),
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
        assert_eq!((article.standfirst, article.length, article.minutes()), (false, 0, 0));
    }

    proptest! {
        #[test]
        fn round_trips(article in strategy::article()) {
            let wire = serde_json::to_string(&article).unwrap();
            prop_assert_eq!(serde_json::from_str::<Article>(&wire).unwrap(), article);
        }
    }
}
