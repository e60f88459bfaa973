//! Lenient deserialisers for optional fields, which accept the forms that feeds use in practice:
//! a string instead of an object, a number instead of a string, one value instead of a list.
//!
//! `null` and values of any other form are treated as missing. They are skipped without being
//! stored, whatever their size.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::limits::MAX_ENTRIES;

/// A type that can be deserialised from several forms of JSON values; by default from none.
pub(crate) trait FromLenient<'de>: Sized {
    /// From a string, or from a number in its printed form.
    fn from_text(_: &str) -> Option<Self> {
        None
    }

    /// From `true` or `false`.
    fn from_bool(_: bool) -> Option<Self> {
        None
    }

    /// From an object.
    fn from_map<A: MapAccess<'de>>(mut map: A) -> Result<Option<Self>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    /// From a list.
    fn from_list<A: SeqAccess<'de>>(mut list: A) -> Result<Option<Self>, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

/// An optional value; `None` when the field is missing or of a form that `T` does not accept.
pub(crate) struct Lenient<T>(pub(crate) Option<T>);

impl<T> Default for Lenient<T> {
    fn default() -> Self {
        Self(None)
    }
}

struct LenientVisitor<T>(PhantomData<T>);

impl<'de, T: FromLenient<'de>> Visitor<'de> for LenientVisitor<T> {
    type Value = Lenient<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Lenient(T::from_text(text)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Lenient(T::from_text(&number.to_string())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Lenient(T::from_text(&number.to_string())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Lenient(T::from_text(&number.to_string())))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Lenient(T::from_bool(value)))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Lenient(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::from_map(map).map(Lenient)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        T::from_list(list).map(Lenient)
    }
}

impl<'de, T: FromLenient<'de>> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LenientVisitor(PhantomData))
    }
}

/// A string; a number is accepted too.
pub(crate) type LenientString = Lenient<String>;

impl FromLenient<'_> for String {
    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl LenientString {
    pub(crate) fn as_deref(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// The text normalised to one line of at most `max` characters, if it is not blank.
    pub(crate) fn line(&self, max: usize) -> Option<String> {
        crate::normalize::line(self.as_deref()?, max)
    }
}

/// A whole number of pixels; a string such as `640px` is accepted too.
pub(crate) struct Pixels(pub(crate) u32);

impl FromLenient<'_> for Pixels {
    fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        text.strip_suffix("px").unwrap_or(text).trim_end().parse().ok().map(Self)
    }
}

/// A boolean; the strings `true` and `false` are accepted too.
pub(crate) struct Flag(pub(crate) bool);

impl FromLenient<'_> for Flag {
    fn from_text(text: &str) -> Option<Self> {
        text.trim().parse().ok().map(Self)
    }

    fn from_bool(value: bool) -> Option<Self> {
        Some(Self(value))
    }
}

/// A list of at most [`MAX_ENTRIES`]; a single value is accepted as a list of one.
pub(crate) struct List<T>(pub(crate) Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

struct Entries<T>(Vec<T>);

impl<'de, T: FromLenient<'de>> FromLenient<'de> for Entries<T> {
    fn from_text(text: &str) -> Option<Self> {
        T::from_text(text).map(|one| Self(vec![one]))
    }

    fn from_map<A: MapAccess<'de>>(map: A) -> Result<Option<Self>, A::Error> {
        Ok(T::from_map(map)?.map(|one| Self(vec![one])))
    }

    fn from_list<A: SeqAccess<'de>>(mut list: A) -> Result<Option<Self>, A::Error> {
        let mut entries = Vec::new();
        while entries.len() < MAX_ENTRIES {
            match list.next_element::<Lenient<T>>()? {
                Some(entry) => entries.extend(entry.0),
                None => return Ok(Some(Self(entries))),
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Some(Self(entries)))
    }
}

impl<'de, T: FromLenient<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let entries = Lenient::<Entries<T>>::deserialize(deserializer)?;
        Ok(Self(entries.0.map(|entries| entries.0).unwrap_or_default()))
    }
}

/// A name with an optional link and picture: an author, a source, a card, a label. An object, or
/// the name alone.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct NamedLink {
    pub(crate) name: LenientString,
    title: LenientString,
    label: LenientString,
    text: LenientString,
    pub(crate) url: LenientString,
    pub(crate) picture: Lenient<Image>,
}

impl NamedLink {
    /// A name, which may have a link.
    #[cfg(feature = "formats")]
    pub(crate) fn new(name: String, url: Option<String>) -> Self {
        Self { name: Lenient(Some(name)), url: Lenient(url), ..Self::default() }
    }

    /// The name on one line, from the first of its possible fields that is not blank.
    pub(crate) fn line(&self, max: usize) -> Option<String> {
        [&self.name, &self.title, &self.label, &self.text].iter().find_map(|words| words.line(max))
    }
}

/// A picture: an object, or its URL alone.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Image {
    pub(crate) url: LenientString,
    pub(crate) width: Lenient<Pixels>,
    pub(crate) height: Lenient<Pixels>,
    pub(crate) alt: LenientString,
    pub(crate) variants: List<Variant>,
}

#[cfg(feature = "formats")]
impl Image {
    /// The picture at `url`.
    pub(crate) fn at(url: &str) -> Self {
        Self { url: Lenient(Some(url.to_owned())), ..Self::default() }
    }
}

/// A file of a picture in another width.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Variant {
    pub(crate) url: LenientString,
    pub(crate) width: Lenient<Pixels>,
}

/// Implements [`FromLenient`] for types with their own `Deserialize`: from an object, and from a
/// string if a field is named, which then holds the string.
macro_rules! impl_from_lenient {
    ($($name:ty $(, $field:ident)?;)*) => {$(
        impl<'de> $crate::wire::lenient::FromLenient<'de> for $name {
            $(fn from_text(text: &str) -> Option<Self> {
                let $field = $crate::wire::lenient::Lenient(Some(text.to_owned()));
                Some(Self { $field, ..Self::default() })
            })?

            fn from_map<A: serde::de::MapAccess<'de>>(map: A) -> Result<Option<Self>, A::Error> {
                let map = serde::de::value::MapAccessDeserializer::new(map);
                serde::Deserialize::deserialize(map).map(Some)
            }
        }
    )*};
}

pub(super) use impl_from_lenient;

impl_from_lenient! {
    NamedLink, name;
    Image, url;
    Variant;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: for<'de> Deserialize<'de>>(json: &str) -> T {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn strings_may_be_numbers() {
        let words = |json| read::<LenientString>(json).0;
        assert_eq!(words(r#""a""#).as_deref(), Some("a"));
        assert_eq!(words("7").as_deref(), Some("7"));
        assert_eq!(words("-1.5").as_deref(), Some("-1.5"));
        for json in ["null", "true", "[1]", r#"{"a":{"b":[]}}"#] {
            assert_eq!(words(json), None, "{json}");
        }
        assert_eq!(read::<Lenient<Pixels>>(r#""640 px""#).0.unwrap().0, 640);
        assert!(read::<Lenient<Pixels>>(r#""100%""#).0.is_none());
    }

    #[test]
    fn flags_may_be_strings() {
        let switch = |json| read::<Lenient<Flag>>(json).0.map(|switch| switch.0);
        assert_eq!((switch("true"), switch(r#"" false ""#)), (Some(true), Some(false)));
        assert_eq!((switch("1"), switch("null"), switch(r#""yes""#)), (None, None, None));
    }

    #[test]
    fn names_may_be_strings_or_objects() {
        let name = |json| read::<Lenient<NamedLink>>(json).0.and_then(|named| named.line(9));
        for json in
            [r#""甲""#, r#"{"name":"甲"}"#, r#"{"label":" 甲 "}"#, r#"{"name":[],"title":"甲"}"#]
        {
            assert_eq!(name(json).as_deref(), Some("甲"), "{json}");
        }
        assert_eq!(name("[]"), None);
    }

    #[test]
    fn lists_are_bounded_and_lenient() {
        let list = |json: &str| -> Vec<_> { read::<List<String>>(json).0 };
        assert_eq!(list(r#"["a",{},null,3]"#), ["a", "3"]);
        assert_eq!(list(r#""a""#), ["a"]);
        assert_eq!(list("{}").len(), 0);
        assert_eq!(list(&format!("[{}0]", "0,".repeat(5_000))).len(), MAX_ENTRIES);
    }
}
