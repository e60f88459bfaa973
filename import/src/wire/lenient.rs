//! Optional fields as feeds really write them: a text where an object belongs,
//! a number for a text, `null`, or something else that is then ignored. What is
//! ignored is skipped, not kept, whatever its size.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::limits::ENTRIES;

/// What can be read from JSON of more than one form; by default from none.
pub(crate) trait Forms<'de>: Sized {
    /// From a text, or from a number as it is printed.
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

/// A value, or nothing where the field is missing or of no form that `T` takes.
pub(crate) struct Loose<T>(pub(crate) Option<T>);

impl<T> Default for Loose<T> {
    fn default() -> Self {
        Self(None)
    }
}

struct AnyForm<T>(PhantomData<T>);

impl<'de, T: Forms<'de>> Visitor<'de> for AnyForm<T> {
    type Value = Loose<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Loose(T::from_text(text)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Loose(T::from_text(&number.to_string())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Loose(T::from_text(&number.to_string())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Loose(T::from_text(&number.to_string())))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Loose(T::from_bool(value)))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Loose(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::from_map(map).map(Loose)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        T::from_list(list).map(Loose)
    }
}

impl<'de, T: Forms<'de>> Deserialize<'de> for Loose<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyForm(PhantomData))
    }
}

/// A text; a number counts as one.
pub(crate) type Words = Loose<String>;

impl Forms<'_> for String {
    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl Words {
    pub(crate) fn as_deref(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// The text on one line of at most `max` characters, if it shows anything.
    pub(crate) fn line(&self, max: usize) -> Option<String> {
        crate::normalize::line(self.as_deref()?, max)
    }
}

/// A whole number of pixels, also written as `640px`.
pub(crate) struct Number(pub(crate) u32);

impl Forms<'_> for Number {
    fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        text.strip_suffix("px").unwrap_or(text).trim_end().parse().ok().map(Self)
    }
}

/// What is on or off, also written as a text.
pub(crate) struct Switch(pub(crate) bool);

impl Forms<'_> for Switch {
    fn from_text(text: &str) -> Option<Self> {
        text.trim().parse().ok().map(Self)
    }

    fn from_bool(value: bool) -> Option<Self> {
        Some(Self(value))
    }
}

/// A list of at most [`ENTRIES`]; one alone counts as a list of one.
pub(crate) struct List<T>(pub(crate) Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

struct Entries<T>(Vec<T>);

impl<'de, T: Forms<'de>> Forms<'de> for Entries<T> {
    fn from_text(text: &str) -> Option<Self> {
        T::from_text(text).map(|one| Self(vec![one]))
    }

    fn from_map<A: MapAccess<'de>>(map: A) -> Result<Option<Self>, A::Error> {
        Ok(T::from_map(map)?.map(|one| Self(vec![one])))
    }

    fn from_list<A: SeqAccess<'de>>(mut list: A) -> Result<Option<Self>, A::Error> {
        let mut entries = Vec::new();
        while entries.len() < ENTRIES {
            match list.next_element::<Loose<T>>()? {
                Some(entry) => entries.extend(entry.0),
                None => return Ok(Some(Self(entries))),
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Some(Self(entries)))
    }
}

impl<'de, T: Forms<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let entries = Loose::<Entries<T>>::deserialize(deserializer)?;
        Ok(Self(entries.0.map(|entries| entries.0).unwrap_or_default()))
    }
}

/// A name that may lead somewhere and have a picture: an author, a source, a
/// card, a label. Written as an object, or as the name alone.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Named {
    pub(crate) name: Words,
    title: Words,
    label: Words,
    text: Words,
    pub(crate) url: Words,
    pub(crate) picture: Loose<Image>,
}

impl Named {
    /// The name, whatever the feed calls it, on one line.
    pub(crate) fn line(&self, max: usize) -> Option<String> {
        [&self.name, &self.title, &self.label, &self.text].iter().find_map(|words| words.line(max))
    }
}

/// A picture. Written as an object, or as its address alone.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Image {
    pub(crate) url: Words,
    pub(crate) width: Loose<Number>,
    pub(crate) height: Loose<Number>,
    pub(crate) alt: Words,
    pub(crate) variants: List<Variant>,
}

/// A picture in another width.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Variant {
    pub(crate) url: Words,
    pub(crate) width: Loose<Number>,
}

/// Forms of what is an object: read by its own `Deserialize`.
macro_rules! object {
    ($($name:ty $(, $field:ident)?;)*) => {$(
        impl<'de> Forms<'de> for $name {
            $(fn from_text(text: &str) -> Option<Self> {
                Some(Self { $field: Loose(Some(text.to_owned())), ..Self::default() })
            })?

            fn from_map<A: MapAccess<'de>>(map: A) -> Result<Option<Self>, A::Error> {
                Self::deserialize(MapAccessDeserializer::new(map)).map(Some)
            }
        }
    )*};
}

object! {
    Named, name;
    Image, url;
    Variant;
    super::Channel, name;
    super::Site;
    super::Footer;
    super::Share;
    super::Extra;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: for<'de> Deserialize<'de>>(json: &str) -> T {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn texts_are_texts_or_numbers() {
        let words = |json| read::<Words>(json).0;
        assert_eq!(words(r#""a""#).as_deref(), Some("a"));
        assert_eq!(words("7").as_deref(), Some("7"));
        assert_eq!(words("-1.5").as_deref(), Some("-1.5"));
        for json in ["null", "true", "[1]", r#"{"a":{"b":[]}}"#] {
            assert_eq!(words(json), None, "{json}");
        }
        assert_eq!(read::<Loose<Number>>(r#""640 px""#).0.unwrap().0, 640);
        assert!(read::<Loose<Number>>(r#""100%""#).0.is_none());
    }

    #[test]
    fn switches_are_on_or_off() {
        let switch = |json| read::<Loose<Switch>>(json).0.map(|switch| switch.0);
        assert_eq!((switch("true"), switch(r#"" false ""#)), (Some(true), Some(false)));
        assert_eq!((switch("1"), switch("null"), switch(r#""yes""#)), (None, None, None));
    }

    #[test]
    fn names_stand_alone_or_in_an_object() {
        let name = |json| read::<Loose<Named>>(json).0.and_then(|named| named.line(9));
        for json in
            [r#""甲""#, r#"{"name":"甲"}"#, r#"{"label":" 甲 "}"#, r#"{"name":[],"title":"甲"}"#]
        {
            assert_eq!(name(json).as_deref(), Some("甲"), "{json}");
        }
        assert_eq!(name("[]"), None);
    }

    #[test]
    fn lists_are_bounded_and_forgiving() {
        let list = |json: &str| -> Vec<_> { read::<List<String>>(json).0 };
        assert_eq!(list(r#"["a",{},null,3]"#), ["a", "3"]);
        assert_eq!(list(r#""a""#), ["a"]);
        assert_eq!(list("{}").len(), 0);
        assert_eq!(list(&format!("[{}0]", "0,".repeat(5_000))).len(), ENTRIES);
    }
}
