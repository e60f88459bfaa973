//! JSON deserialisation with little code size: a text is parsed into a tree, and each type reads
//! itself from the tree.
//!
//! For the app. What serde derives is compiled for each type and field, with serde_json's parser
//! in it, and was a ninth of the program; [`FromJson`] is a call for each field. Both accept the
//! same documents, which the tests compare.

mod contract;
mod parser;

use std::fmt;

use crate::Article;

/// Parses `text` as a `T`.
///
/// # Errors
/// If it is not JSON, is nested deeper than 128 levels, or is not a `T`.
pub fn from_str<T: FromJson>(text: &str) -> Result<T, ParseError> {
    let node = parser::parse(text)
        .map_err(|place| ParseError(["no JSON at byte ", &place.to_string()].concat()))?;
    let mut errors = Errors::default();
    let value = T::from_node(node, &mut errors);
    errors.first.map_or(Ok(value), Err)
}

/// An article of which everything is read but what stands in its page: the text, its
/// corrections, the tags and the adjacent articles are empty.
#[derive(Debug)]
pub struct WithoutText(pub Article);

/// A type that can be read from JSON.
pub trait FromJson: Sized {
    /// Reads a value from `node`. If it is not one, the error is recorded in `errors`, and any
    /// value is returned: reading goes on, and the whole result is dropped at its end. Without
    /// early returns the compiler writes no clean-up of half a value.
    fn from_node(node: Node, errors: &mut Errors) -> Self;
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

/// The errors of one document, of which the first is kept.
#[derive(Debug, Default)]
pub struct Errors {
    first: Option<ParseError>,
    /// Name of the field read last.
    field: &'static str,
}

impl Errors {
    /// Records that the node in the current field is not what `expected` describes.
    pub fn expected(&mut self, expected: &str) {
        if self.first.is_none() {
            self.first = Some(ParseError([self.field, ": expected ", expected].concat()));
        }
    }
}

/// A JSON value.
#[derive(Debug)]
pub enum Node {
    /// A field that its object does not have.
    Missing,
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A non-negative integer.
    Whole(u64),
    /// A number of another kind; the contract has none.
    Number,
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Node>),
    /// An object, as its fields in their order.
    Object(Vec<(String, Node)>),
}

impl Node {
    /// The text, or an error and an empty text.
    pub fn text(self, errors: &mut Errors, expected: &'static str) -> String {
        match self {
            Self::Text(text) => text,
            _ => {
                errors.expected(expected);
                String::new()
            }
        }
    }

    /// The fields, or an error and none.
    pub fn fields(self, errors: &mut Errors) -> Fields<'_> {
        let fields = match self {
            Self::Object(fields) => fields,
            _ => {
                errors.expected("an object");
                Vec::new()
            }
        };
        Fields { fields, errors }
    }

    /// The name and content of an enum variant: an object with one field, or a text without
    /// content. Anything else is an error and a variant without a name.
    pub fn variant(self, errors: &mut Errors) -> (String, Self) {
        match self {
            Self::Text(name) => (name, Self::Null),
            Self::Object(mut fields) if fields.len() == 1 => fields.remove(0),
            _ => {
                errors.expected("one of several");
                (String::new(), Self::Null)
            }
        }
    }

    /// An error unless this is the content of a variant without content.
    fn no_content(&self, errors: &mut Errors) {
        if !matches!(self, Self::Null) {
            errors.expected("no content");
        }
    }
}

/// The fields of an object, each of which can be read once.
#[derive(Debug)]
pub struct Fields<'a> {
    fields: Vec<(String, Node)>,
    errors: &'a mut Errors,
}

impl Fields<'_> {
    /// Reads field `name`.
    pub fn get<T: FromJson>(&mut self, name: &'static str) -> T {
        let node = self.take(name);
        T::from_node(node, self.errors)
    }

    /// Reads field `name`, if the object has it.
    pub fn get_or_default<T: FromJson + Default>(&mut self, name: &'static str) -> T {
        match self.take(name) {
            Node::Missing => T::default(),
            node => T::from_node(node, self.errors),
        }
    }

    fn take(&mut self, name: &'static str) -> Node {
        self.errors.field = name;
        match self.fields.iter().position(|field| field.0 == name) {
            Some(index) => self.fields.swap_remove(index).1,
            None => Node::Missing,
        }
    }
}

impl FromJson for String {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        node.text(errors, "a text")
    }
}

impl FromJson for bool {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        match node {
            Node::Bool(value) => value,
            _ => {
                errors.expected("true or false");
                false
            }
        }
    }
}

impl FromJson for u64 {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        match node {
            Node::Whole(value) => value,
            _ => {
                errors.expected("a non-negative integer");
                0
            }
        }
    }
}

impl FromJson for u32 {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        u64::from_node(node, errors).try_into().unwrap_or_else(|_| {
            errors.expected("a smaller number");
            0
        })
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        match node {
            Node::Missing | Node::Null => None,
            node => Some(T::from_node(node, errors)),
        }
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        Self::new(T::from_node(node, errors))
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        let Node::List(nodes) = node else {
            errors.expected("a list");
            return Self::new();
        };
        nodes.into_iter().map(|node| T::from_node(node, errors)).collect()
    }
}

impl<A: FromJson, B: FromJson> FromJson for (A, B) {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        let mut nodes = match node {
            Node::List(nodes) if nodes.len() == 2 => nodes,
            _ => {
                errors.expected("a list of two");
                Vec::new()
            }
        };
        let mut last = || nodes.pop().unwrap_or(Node::Missing);
        let (second, first) = (last(), last());
        (A::from_node(first, errors), B::from_node(second, errors))
    }
}
