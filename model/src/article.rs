//! Articles, their previews, and their sections.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::block::body_text;
use crate::live::{Live, LiveState};
use crate::{Block, Counts, Key, Link, Picture, Route, Timestamp};

/// An article with its body, and its counts at the time of the response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
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
    /// Language (BCP 47), unless it is that of the site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Key>,
    /// Topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The length of the text (字数); 0 if it is not known.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub length: u32,
    /// The text, as blocks.
    pub body: Vec<Block>,
    /// What makes it a live article (直播), if it is one. The body is then what stands before the
    /// entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live: Option<Box<Live>>,
    /// What of it was wrong and has been corrected (更正), newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// How many readers chose each mood.
    #[serde(default)]
    pub counts: Counts,
    /// The article before and after it in its column; what is stored has none.
    #[serde(default, skip_serializing_if = "Adjacent::is_empty")]
    pub adjacent: Adjacent,
}

/// A correction of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Correction {
    /// When the text was corrected.
    pub date: Timestamp,
    /// What was wrong and what is right.
    pub text: String,
}

/// The articles before and after another one, by time of publication, in the same column, or in
/// the same channel if that one is in no column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Adjacent {
    /// The one published before it (上一篇).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Titled>,
    /// The one published after it (下一篇).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Titled>,
}

impl Adjacent {
    /// Whether there is neither.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.previous.is_none() && self.next.is_none()
    }
}

/// An article that is only named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Titled {
    /// Its id.
    pub id: Key,
    /// Its headline.
    pub title: String,
}

impl From<&Preview> for Titled {
    fn from(preview: &Preview) -> Self {
        Self { id: preview.id.clone(), title: preview.headline().into_owned() }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// An article in a list, without its body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
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
    /// The channel (频道).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<NamedKey>,
    /// Name of the publication in which it first appeared (来源).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Language (BCP 47) of title and excerpt, unless it is that of the pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Key>,
    /// Whether it goes on, if it is a live article (直播).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live: Option<LiveState>,
}

/// A name with an optional link, such as a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Credit {
    /// The name.
    pub name: String,
    /// Target of the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Link>,
}

/// The channel of an article, and optionally a column of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NamedKey {
    /// Key in URLs.
    pub key: Key,
    /// Display name.
    pub name: String,
}

/// Maximum length of a headline made from an excerpt, in characters.
const MAX_HEADLINE: usize = 28;

/// A headline that ends before the end of a sentence has at least this many characters: a date
/// alone says nothing.
const MIN_HEADLINE: usize = 8;

/// The title of an article, or else the beginning of its excerpt: up to the end of the first
/// sentence, or else of the last clause within 28 characters, but never inside a quotation or
/// at a 、.
fn headline<'a>(title: Option<&'a str>, excerpt: &'a str) -> Cow<'a, str> {
    if let Some(title) = title {
        return Cow::Borrowed(title);
    }
    // Byte offsets of the last places at which the text may be cut: between two clauses, anywhere
    // outside a quotation, and after a quotation that is longer than a headline; and of the end of
    // the last character that is no pause.
    let (mut clause, mut outside, mut quotation) = (0, 0, 0);
    let (mut depth, mut is_in_word, mut end) = (0_usize, false, 0);
    let mut count = 0;
    let (mut is_joined, mut is_half_flag) = (false, false);
    for (at, character) in excerpt.char_indices() {
        let mut is_pause = false;
        // Families, flags and letters with their marks are not cut.
        let is_flag = matches!(character, '\u{1f1e6}'..='\u{1f1ff}');
        let is_inside = std::mem::replace(&mut is_joined, character == '\u{200d}')
            || is_flag && is_half_flag
            || matches!(character, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{20e3}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e01ef}');
        is_half_flag = is_flag && !is_half_flag;
        let was_in_word = std::mem::replace(&mut is_in_word, character.is_ascii_alphanumeric());
        if depth == 0 {
            match character {
                '。' | '！' | '？' | '!' | '?' if count <= MAX_HEADLINE => {
                    return Cow::Borrowed(&excerpt[..at]);
                }
                _ if is_inside => {}
                _ if count > MAX_HEADLINE => quotation = quotation.max(end),
                _ if count < MIN_HEADLINE => {}
                '，' | '；' | ',' | ';' => clause = end,
                _ if !(was_in_word && is_in_word) => outside = end,
                _ => {}
            }
        }
        match character {
            '“' | '‘' | '「' | '『' | '《' | '（' => depth += 1,
            // Feeds lose opening marks.
            '”' | '’' | '」' | '』' | '》' | '）' => depth = depth.saturating_sub(1),
            '、' | '，' | '：' | ':' => is_pause = true,
            _ => {}
        }
        if !is_pause {
            end = at + character.len_utf8();
        }
        count += 1;
        if count > MAX_HEADLINE && clause.max(outside).max(quotation) > 0
            || count > 2 * MAX_HEADLINE
        {
            break;
        }
    }
    if count <= MAX_HEADLINE {
        return Cow::Borrowed(excerpt);
    }
    let cut = [clause, outside, quotation, end].into_iter().find(|cut| *cut > 0);
    Cow::Owned(format!("{}……", &excerpt[..cut.unwrap_or_default()]))
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

    /// Whether the headline is all that the article says, so that the text would repeat it.
    #[must_use]
    pub fn is_headline_only(&self) -> bool {
        // A newsroom's excerpt may be shorter than the text.
        self.title.is_none()
            && self.excerpt.len() <= self.headline().len() + '。'.len_utf8()
            && self.length <= crate::text::length(&self.excerpt)
    }

    /// Everything that its text says, on lines, the entries of a live article included.
    #[must_use]
    pub fn text(&self) -> String {
        let text = body_text(&self.body);
        match &self.live {
            Some(live) => text + &live.text(),
            None => text,
        }
    }

    /// The bodies of the article: its own, and those of the entries of a live one.
    pub fn bodies_mut(&mut self) -> impl Iterator<Item = &mut Vec<Block>> {
        let entries = self.live.iter_mut().flat_map(|live| &mut live.entries);
        std::iter::once(&mut self.body).chain(entries.map(|entry| &mut entry.body))
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
            channel: self.section.as_ref().map(|section| section.channel.clone()),
            source: self.source.as_ref().map(|source| source.name.clone()),
            language: self.language.clone(),
            live: self.live.as_ref().map(|live| live.state),
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

    use super::{Adjacent, Article, Correction, Credit, NamedKey, Section};
    use crate::Live;
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
                language: body.first().map(|_| Key::new("ug").unwrap()),
                tags: words.3,
                length: counts.happy.try_into().unwrap(),
                body,
                live: updated.map(|date| {
                    let entries = vec![crate::live::tests::entry("a", date.unix())];
                    Box::new(Live { entries, end: Some(date), ..Live::default() })
                }),
                corrections: updated
                    .map(|date| Correction { date, text: "误".to_owned() })
                    .into_iter()
                    .collect(),
                counts,
                adjacent: Adjacent::default(),
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
    fn a_headline_made_of_an_excerpt_ends_where_a_reader_would_pause() {
        for (excerpt, expected) in [
            // The last clause that fits, and not the first.
            (
                "今晨七点，望澜大桥北侧的观测井水位回落，潮位站的记录员把三天来的数据逐一核对之后报送",
                "今晨七点，望澜大桥北侧的观测井水位回落……",
            ),
            // A clause that is too short says nothing.
            (
                "昨日，一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十",
                "昨日，一二三四五六七八九十一二三四五六七八九十一二三四五……",
            ),
            // Never after the mark of an enumeration.
            (
                "一二三四五六七八九十一二三四五六七八九十一二三四五六七、八九十一二三四",
                "一二三四五六七八九十一二三四五六七八九十一二三四五六七……",
            ),
            // Neither a sentence nor a clause ends inside a quotation.
            ("“走！”他说。后来", "“走！”他说"),
            (
                "一二三四五六七八九十记者获悉“一二三四五六七，八九十一二三四五六七八九十”",
                "一二三四五六七八九十记者获悉……",
            ),
            (
                "“一二三四五六七，八九十一二三四五六七八九十一二三四五六七八九十”他说道",
                "“一二三四五六七，八九十一二三四五六七八九十一二三四五六七八九十”……",
            ),
            // A closing mark without its opening one changes nothing.
            ("网络梗”走红，一二三四五。后来", "网络梗”走红，一二三四五"),
            // Nor is a Latin word cut.
            (
                "一二三四五六七八九十一二三四五六七八九十一二三四WebAssembly的事",
                "一二三四五六七八九十一二三四五六七八九十一二三四……",
            ),
            // Short texts are whole, also with a semicolon.
            ("甲事；乙事", "甲事；乙事"),
        ] {
            assert_eq!(headline(None, excerpt), expected, "{excerpt}");
        }
    }

    #[test]
    fn a_headline_ends_between_whole_signs() {
        let cut = |sign: &str, before: usize| {
            headline(None, &("字".repeat(before) + &sign.repeat(40))).into_owned()
        };
        for sign in [
            "👨\u{200d}👩\u{200d}👧",
            "🇨🇳",
            "e\u{301}\u{302}",
            "👍🏽",
            "1\u{fe0f}\u{20e3}",
            "葛\u{e0100}",
        ] {
            for before in 0..8 {
                let headline = cut(sign, before);
                let signs = headline.trim_start_matches('字').trim_end_matches('…');
                assert!(signs.len() % sign.len() == 0 && signs.len() > 12, "{headline}");
            }
        }
    }

    #[test]
    fn a_headline_is_shown_unless_it_is_the_whole_text() {
        let wire = r#"{"id":"a","published":"2026-11-20T08:00:00Z","body":[]}"#;
        let mut article: Article = serde_json::from_str(wire).unwrap();
        for (excerpt, is_only) in [("今晨停航。", true), ("今晨停航。明日恢复。", false)]
        {
            article.excerpt = excerpt.to_owned();
            assert_eq!(article.is_headline_only(), is_only, "{excerpt}");
        }
        article.excerpt = "今晨停航。".to_owned();
        article.length = 6;
        assert!(!article.is_headline_only());
        article.length = 4;
        assert!(article.is_headline_only());
        article.title = Some("今晨停航".to_owned());
        assert!(!article.is_headline_only());
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
