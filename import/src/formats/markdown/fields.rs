//! Fields of front matter, whatever language it is in.

use serde_json::{Map, Value};

use crate::limits::MAX_ENTRIES;
use crate::wire::{Correction, Lenient};

/// The fields by their names in lower case.
#[derive(Default)]
pub(in crate::formats) struct Fields(Map<String, Value>);

impl Fields {
    pub(in crate::formats) fn new(map: Map<String, Value>) -> Self {
        Self(map.into_iter().map(|(key, value)| (key.to_lowercase(), value)).collect())
    }

    pub(in crate::formats) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn values<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = &'a Value> {
        names.iter().filter_map(|name| self.0.get(*name))
    }

    /// The first of these fields that is a text or a number and not blank.
    pub(in crate::formats) fn text(&self, names: &[&str]) -> Option<String> {
        self.values(names).find_map(text)
    }

    /// The field `name` of the map under `outer`.
    pub(in crate::formats) fn inside(&self, outer: &str, name: &str) -> Option<String> {
        text(self.0.get(outer)?.get(name)?)
    }

    /// The first of these fields that has entries: a list, or a text with commas between them. An
    /// entry that is a map is known by its name.
    pub(in crate::formats) fn list(&self, names: &[&str]) -> Vec<String> {
        let lists = self.paths(names).into_iter();
        lists.filter_map(|path| path.into_iter().last()).collect()
    }

    /// The corrections: maps with `date` and `text`, one or a list of them.
    pub(in crate::formats) fn corrections(&self) -> Vec<Correction> {
        let told = self.0.get("corrections").or_else(|| self.0.get("correction"));
        let maps = match told {
            Some(Value::Array(maps)) => &maps[..],
            Some(map) => std::slice::from_ref(map),
            None => &[],
        };
        let field = |map: &Value, name| Lenient(map.get(name).and_then(text));
        let correction = |map| Correction { date: field(map, "date"), text: field(map, "text") };
        maps.iter().take(MAX_ENTRIES).map(correction).collect()
    }

    /// As [`list`](Self::list), with the path of each entry, which may be a list itself.
    pub(in crate::formats) fn paths(&self, names: &[&str]) -> Vec<Vec<String>> {
        let lists = self.values(names).map(|value| match value {
            Value::Array(entries) => entries.iter().take(MAX_ENTRIES).map(path).collect(),
            Value::String(text) => {
                let entries = text.split([',', '，', '、']).take(MAX_ENTRIES);
                entries.map(|entry| vec![entry.trim().to_owned()]).collect()
            }
            other => vec![path(other)],
        });
        let lists = lists.map(|list: Vec<Vec<String>>| {
            let is_some = |path: &Vec<String>| path.iter().any(|name| !name.is_empty());
            list.into_iter().filter(is_some).collect::<Vec<_>>()
        });
        lists.into_iter().find(|list| !list.is_empty()).unwrap_or_default()
    }
}

fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// An entry of a list as a path.
fn path(value: &Value) -> Vec<String> {
    match value {
        Value::Array(entries) => entries.iter().take(MAX_ENTRIES).filter_map(text).collect(),
        Value::Object(map) => {
            let names = ["name", "title", "displayname", "label", "slug"];
            names.iter().find_map(|name| text(map.get(*name)?)).into_iter().collect()
        }
        other => text(other).into_iter().collect(),
    }
}
