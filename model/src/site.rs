//! Site settings of a newsroom: channels, curated cards, pins, footer, share defaults.

use serde::{Deserialize, Serialize};

use crate::{Credit, Key, Link, MediaUrl, NamedKey, Picture, Route, Section, ShareTarget};

/// Settings of the site, sent with every page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Site {
    /// The newsroom's name.
    pub name: String,
    /// One sentence about the newsroom.
    #[serde(default)]
    pub description: String,
    /// Its logo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<MediaUrl>,
    /// The channels, in the order of the channel bar.
    #[serde(default)]
    pub channels: Vec<Channel>,
    /// 视觉焦点: curated cards.
    #[serde(default)]
    pub focus: Vec<Card>,
    /// 独家策划: curated cards.
    #[serde(default)]
    pub special: Vec<Card>,
    /// Ids of the pinned articles, in order; at most
    /// [`MAX_PINS`](crate::recommend::MAX_PINS) are used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pins: Vec<Key>,
    /// Provider of the moods (云投).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<Credit>,
    /// The footer of every page.
    #[serde(default)]
    pub footer: Footer,
    /// Description and picture of a shared page whose article has none of its own.
    #[serde(default)]
    pub share: ShareDefaults,
    /// Whether a WeChat account signs its pages. Set by the server only, never by a feed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wechat: bool,
}

/// A channel (频道) with its columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Channel {
    /// Key in URLs.
    pub key: Key,
    /// Display name.
    pub name: String,
    /// The columns (栏目), in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<NamedKey>,
}

impl Channel {
    /// The channel with this key and name and these columns.
    #[must_use]
    pub fn new(NamedKey { key, name }: NamedKey, columns: Vec<NamedKey>) -> Self {
        Self { key, name, columns }
    }

    /// The key and name, without the columns.
    #[must_use]
    pub fn named_key(&self) -> NamedKey {
        NamedKey { key: self.key.clone(), name: self.name.clone() }
    }
}

/// A curated card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Card {
    /// Text of the card.
    pub title: String,
    /// Target of the card; a card may be an announcement without a link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Link>,
    /// Picture of the card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
}

impl Card {
    /// The id of the article to which the card links, if it links to one.
    #[must_use]
    pub fn article(&self) -> Option<Key> {
        match self.url.as_ref()?.route()? {
            Route::Article(id) => Some(id),
            _ => None,
        }
    }
}

/// Legal information in the footer of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Footer {
    /// The copyright line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copyright: Option<String>,
    /// The ICP record, with a link to the register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icp: Option<Credit>,
    /// The licence to publish news.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<Credit>,
    /// Where to report unlawful content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hotline: Option<String>,
}

/// What is shared of a page whose article has none of its own, and where to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ShareDefaults {
    /// Picture of at least 300 by 300 pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<MediaUrl>,
    /// One line of text.
    #[serde(default)]
    pub text: String,
    /// Where readers may share, in this order, as keys of [`ShareTarget`]; empty for its default.
    /// As texts they are read with the code of the tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<String>,
    /// Whether shared URLs name the share method, as `?from=weibo`. The parameter identifies
    /// methods, never readers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub from: bool,
}

impl Site {
    /// The channel `key`, if it exists.
    #[must_use]
    pub fn channel(&self, key: &Key) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.key == *key)
    }

    /// The section with these keys, if the channel and the column exist.
    #[must_use]
    pub fn section(&self, channel: &Key, column: Option<&Key>) -> Option<Section> {
        let found = self.channel(channel)?;
        let column = match column {
            None => None,
            Some(key) => Some(found.columns.iter().find(|column| column.key == *key)?.clone()),
        };
        Some(Section { channel: found.named_key(), column })
    }

    /// Ids of the articles to which the curated cards link.
    #[must_use]
    pub fn card_articles(&self) -> Vec<Key> {
        self.focus.iter().chain(&self.special).filter_map(Card::article).collect()
    }

    /// Description of a shared page that has none of its own.
    #[must_use]
    pub fn share_text(&self) -> &str {
        if self.share.text.is_empty() { &self.description } else { &self.share.text }
    }

    /// Where readers may share, in order. Targets of a later version are left out.
    #[must_use]
    pub fn share_targets(&self) -> Vec<ShareTarget> {
        let chosen = &self.share.targets;
        if chosen.is_empty() {
            ShareTarget::DEFAULT.to_vec()
        } else {
            chosen.iter().filter_map(|key| key.parse().ok()).collect()
        }
    }

    /// Ids of the articles that the settings name: those of the curated cards, and the pins.
    #[must_use]
    pub fn named_articles(&self) -> Vec<Key> {
        self.card_articles().into_iter().chain(self.pins.iter().cloned()).collect()
    }

    /// The site without the cards and the pins of articles that are `hidden` from readers.
    #[must_use]
    pub fn without_articles(mut self, hidden: impl Fn(&Key) -> bool) -> Self {
        let is_shown = |card: &Card| card.article().is_none_or(|article| !hidden(&article));
        self.focus.retain(is_shown);
        self.special.retain(is_shown);
        self.pins.retain(|pin| !hidden(pin));
        self
    }

    /// Ids of the articles whose pictures [`Self::with_variants`] asks for.
    #[must_use]
    pub fn cards_without_variants(&self) -> Vec<Key> {
        let cards = self.focus.iter().chain(&self.special);
        let is_asked =
            |card: &&Card| card.picture.as_ref().is_some_and(|picture| picture.variants.is_empty());
        cards.filter(is_asked).filter_map(Card::article).collect()
    }

    /// The site whose cards have the variants of their article's picture, where they show the same
    /// file and name none themselves.
    #[must_use]
    pub fn with_variants<'a>(mut self, picture: impl Fn(&Key) -> Option<&'a Picture>) -> Self {
        for card in self.focus.iter_mut().chain(&mut self.special) {
            let Some(of_article) = card.article().and_then(|id| picture(&id)) else { continue };
            if let Some(own) = &mut card.picture
                && own.variants.is_empty()
                && own.url == of_article.url
            {
                own.variants.clone_from(&of_article.variants);
                own.size = own.size.or(of_article.size);
            }
        }
        self
    }

    /// Picture of a shared page that has none of its own.
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
    fn share_defaults_fall_back_to_description_and_logo() {
        let url = |text| MediaUrl::new(text).unwrap();
        let mut site = Site { description: "江边".into(), ..Site::default() };
        assert_eq!((site.share_text(), site.share_image()), ("江边", None));
        site.logo = Some(url("/logo.svg"));
        assert_eq!(site.share_image(), Some(&url("/logo.svg")));
        site.share = ShareDefaults {
            image: Some(url("/share.jpg")),
            text: "读潮".into(),
            ..Default::default()
        };
        assert_eq!((site.share_text(), site.share_image()), ("读潮", Some(&url("/share.jpg"))));
    }

    #[test]
    fn cards_have_the_variants_of_their_article_where_they_show_its_file() {
        let picture = |json| serde_json::from_str::<Picture>(json).unwrap();
        let of_article = picture(r#"{"url":"/a.jpg","size":[8,6],"variants":[["/b.jpg",400]]}"#);
        let card = |article: &str, json| Card {
            title: "潮".into(),
            url: Some(Link::new(format!("/articles/{article}")).unwrap()),
            picture: Some(picture(json)),
        };
        let own = r#"{"url":"/a.jpg","variants":[["/c.jpg",200]]}"#;
        let (same, other) = (r#"{"url":"/a.jpg","alt":"江"}"#, r#"{"url":"/d.jpg"}"#);
        let focus = vec![card("a", same), card("a", own), card("a", other), card("b", same)];
        let site = Site { focus: focus.clone(), ..Site::default() };
        let asked: Vec<String> =
            site.cards_without_variants().iter().map(ToString::to_string).collect();
        assert_eq!(asked, ["a", "a", "b"]);
        let filled = site.with_variants(|id| (id.as_str() == "a").then_some(&of_article));
        let first = filled.focus[0].picture.as_ref().unwrap();
        assert_eq!(*first, Picture { alt: "江".into(), ..of_article.clone() });
        assert_eq!(filled.focus[1..], focus[1..]);
    }

    #[test]
    fn the_newsroom_chooses_the_share_targets() {
        let mut site = Site::default();
        assert_eq!(site.share_targets(), ShareTarget::DEFAULT);
        site.share.targets = ["x", "later", "wechat"].map(String::from).to_vec();
        assert_eq!(site.share_targets(), [ShareTarget::X, ShareTarget::WeChat]);
    }

    #[test]
    fn sections_exist_only_when_the_site_declares_them() {
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
