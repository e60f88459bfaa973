//! JSON deserialisation with little code size.
//!
//! What serde derives for a type is compiled once per deserialiser, and for serde_json's
//! text parser it is large: it was a seventh of the program. So a text is parsed into a tree
//! first, by one instance of the parser, and types are deserialised from the tree; objects
//! as structs and lists as lists, as the contract has them, without any coercion.

use std::fmt;

use serde::de::value::StringDeserializer;
use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Expected,
    IntoDeserializer, MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

/// Parses `text` as a `T`.
///
/// # Errors
/// If it is not JSON, is nested deeper than 128 levels, or is not a `T`.
pub fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, ParseError> {
    let node = serde_json::from_str::<Node>(text).map_err(|error| {
        let (line, column) = (error.line().to_string(), error.column().to_string());
        ParseError(["no JSON in line ", &line, ", column ", &column].concat())
    })?;
    T::deserialize(node)
}

/// Why a text cannot be parsed, for developers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError(pub String);

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ParseError {}

impl serde::de::Error for ParseError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }

    // Serde's default also prints the unexpected value.
    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(["something else than ", &expected.to_string()].concat())
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }
}

/// A JSON value.
enum Node {
    Null,
    Bool(bool),
    Whole(u64),
    /// A number of another kind; the contract has none.
    Number,
    Text(String),
    List(Vec<Node>),
    Fields(Vec<(String, Node)>),
}

impl Node {
    fn unexpected(&self, expected: &str) -> ParseError {
        let found = match self {
            Self::Null => "nothing",
            Self::Bool(_) => "true or false",
            Self::Whole(_) | Self::Number => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Fields(_) => "an object",
        };
        ParseError([found, " where ", expected, " was expected"].concat())
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Whole(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Node, E> {
        Ok(Node::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node, E> {
        Ok(Node::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(node) = source.next_element()? {
            list.push(node);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<Node, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = source.next_entry()? {
            fields.push(field);
        }
        Ok(Node::Fields(fields))
    }
}

impl<'de> Deserializer<'de> for Node {
    type Error = ParseError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ParseError> {
        match self {
            Self::Bool(value) => visitor.visit_bool(value),
            Self::Whole(value) => visitor.visit_u64(value),
            other => Err(other.unexpected("something else")),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ParseError> {
        match self {
            Self::Text(text) => visitor.visit_string(text),
            other => Err(other.unexpected("a text")),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ParseError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ParseError> {
        match self {
            Self::Null => visitor.visit_none(),
            some => visitor.visit_some(some),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ParseError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ParseError> {
        match self {
            Self::List(list) => visitor.visit_seq(List(list.into_iter())),
            other => Err(other.unexpected("a list")),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, ParseError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, ParseError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ParseError> {
        match self {
            Self::Fields(fields) => {
                visitor.visit_map(Fields { fields: fields.into_iter(), value: Self::Null })
            }
            other => Err(other.unexpected("an object")),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ParseError> {
        let variant = match self {
            Self::Text(name) => Variant(name, Self::Null),
            Self::Fields(mut fields) if fields.len() == 1 => {
                let (name, value) = fields.remove(0);
                Variant(name, value)
            }
            other => return Err(other.unexpected("one of several")),
        };
        visitor.visit_enum(variant)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ParseError> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit
        unit_struct map identifier
    }
}

struct List(std::vec::IntoIter<Node>);

impl<'de> SeqAccess<'de> for List {
    type Error = ParseError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, ParseError> {
        self.0.next().map(|node| seed.deserialize(node)).transpose()
    }
}

struct Fields {
    fields: std::vec::IntoIter<(String, Node)>,
    /// The value that belongs to the key read last.
    value: Node,
}

impl<'de> MapAccess<'de> for Fields {
    type Error = ParseError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, ParseError> {
        let Some((name, value)) = self.fields.next() else { return Ok(None) };
        self.value = value;
        seed.deserialize(text(name)).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<T::Value, ParseError> {
        seed.deserialize(std::mem::replace(&mut self.value, Node::Null))
    }
}

/// An enum variant: its name and its content.
struct Variant(String, Node);

impl<'de> EnumAccess<'de> for Variant {
    type Error = ParseError;
    type Variant = Node;

    fn variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> Result<(T::Value, Node), ParseError> {
        Ok((seed.deserialize(text(self.0))?, self.1))
    }
}

impl<'de> VariantAccess<'de> for Node {
    type Error = ParseError;

    fn unit_variant(self) -> Result<(), ParseError> {
        match self {
            Self::Null => Ok(()),
            other => Err(other.unexpected("nothing")),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> Result<T::Value, ParseError> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, ParseError> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ParseError> {
        self.deserialize_struct("", fields, visitor)
    }
}

fn text(name: String) -> StringDeserializer<ParseError> {
    name.into_deserializer()
}

#[cfg(all(test, feature = "mock"))]
mod tests {
    use super::*;
    use std::fmt::Debug;
    use zaidu_model::{Article, Feed, FeedPage, Limit, Mood, Problem, ProblemCode, Reaction, Site};

    /// Both ways of parsing give the same value.
    fn assert_same<T: DeserializeOwned + PartialEq + Debug>(json: &str) {
        assert_eq!(from_str::<T>(json).ok(), serde_json::from_str::<T>(json).ok(), "{json}");
    }

    #[test]
    fn the_sample_newsroom_is_parsed() {
        let feed = include_bytes!("../../sample/feed.json");
        let newsroom = zaidu_import::import_feed(feed).unwrap();
        assert_same::<Site>(&serde_json::to_string(newsroom.site()).unwrap());
        for article in newsroom.articles() {
            assert_same::<Article>(&serde_json::to_string(article).unwrap());
        }
        let page = newsroom.feed(&Feed::Latest, None, Limit::default()).unwrap();
        assert_same::<FeedPage>(&serde_json::to_string(&page).unwrap());
    }

    #[test]
    fn every_type_of_response_is_parsed() {
        for mine in ["null", r#""sad""#, r#""glad""#, "3"] {
            let counts = r#"{"happy":1,"sad":2,"like":18446744073709551615,"pass":0}"#;
            assert_same::<Reaction>(&format!(r#"{{"counts":{counts},"mine":{mine}}}"#));
        }
        let problem = serde_json::to_string(&Problem::new(ProblemCode::CursorForged)).unwrap();
        assert_same::<Problem>(&problem);
        assert_same::<Problem>(&problem.replace("cursor", "unheard-of"));
    }

    #[test]
    fn other_values_are_refused() {
        for json in [
            "",
            "null",
            "3",
            "-1",
            "1.5",
            "true",
            "\"a\"",
            "[]",
            "{}",
            "{\"items\":3}",
            "{\"items\":[],\"next\":7}",
            "{\"items\":[{}]}",
            "{\"items\":[]} x",
            "{\"items\":[],\"more\":{\"deep\":[1.5,-2,{}]}}",
        ] {
            assert_same::<FeedPage>(json);
            assert_same::<Mood>(json);
            assert_same::<Option<Mood>>(json);
            assert_same::<Vec<Mood>>(json);
        }
        let deep = "[".repeat(200) + &"]".repeat(200);
        assert_same::<Vec<Mood>>(&deep);
    }
}
