//! Front matter: fields before the text, in YAML, TOML or JSON.

use serde_json::{Map, Value};

use super::fields::Fields;
use super::yaml;

/// Maximum length of front matter, in bytes.
const MAX_BYTES: usize = 256 << 10;

/// The fields, or why they cannot be read, and the text after them.
type Split<'a> = (Result<Fields, String>, &'a str);

/// Splits `text` after its front matter; `None` when it has none.
pub(in crate::formats) fn split(text: &str) -> Option<Split<'_>> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let first = text.lines().next()?.trim_end();
    match first {
        "---" => {
            let (matter, body) = until(&text[first.len()..], &["---", "..."])?;
            let fields = yaml::read(matter);
            // A line at the beginning of a text without front matter.
            fields.is_some().then(|| (Ok(fields.unwrap_or_default()), body))
        }
        "+++" => {
            let (matter, body) = until(&text[first.len()..], &["+++"])?;
            Some((toml(matter), body))
        }
        _ if first.starts_with('{') => {
            let (matter, body) = json(text)?;
            Some((Ok(Fields::new(matter)), body))
        }
        _ => None,
    }
}

/// Splits `text`, whose YAML has no line before it, as in old posts of Hexo.
pub(in crate::formats) fn split_without_start(text: &str) -> Option<Split<'_>> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let (name, _) = text.lines().next()?.split_once(':')?;
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return None;
    }
    let (matter, body) = until(text, &["---"])?;
    let fields = yaml::read(matter).filter(|fields| fields.text(&["title"]).is_some())?;
    Some((Ok(fields), body))
}

/// What is before the first line that is one of `ends`, and what is after it.
fn until<'a>(text: &'a str, ends: &[&str]) -> Option<(&'a str, &'a str)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > MAX_BYTES {
            return None;
        }
        if ends.contains(&line.trim_end()) {
            return Some((&text[..at], &text[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

pub(in crate::formats) fn toml(matter: &str) -> Result<Fields, String> {
    /// Dates and times become texts.
    fn value(toml: toml::Value) -> Value {
        match toml {
            toml::Value::String(text) => Value::String(text),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Float(number) => number.into(),
            toml::Value::Boolean(value) => value.into(),
            toml::Value::Datetime(time) => Value::String(time.to_string()),
            toml::Value::Array(entries) => entries.into_iter().map(value).collect(),
            toml::Value::Table(table) => Value::Object(map(table)),
        }
    }
    fn map(table: toml::Table) -> Map<String, Value> {
        table.into_iter().map(|(key, inner)| (key, value(inner))).collect()
    }
    let table: toml::Table = matter.parse().map_err(|error: toml::de::Error| {
        let line = error
            .span()
            .map_or(1, |span| matter[..span.start.min(matter.len())].matches('\n').count() + 1);
        format!("line {line}: {}", error.message())
    })?;
    let fields = map(table);
    Ok(Fields::new(fields))
}

/// An object of JSON at the beginning of `text` after which there is more: else the text is JSON.
fn json(text: &str) -> Option<(Map<String, Value>, &str)> {
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Map<String, Value>>();
    let matter = stream.next()?.ok()?;
    let body = &text[stream.byte_offset()..];
    let is_feed = matter.contains_key("items") || matter.contains_key("version");
    (!is_feed && !body.trim().is_empty()).then_some((matter, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(text: &str) -> Option<(String, String)> {
        let (fields, body) = split(text)?;
        Some((fields.unwrap().text(&["title"]).unwrap_or_default(), body.trim().to_owned()))
    }

    #[test]
    fn yaml_toml_and_json_are_read() {
        for text in [
            "---\ntitle: 渡口\n---\n正文",
            "\u{feff}---\r\ntitle: \"渡口\"\r\n...\r\n正文",
            "+++\ntitle = '渡口'\ndate = 2026-11-19T08:00:00+08:00\n+++\n\n正文",
            "{\n  \"title\": \"渡口\"\n}\n\n正文",
        ] {
            assert_eq!(title(text), Some(("渡口".into(), "正文".into())), "{text}");
        }
        let (fields, body) =
            split_without_start("title: 渡口\ndate: 2026-11-19\n---\n正文").unwrap();
        assert_eq!(
            (fields.unwrap().text(&["date"]).as_deref(), body),
            (Some("2026-11-19"), "正文")
        );
    }

    #[test]
    fn other_texts_have_none() {
        for text in [
            "",
            "正文",
            "---\n正文\n---\n",
            "---\ntitle: a\n",
            "{\"items\": []}",
            "{\"a\": 1}",
            "--- a\n---\n",
        ] {
            assert!(split(text).is_none(), "{text}");
        }
        assert!(split_without_start("正文：一\n---\n").is_none());
        assert!(split_without_start("note: 一\n---\n").is_none());
    }

    #[test]
    fn a_fault_of_toml_is_named() {
        let (fields, _) = split("+++\ntitle = '渡口'\ndate = soon\n+++\n正文").unwrap();
        assert!(fields.err().unwrap().starts_with("line 3: "));
    }
}
