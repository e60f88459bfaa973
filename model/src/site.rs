//! The newsroom's own settings.

use serde::{Deserialize, Serialize};

use crate::{Credit, Key, Link, MediaUrl, NamedKey, Picture, Route, Section};

/// What every page shows of the newsroom.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// The newsroom's name.
    pub name: String,
    /// One sentence about it.
    #[serde(default)]
    pub description: String,
    /// Its mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<MediaUrl>,
    /// Its channels, in the order of the channel bar.
    #[serde(default)]
    pub channels: Vec<Channel>,
    /// 视觉焦点: curated cards.
    #[serde(default)]
    pub focus: Vec<Card>,
    /// 独家策划: curated cards.
    #[serde(default)]
    pub special: Vec<Card>,
    /// The articles that it puts first, in its order; see
    /// [`recommend::PINS`](crate::recommend::PINS).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pins: Vec<Key>,
    /// Who provides the moods (云投).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<Credit>,
    /// What stands at the foot of each page.
    #[serde(default)]
    pub footer: Footer,
    /// What a shared page shows when an article has nothing of its own.
    #[serde(default)]
    pub share: ShareDefaults,
    /// Whether a WeChat account vouches for its pages. The server's to say: no feed
    /// can.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wechat: bool,
}

/// A channel (频道) with its columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// What stands in addresses.
    pub key: Key,
    /// What readers see.
    pub name: String,
    /// Its columns (栏目), in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<NamedKey>,
}

impl Channel {
    /// The channel at `place`, with its columns.
    #[must_use]
    pub fn new(NamedKey { key, name }: NamedKey, columns: Vec<NamedKey>) -> Self {
        Self { key, name, columns }
    }

    /// Its key and name.
    #[must_use]
    pub fn named_key(&self) -> NamedKey {
        NamedKey { key: self.key.clone(), name: self.name.clone() }
    }
}

/// A curated card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Its words.
    pub title: String,
    /// Where it leads; a card may only announce.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Link>,
    /// Its picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
}

/// What the law and courtesy put at the foot of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footer {
    /// The copyright line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copyright: Option<String>,
    /// The ICP record, which links to the register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icp: Option<Credit>,
    /// The licence to publish news.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<Credit>,
    /// Where to report unlawful content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hotline: Option<String>,
}

/// What a shared page shows when an article has nothing of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareDefaults {
    /// A picture of at least 300 by 300 pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<MediaUrl>,
    /// One line.
    #[serde(default)]
    pub text: String,
    /// Whether shared addresses say by which way they went, as `?from=weibo`. It
    /// tells ways apart, never readers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub from: bool,
}

impl Site {
    /// The channel `key`, if there is one.
    #[must_use]
    pub fn channel(&self, key: &Key) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.key == *key)
    }

    /// The section with these keys, if there is such a channel and column.
    #[must_use]
    pub fn section(&self, channel: &Key, column: Option<&Key>) -> Option<Section> {
        let found = self.channel(channel)?;
        let column = match column {
            None => None,
            Some(key) => Some(found.columns.iter().find(|place| place.key == *key)?.clone()),
        };
        Some(Section { channel: found.named_key(), column })
    }

    /// The articles to which the curated cards lead.
    #[must_use]
    pub fn card_articles(&self) -> Vec<Key> {
        let links = self.focus.iter().chain(&self.special).filter_map(|card| card.url.as_ref());
        let article = |link: &Link| match link.route()? {
            Route::Article(id) => Some(id),
            _ => None,
        };
        links.filter_map(article).collect()
    }

    /// The words of a shared page that has none of its own.
    #[must_use]
    pub fn share_text(&self) -> &str {
        if self.share.text.is_empty() { &self.description } else { &self.share.text }
    }

    /// The picture of a shared page that has none of its own.
    #[must_use]
    pub fn share_image(&self) -> Option<&MediaUrl> {
        self.share.image.as_ref().or(self.logo.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_but_the_name_has_a_default() {
        let site: Site = serde_json::from_str(r#"{"name":"报"}"#).unwrap();
        assert_eq!(site, Site { name: "报".into(), ..Site::default() });
        assert!(serde_json::from_str::<Site>("{}").is_err());
    }

    #[test]
    fn shared_pages_fall_back_on_what_the_newsroom_is_known_by() {
        let url = |text| MediaUrl::new(text).unwrap();
        let mut site = Site { description: "江边".into(), ..Site::default() };
        assert_eq!((site.share_text(), site.share_image()), ("江边", None));
        site.logo = Some(url("/logo.svg"));
        assert_eq!(site.share_image(), Some(&url("/logo.svg")));
        site.share =
            ShareDefaults { image: Some(url("/share.jpg")), text: "读潮".into(), from: true };
        assert_eq!((site.share_text(), site.share_image()), ("读潮", Some(&url("/share.jpg"))));
    }

    #[test]
    fn sections_exist_only_where_the_site_says_so() {
        let site: Site = serde_json::from_str(
            r#"{"name":"报","channels":[{"key":"a","name":"甲","columns":[{"key":"b","name":"乙"}]}]}"#,
        )
        .unwrap();
        let key = |text| Key::new(text).unwrap();
        assert_eq!(site.section(&key("a"), None).unwrap().channel.name, "甲");
        assert_eq!(site.section(&key("a"), Some(&key("b"))).unwrap().column.unwrap().name, "乙");
        assert_eq!(site.section(&key("a"), Some(&key("c"))), None);
        assert_eq!(site.section(&key("b"), None), None);
    }
}
