//! The feed as JSON: strict where the specification says MUST, else forgiving.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use zaidu_model::decode::decode;

use crate::ImportError;
use crate::limits::{MAX_BYTES, MAX_ITEMS};

mod lenient;

pub(crate) use lenient::{Image, List, Loose, Named, Switch, Words};

/// The versions of JSON Feed that are read; 1.1 only adds to 1.
const VERSIONS: [&str; 2] = ["https://jsonfeed.org/version/1.1", "https://jsonfeed.org/version/1"];

/// The top of a feed.
#[derive(Deserialize)]
pub(crate) struct Feed {
    version: Option<String>,
    #[serde(default)]
    pub(crate) title: Words,
    #[serde(default)]
    pub(crate) description: Words,
    #[serde(default)]
    pub(crate) home_page_url: Words,
    #[serde(default)]
    pub(crate) authors: List<Named>,
    #[serde(default)]
    pub(crate) author: Loose<Named>,
    #[serde(default, deserialize_with = "items")]
    pub(crate) items: Option<Vec<Item>>,
    #[serde(default, rename = "_newsroom")]
    pub(crate) newsroom: Loose<Site>,
}

/// The `_newsroom` extension of a feed: the site's own settings.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Site {
    pub(crate) name: Words,
    pub(crate) description: Words,
    pub(crate) logo: Loose<Image>,
    pub(crate) channels: List<Channel>,
    pub(crate) focus: List<Named>,
    pub(crate) special: List<Named>,
    pub(crate) pins: List<String>,
    pub(crate) mood_board: Loose<Named>,
    pub(crate) footer: Loose<Footer>,
    pub(crate) share: Loose<Share>,
}

/// A channel or a column that the feed declares.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Channel {
    pub(crate) key: Words,
    pub(crate) name: Words,
    pub(crate) columns: List<Channel>,
}

/// What stands at the foot of a page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Footer {
    pub(crate) copyright: Words,
    pub(crate) icp: Loose<Named>,
    pub(crate) licence: Loose<Named>,
    pub(crate) hotline: Words,
}

/// What a shared page shows when an article has nothing of its own.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Share {
    pub(crate) image: Loose<Image>,
    pub(crate) text: Words,
    pub(crate) from: Loose<Switch>,
}

/// One item of a feed. Its own `url` is not read: an article's address here
/// follows from its id.
#[derive(Deserialize)]
pub(crate) struct Item {
    #[serde(default)]
    pub(crate) id: Words,
    #[serde(default)]
    pub(crate) external_url: Words,
    #[serde(default)]
    pub(crate) title: Words,
    pub(crate) content_html: Option<String>,
    pub(crate) content_text: Option<String>,
    #[serde(default)]
    pub(crate) summary: Words,
    #[serde(default)]
    pub(crate) image: Loose<Image>,
    #[serde(default)]
    pub(crate) banner_image: Loose<Image>,
    pub(crate) date_published: Option<String>,
    #[serde(default)]
    pub(crate) date_modified: Words,
    #[serde(default)]
    pub(crate) authors: List<Named>,
    #[serde(default)]
    pub(crate) author: Loose<Named>,
    #[serde(default)]
    pub(crate) tags: List<String>,
    #[serde(default, rename = "_newsroom")]
    pub(crate) newsroom: Loose<Extra>,
}

/// The `_newsroom` extension of an item.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Extra {
    pub(crate) source: Loose<Named>,
    pub(crate) editor: Words,
    pub(crate) section: List<String>,
    pub(crate) picture: Loose<Image>,
}

/// Reads `bytes` as a feed whose version and items are right.
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

/// A list that stops at the limit, so that a short feed of countless empty items
/// cannot fill the memory.
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
