//! JSON Schemas of the types that are sent and read, for `components/schemas`.

use schemars::JsonSchema;
use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};

/// The schemas that operations refer to, and those to which they lead.
pub(super) struct Schemas {
    generator: SchemaGenerator,
}

impl Schemas {
    pub(super) fn new() -> Self {
        let mut settings = SchemaSettings::draft2020_12().for_serialize();
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
        Self { generator: settings.into_generator() }
    }

    /// A reference to the schema of `T`.
    pub(super) fn reference<T: JsonSchema>(&mut self) -> Value {
        self.generator.subschema_for::<T>().to_value()
    }

    /// All schemas by name, with an example where there is one.
    pub(super) fn finish(mut self) -> Map<String, Value> {
        let mut schemas = self.generator.take_definitions(true);
        for (name, example) in examples() {
            if let Some(schema) = schemas.get_mut(&name) {
                schema["examples"] = json!([example]);
            }
        }
        schemas.values_mut().for_each(clean);
        schemas
    }
}

/// The example of the schema `name`.
pub(super) fn example(name: &str) -> Option<Value> {
    examples().remove(name)
}

/// Examples by the name of their schema.
fn examples() -> Map<String, Value> {
    // The file is part of the program; a test parses it.
    serde_json::from_str(include_str!("examples.json")).unwrap_or_default()
}

/// Replaces the links of the source in all descriptions by their text, and removes defaults: they are
/// those of reading, where a member is missing.
fn clean(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("default");
            if let Some(Value::String(text)) = fields.get_mut("description") {
                *text = without_links(text);
            }
            fields.values_mut().for_each(clean);
        }
        Value::Array(items) => items.iter_mut().for_each(clean),
        _ => {}
    }
}

/// `text` with ``[`Name`](path)`` and ``[`Name`]`` as `` `Name` ``, and lines joined.
fn without_links(text: &str) -> String {
    let mut rest = text;
    let mut out = String::new();
    while let Some((before, from)) = rest.split_once('[') {
        out.push_str(before);
        let Some((name, after)) = from.split_once(']') else {
            out.push('[');
            rest = from;
            continue;
        };
        out.push_str(&name.replace("crate::", ""));
        rest = match after.strip_prefix('(').and_then(|link| link.split_once(')')) {
            Some((_, after)) => after,
            None => after,
        };
    }
    out.push_str(rest);
    out.split("\n\n").map(|part| part.replace('\n', " ")).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize;
    use serde::de::DeserializeOwned;
    use zaidu_model::wechat::JsConfig;
    use zaidu_model::{Article, Choice, FeedPage, Problem, Ranking, Reaction, Site};

    #[test]
    fn links_of_the_source_become_their_text() {
        assert_eq!(without_links("a [`B`](crate::B) c\n[`crate::D`]."), "a `B` c `D`.");
        assert_eq!(without_links("a [b\n\nc"), "a [b\n\nc");
    }

    /// Whether the example of `name` is what the type `T` writes, member by member.
    fn assert_example<T: Serialize + DeserializeOwned>(name: &str) {
        let example = example(name).unwrap();
        let value: T = serde_json::from_value(example.clone()).unwrap();
        assert_eq!(serde_json::to_value(value).unwrap(), example, "{name}");
    }

    #[test]
    fn examples_are_what_the_types_write() {
        assert_example::<Article>("Article");
        assert_example::<Choice>("Choice");
        assert_example::<FeedPage>("FeedPage");
        assert_example::<JsConfig>("JsConfig");
        assert_example::<Problem>("Problem");
        assert_example::<Ranking>("Ranking");
        assert_example::<Reaction>("Reaction");
        assert_example::<Site>("Site");
    }
}
