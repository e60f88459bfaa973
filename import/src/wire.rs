//! JSON Feed deserialisation: strict where the specification says MUST, lenient elsewhere.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use zaidu_model::decode::decode;

use crate::ImportError;
use crate::limits::{MAX_BYTES, MAX_ITEMS};

mod lenient;

use lenient::impl_from_lenient;

pub(crate) use lenient::{Flag, Image, Lenient, LenientString, List, NamedLink};

/// Supported versions of JSON Feed; 1.1 only adds fields to 1.
const VERSIONS: [&str; 2] = ["https://jsonfeed.org/version/1.1", "https://jsonfeed.org/version/1"];

/// Top level of a feed.
#[derive(Deserialize)]
pub(crate) struct Feed {
    version: Option<String>,
    #[serde(default)]
    pub(crate) title: LenientString,
    #[serde(default)]
    pub(crate) description: LenientString,
    #[serde(default)]
    pub(crate) home_page_url: LenientString,
    #[serde(default)]
    pub(crate) authors: List<NamedLink>,
    #[serde(default)]
    pub(crate) author: Lenient<NamedLink>,
    #[serde(default, deserialize_with = "items")]
    pub(crate) items: Option<Vec<Item>>,
    #[serde(default, rename = "_newsroom")]
    pub(crate) newsroom: Lenient<FeedExtension>,
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
}

impl Feed {
    /// Whether half-width marks between Han characters are kept: `"punctuation": "keep"`.
    pub(crate) fn keeps_marks(&self) -> bool {
        let extension = self.newsroom.0.as_ref();
        extension.and_then(|extension| extension.punctuation.as_deref()) == Some("keep")
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
    pub(crate) from: Lenient<Flag>,
}

/// An item of a feed. Its `url` is ignored: the URL of an article is derived from its id.
#[derive(Deserialize)]
pub(crate) struct Item {
    #[serde(default)]
    pub(crate) id: LenientString,
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
    pub(crate) date_published: Option<String>,
    #[serde(default)]
    pub(crate) date_modified: LenientString,
    #[serde(default)]
    pub(crate) authors: List<NamedLink>,
    #[serde(default)]
    pub(crate) author: Lenient<NamedLink>,
    #[serde(default)]
    pub(crate) tags: List<String>,
    #[serde(default, rename = "_newsroom")]
    pub(crate) newsroom: Lenient<ItemExtension>,
}

/// The `_newsroom` extension of an item.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct ItemExtension {
    pub(crate) source: Lenient<NamedLink>,
    pub(crate) editor: LenientString,
    pub(crate) section: List<String>,
    pub(crate) picture: Lenient<Image>,
}

impl_from_lenient! {
    FeedExtension;
    Channel, name;
    Footer;
    Share;
    ItemExtension;
}

/// Deserialises `bytes` as a feed of a supported version that has items.
pub(crate) fn read(bytes: &[u8]) -> Result<Feed, ImportError> {
    if bytes.len() > MAX_BYTES {
        let reason = format!("{} bytes are more than {MAX_BYTES}", bytes.len());
        return Err(ImportError::new("feed", reason));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let feed: Feed = decode(bytes).map_err(|error| {
        let path = if error.path == "." { "feed".into() } else { error.path };
        ImportError::new(path, error.reason)
    })?;
    match feed.version.as_deref() {
        None => return Err(ImportError::new("version", "missing")),
        Some(version) if !VERSIONS.contains(&version) => {
            let reason = format!("{version:?} is not JSON Feed 1.1 ({})", VERSIONS[0]);
            return Err(ImportError::new("version", reason));
        }
        Some(_) => {}
    }
    if feed.items.is_none() {
        return Err(ImportError::new("items", "missing"));
    }
    Ok(feed)
}

/// Deserialises the items, with an error at [`MAX_ITEMS`] rather than after the whole list: a small
/// feed of very many empty items would exhaust the memory.
fn items<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Item>>, D::Error> {
    struct Items;

    impl<'de> Visitor<'de> for Items {
        type Value = Option<Vec<Item>>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of items")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            let mut items = Vec::new();
            while let Some(item) = list.next_element()? {
                if items.len() == MAX_ITEMS {
                    return Err(A::Error::custom(format!("more than {MAX_ITEMS} items")));
                }
                items.push(item);
            }
            Ok(Some(items))
        }
    }

    deserializer.deserialize_seq(Items)
}
