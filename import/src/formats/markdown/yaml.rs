//! YAML of front matter, from the events of a parser: aliases are not expanded, so nothing grows.

use saphyr_parser::{Event, Parser};
use serde_json::{Map, Value};

use super::fields::Fields;

/// Maximum depth and number of values.
const MAX_DEPTH: usize = 16;
const MAX_VALUES: usize = 10_000;

/// The fields of a mapping; `None` when the text is none. What the parser does not take, such as a
/// title with a colon, is read line by line.
pub(in crate::formats) fn read(text: &str) -> Option<Fields> {
    let fields = Fields::new(parse(text).or_else(|| by_lines(text))?);
    (!fields.is_empty() || text.trim().is_empty()).then_some(fields)
}

/// A collection that is being read.
enum Open {
    List(Vec<Value>),
    /// The entries so far, and the key of the next one.
    Map(Map<String, Value>, Option<String>),
}

fn parse(text: &str) -> Option<Map<String, Value>> {
    let mut stack: Vec<Open> = Vec::new();
    let mut count = 0;
    for event in Parser::new_from_str(text) {
        let (event, _) = event.ok()?;
        count += 1;
        if count > MAX_VALUES {
            return None;
        }
        let value = match event {
            Event::Scalar(text, ..) => Value::String(text.into_owned()),
            Event::Alias(_) => Value::Null,
            Event::SequenceStart(..) => {
                stack.push(Open::List(Vec::new()));
                continue;
            }
            Event::MappingStart(..) => {
                stack.push(Open::Map(Map::new(), None));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match stack.pop()? {
                Open::List(entries) => Value::Array(entries),
                Open::Map(entries, _) => Value::Object(entries),
            },
            Event::DocumentEnd | Event::StreamEnd => return None,
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => continue,
        };
        if stack.len() > MAX_DEPTH {
            return None;
        }
        match stack.last_mut() {
            Some(Open::List(entries)) => entries.push(value),
            Some(Open::Map(entries, key)) => match key.take() {
                Some(key) => {
                    entries.insert(key, value);
                }
                None => *key = Some(value.as_str().unwrap_or_default().to_owned()),
            },
            None => match value {
                Value::Object(map) => return Some(map),
                _ => return None,
            },
        }
    }
    None
}

/// The fields whose values are on their own line, and lists of lines that begin with `-`.
fn by_lines(text: &str) -> Option<Map<String, Value>> {
    let mut map = Map::new();
    let mut last = None;
    for line in text.lines().take(MAX_VALUES) {
        let unquoted = |value: &str| {
            let value = value.trim();
            let quotes = [('"', '"'), ('\'', '\'')];
            let inner = quotes
                .iter()
                .find_map(|(open, close)| value.strip_prefix(*open)?.strip_suffix(*close));
            inner.unwrap_or(value).to_owned()
        };
        if let Some(entry) = line.trim_start().strip_prefix("- ") {
            let Some(Value::Array(entries)) =
                last.as_ref().and_then(|key: &String| map.get_mut(key))
            else {
                continue;
            };
            entries.push(Value::String(unquoted(entry)));
        } else if let Some((key, value)) = line.split_once(':')
            && !key.is_empty()
            && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
        {
            let value = value.trim();
            let list = value.strip_prefix('[').and_then(|value| value.strip_suffix(']'));
            let value = match list {
                Some(list) => list.split(',').map(|entry| Value::String(unquoted(entry))).collect(),
                None if value.is_empty() => Value::Array(Vec::new()),
                None => Value::String(unquoted(value)),
            };
            map.insert(key.to_owned(), value);
            last = Some(key.to_owned());
        }
    }
    (!map.is_empty()).then_some(map)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_lists_and_maps_are_read() {
        let fields = read(
            "title: 江\ntags:\n- 一\n- 二\ncover:\n  image: a.jpg\ntext: >-\n  一\n  二\nn: 5",
        )
        .unwrap();
        assert_eq!(fields.text(&["title"]).as_deref(), Some("江"));
        assert_eq!(fields.list(&["tags"]), ["一", "二"]);
        assert_eq!(fields.inside("cover", "image").as_deref(), Some("a.jpg"));
        assert_eq!(fields.text(&["text"]).as_deref(), Some("一 二"));
    }

    #[test]
    fn what_is_nearly_yaml_is_read_by_lines() {
        let fields = read(
            "title: 专访: 他说\ndate: 2026-11-19 08:00\ntags: [一, \"二\"]\nauthors:\n  - 甲\n\tx",
        )
        .unwrap();
        assert_eq!(fields.text(&["title"]).as_deref(), Some("专访: 他说"));
        assert_eq!(fields.text(&["date"]).as_deref(), Some("2026-11-19 08:00"));
        assert_eq!(fields.list(&["tags"]), ["一", "二"]);
        assert_eq!(fields.list(&["authors"]), ["甲"]);
    }

    #[test]
    fn aliases_and_depth_do_not_grow() {
        let mut bomb = "a0: &a0 [哈, 哈]\n".to_owned();
        for n in 1..40 {
            bomb.push_str(&format!("a{n}: &a{n} [*a{}, *a{}]\n", n - 1, n - 1));
        }
        assert!(read(&format!("{bomb}title: 江")).unwrap().text(&["title"]).is_some());
        let _ = read(&format!("title: 江\na: {}", "[".repeat(50_000)));
        let _ = read(&"- ".repeat(50_000));
        let _ = read(&"? ".repeat(50_000));
        let _ = read(&"{".repeat(50_000));
        assert!(read("正文").is_none());
    }
}
