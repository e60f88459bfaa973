//! The form into which every format is turned, that of JSON Feed: each field is optional, and items
//! are read one by one.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use serde_json::value::RawValue;
use zaidu_model::decode::decode;

use crate::ImportError;
use crate::address::Base;
use crate::limits::{MAX_ITEMS, MAX_LINE};

mod lenient;

use lenient::impl_from_lenient;

pub(crate) use lenient::{Flag, Image, Lenient, LenientString, List, NamedLink};

/// Top level of a feed.
#[derive(Default, Deserialize)]
pub(crate) struct Feed {
    #[serde(default)]
    pub(crate) version: LenientString,
    #[serde(default)]
    pub(crate) title: LenientString,
    #[serde(default)]
    pub(crate) description: LenientString,
    #[serde(default)]
    pub(crate) home_page_url: LenientString,
    #[serde(default)]
    pub(crate) feed_url: LenientString,
    #[serde(default)]
    pub(crate) language: LenientString,
    #[serde(default)]
    pub(crate) authors: List<NamedLink>,
    #[serde(default)]
    pub(crate) author: Lenient<NamedLink>,
    #[serde(default, deserialize_with = "items")]
    pub(crate) items: Option<Vec<Entry>>,
    #[serde(default, rename = "_newsroom")]
    pub(crate) newsroom: Lenient<FeedExtension>,
    /// Base of its relative addresses, if it is not its home page.
    #[serde(skip)]
    pub(crate) base: Option<Base>,
    /// Base of its relative addresses, if nothing tells one.
    #[serde(skip)]
    pub(crate) default_base: Option<Base>,
    /// How long it asks not to be fetched again, in minutes.
    #[serde(skip)]
    pub(crate) ttl: Option<u32>,
    /// Whether the feed is a document of its own, which is its only item.
    #[serde(skip)]
    pub(crate) is_document: bool,
}

/// An entry of a feed's list of items.
#[cfg_attr(not(feature = "formats"), allow(dead_code, reason = "JSON Feed has JSON only"))]
pub(crate) enum Entry {
    /// An item as JSON, which is read when its turn comes.
    Json(Box<RawValue>),
    /// An item.
    Item(Box<Item>),
    /// Something that cannot be read, and why.
    Unreadable(String),
    /// What a newsroom has not published or what is no article, by the name of its kind.
    LeftOut(String),
}

/// The `_newsroom` extension of a feed: the site settings.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct FeedExtension {
    pub(crate) name: LenientString,
    pub(crate) description: LenientString,
    pub(crate) logo: Lenient<Image>,
    pub(crate) channels: List<Channel>,
    pub(crate) focus: List<NamedLink>,
    pub(crate) special: List<NamedLink>,
    pub(crate) pins: List<String>,
    pub(crate) mood_board: Lenient<NamedLink>,
    pub(crate) footer: Lenient<Footer>,
    pub(crate) share: Lenient<Share>,
    pub(crate) punctuation: LenientString,
    pub(crate) text: LenientString,
    pub(crate) embargo: LenientString,
    /// The origin whose addresses are paths of this site, in an export of it.
    pub(crate) origin: LenientString,
}

impl Feed {
    /// Whether half-width marks between Han characters are kept: `"punctuation": "keep"`.
    pub(crate) fn keeps_marks(&self) -> bool {
        let extension = self.newsroom.0.as_ref();
        extension.and_then(|extension| extension.punctuation.as_deref()) == Some("keep")
    }

    /// Whether texts are kept as they are, without a clean-up: `"text": "keep"`.
    pub(crate) fn keeps_text(&self) -> bool {
        let extension = self.newsroom.0.as_ref();
        extension.and_then(|extension| extension.text.as_deref()) == Some("keep")
    }

    /// Whether items with a date to come are shown at once: `"embargo": "show"`.
    pub(crate) fn shows_early(&self) -> bool {
        let extension = self.newsroom.0.as_ref();
        extension.and_then(|extension| extension.embargo.as_deref()) == Some("show")
    }

    /// Base of relative addresses of items that have none of their own.
    pub(crate) fn base_of_items(&self) -> Base {
        let extension = self.newsroom.0.as_ref();
        let origin = extension.and_then(|extension| extension.origin.as_deref());
        let of_feed = || Base::new(self.home_page_url.as_deref()).with_origin(origin);
        self.base.clone().or_else(|| self.default_base.clone()).unwrap_or_else(of_feed)
    }

    /// What tells the feed from others: its address, or else its home page and title; `None` when
    /// it has neither.
    pub(crate) fn source(&self) -> Option<String> {
        let text = |text: &LenientString| text.line(MAX_LINE);
        text(&self.feed_url).or_else(|| match (text(&self.home_page_url), text(&self.title)) {
            (Some(home), Some(title)) => Some(format!("{home} {title}")),
            (home, title) => home.or(title),
        })
    }
}

/// A channel or a column that the feed declares.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Channel {
    pub(crate) key: LenientString,
    pub(crate) name: LenientString,
    pub(crate) columns: List<Channel>,
}

/// Footer of every page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Footer {
    pub(crate) copyright: LenientString,
    pub(crate) icp: Lenient<NamedLink>,
    pub(crate) licence: Lenient<NamedLink>,
    pub(crate) hotline: LenientString,
}

/// Defaults of shared pages.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Share {
    pub(crate) image: Lenient<Image>,
    pub(crate) text: LenientString,
    pub(crate) targets: List<String>,
    pub(crate) from: Lenient<Flag>,
}

/// An item of a feed. The URL of its article is derived from its id, not from its `url`.
#[derive(Default, Deserialize)]
pub(crate) struct Item {
    #[serde(default)]
    pub(crate) id: Id,
    #[serde(default)]
    pub(crate) url: LenientString,
    #[serde(default)]
    pub(crate) external_url: LenientString,
    #[serde(default)]
    pub(crate) title: LenientString,
    pub(crate) content_html: Option<String>,
    pub(crate) content_text: Option<String>,
    #[serde(default)]
    pub(crate) summary: LenientString,
    #[serde(default)]
    pub(crate) image: Lenient<Image>,
    #[serde(default)]
    pub(crate) banner_image: Lenient<Image>,
    #[serde(default)]
    pub(crate) date_published: LenientString,
    #[serde(default)]
    pub(crate) date_modified: LenientString,
    #[serde(default)]
    pub(crate) authors: List<NamedLink>,
    #[serde(default)]
    pub(crate) author: Lenient<NamedLink>,
    #[serde(default)]
    pub(crate) tags: List<String>,
    #[serde(default)]
    pub(crate) language: LenientString,
    #[serde(default)]
    pub(crate) attachments: List<Attachment>,
    #[serde(default, rename = "_newsroom")]
    pub(crate) newsroom: Lenient<ItemExtension>,
    /// Base of its relative addresses, if it is not that of the feed.
    #[serde(skip)]
    pub(crate) base: Option<Base>,
    /// Those of its tags that are categories, of which the first may be its section.
    #[serde(skip)]
    pub(crate) categories: Vec<String>,
    /// Tags of other programs that mean nothing here and were taken out of its text.
    #[serde(skip)]
    pub(crate) removed: Vec<String>,
}

impl Item {
    /// Deserialises the item whose raw text is `raw`.
    ///
    /// # Errors
    /// [`ImportError`] names the first field of another type, from the item on.
    pub(crate) fn read(raw: &RawValue) -> Result<Self, ImportError> {
        decode(raw.get().as_bytes()).map_err(|error| {
            let field = if error.path == "." { String::new() } else { error.path };
            // The position is that within the item, which nobody can look up.
            let reason = error.reason.split(" at line ").next().unwrap_or_default();
            ImportError::new(field, reason)
        })
    }

    /// What tells the item from all others: its id, or else its address.
    pub(crate) fn id(&self) -> Option<&str> {
        let is_given = |id: &&str| !id.trim().is_empty();
        let own = self.newsroom.0.as_ref().and_then(|extension| extension.id.as_deref());
        let id = own.filter(is_given).or_else(|| self.id.0.as_deref().filter(is_given));
        id.or(self.url.as_deref())
    }

    /// Whether the newsroom takes the article back: `"withdrawn": true`.
    pub(crate) fn is_withdrawn(&self) -> bool {
        let withdrawn = self.newsroom.0.as_ref().and_then(|it| it.withdrawn.0.as_ref());
        withdrawn.is_some_and(|withdrawn| withdrawn.0)
    }
}

/// An id: a string, or a number with all of its digits, of which a floating-point number may keep
/// only the first.
#[derive(Default)]
pub(crate) struct Id(pub(crate) Option<String>);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let text = raw.get();
        Ok(Self(match text.as_bytes().first() {
            Some(b'0'..=b'9' | b'-') => Some(text.to_owned()),
            _ => serde_json::from_str::<LenientString>(text).map_err(D::Error::custom)?.0,
        }))
    }
}

/// A file that belongs to an item.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Attachment {
    pub(crate) url: LenientString,
    pub(crate) mime_type: LenientString,
    pub(crate) title: LenientString,
}

/// The `_newsroom` extension of an item.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct ItemExtension {
    pub(crate) source: Lenient<NamedLink>,
    pub(crate) editor: LenientString,
    pub(crate) section: List<String>,
    pub(crate) picture: Lenient<Image>,
    /// Whether the summary is a standfirst, if that is told.
    pub(crate) standfirst: Lenient<Flag>,
    /// Whether the newsroom takes the article back.
    pub(crate) withdrawn: Lenient<Flag>,
    /// What of the text was wrong and has been corrected.
    pub(crate) corrections: List<Correction>,
    /// Id of the article on this site, in an export of it.
    pub(crate) id: LenientString,
    /// What makes it a live article, which is read by itself.
    pub(crate) live: Option<Box<RawValue>>,
}

/// What makes an item a live article (直播).
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct LiveBlog {
    pub(crate) state: LenientString,
    pub(crate) start: LenientString,
    pub(crate) end: LenientString,
    pub(crate) key_points: List<String>,
    /// The entries, which are read one by one.
    pub(crate) entries: Vec<Box<RawValue>>,
}

/// An entry of a live article (直播).
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct LiveEntry {
    pub(crate) id: Id,
    pub(crate) time: LenientString,
    pub(crate) headline: LenientString,
    pub(crate) content_html: Option<String>,
    pub(crate) content_text: Option<String>,
    pub(crate) important: Lenient<Flag>,
    pub(crate) correction: LenientString,
    pub(crate) withdrawn: Lenient<Flag>,
}

/// A correction (更正) of an article.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Correction {
    pub(crate) date: LenientString,
    pub(crate) text: LenientString,
}

impl_from_lenient! {
    FeedExtension;
    Correction, text;
    Channel, name;
    Footer;
    Share;
    Attachment, url;
    ItemExtension;
}

/// Deserialises the items, with an error at [`MAX_ITEMS`] rather than after the whole list: a small
/// feed of very many empty items would exhaust the memory.
fn items<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Entry>>, D::Error> {
    struct Items;

    impl<'de> Visitor<'de> for Items {
        type Value = Option<Vec<Entry>>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of items")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            let mut items = Vec::new();
            while let Some(item) = list.next_element()? {
                if items.len() == MAX_ITEMS {
                    return Err(A::Error::custom(format!("more than {MAX_ITEMS} items")));
                }
                items.push(Entry::Json(item));
            }
            Ok(Some(items))
        }
    }

    deserializer.deserialize_seq(Items)
}
