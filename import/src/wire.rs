//! JSON Feed deserialisation: lenient, and item by item.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use serde_json::value::RawValue;
use zaidu_model::decode::decode;

use crate::ImportError;
use crate::encoding;
use crate::limits::{MAX_BYTES, MAX_ITEMS};

mod lenient;
mod mend;

use lenient::impl_from_lenient;

pub(crate) use lenient::{Flag, Image, Lenient, LenientString, List, NamedLink};

/// Addresses of the supported versions of JSON Feed, without scheme; 1.1 only adds fields to 1.
const VERSIONS: [&str; 3] =
    ["jsonfeed.org/version/1.1", "jsonfeed.org/version/1.0", "jsonfeed.org/version/1"];

/// Top level of a feed.
#[derive(Deserialize)]
pub(crate) struct Feed {
    #[serde(default)]
    version: LenientString,
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
    pub(crate) items: Option<Vec<Box<RawValue>>>,
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
    pub(crate) targets: List<String>,
    pub(crate) from: Lenient<Flag>,
}

/// An item of a feed. The URL of its article is derived from its id, not from its `url`.
#[derive(Deserialize)]
pub(crate) struct Item {
    #[serde(default)]
    id: Id,
    #[serde(default)]
    url: LenientString,
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
    pub(crate) attachments: List<Attachment>,
    #[serde(default, rename = "_newsroom")]
    pub(crate) newsroom: Lenient<ItemExtension>,
}

impl Item {
    /// Deserialises the item whose raw text is `raw`, number `n` of its feed.
    ///
    /// # Errors
    /// [`ImportError`] names the first field of another type.
    pub(crate) fn read(raw: &RawValue, n: usize) -> Result<Self, ImportError> {
        decode(raw.get().as_bytes()).map_err(|error| {
            let field = if error.path == "." { String::new() } else { format!(".{}", error.path) };
            // The position is that within the item, which nobody can look up.
            let reason = error.reason.split(" at line ").next().unwrap_or_default();
            ImportError::new(format!("items[{n}]{field}"), reason)
        })
    }

    /// What tells the item from all others: its id, or else its address.
    pub(crate) fn id(&self) -> Option<&str> {
        let id = self.id.0.as_deref().filter(|id| !id.trim().is_empty());
        id.or(self.url.as_deref())
    }
}

/// An id: a string, or a number with all of its digits, of which a floating-point number may keep
/// only the first.
#[derive(Default)]
struct Id(Option<String>);

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
}

impl_from_lenient! {
    FeedExtension;
    Channel, name;
    Footer;
    Share;
    Attachment, url;
    ItemExtension;
}

/// Deserialises `bytes` as a feed of a supported version that has items.
pub(crate) fn read(bytes: &[u8]) -> Result<Feed, ImportError> {
    if bytes.len() > MAX_BYTES {
        let reason = format!("{} bytes are more than {MAX_BYTES}", bytes.len());
        return Err(ImportError::new("feed", reason));
    }
    let text = encoding::decode(bytes).ok_or_else(|| {
        ImportError::new("feed", "is not text in UTF-8, UTF-16 or GB18030: save it as UTF-8")
    })?;
    let feed: Feed = decode(mend::mend(&text).as_bytes()).map_err(|error| {
        // `?` is an entry of an object whose key was not read.
        let path = if matches!(&*error.path, "." | "?") { "feed".into() } else { error.path };
        ImportError::new(path, error.reason)
    })?;
    if let Some(version) = feed.version.as_deref()
        && !is_supported(version)
    {
        let reason = format!("{version:?} is not JSON Feed 1.1 (https://{})", VERSIONS[0]);
        return Err(ImportError::new("version", reason));
    }
    if feed.items.is_none() {
        return Err(ImportError::new("items", "missing"));
    }
    Ok(feed)
}

/// Whether `version` is the address of a supported version, as readers of JSON Feed compare it.
fn is_supported(version: &str) -> bool {
    let address = version.trim().trim_end_matches('/').to_ascii_lowercase();
    let address = address.split_once("://").map_or(address.as_str(), |(_, address)| address);
    VERSIONS.contains(&address.strip_prefix("www.").unwrap_or(address))
}

/// Deserialises the items, with an error at [`MAX_ITEMS`] rather than after the whole list: a small
/// feed of very many empty items would exhaust the memory.
fn items<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<Box<RawValue>>>, D::Error> {
    struct Items;

    impl<'de> Visitor<'de> for Items {
        type Value = Option<Vec<Box<RawValue>>>;

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
