//! Export of a reading list as JSON.

use zaidu_model::{Route, Timestamp};

use super::entry::Entry;
use super::position::Progress;
use super::store::List;

/// The name of the file.
pub(super) fn file_name(list: List) -> &'static str {
    match list {
        List::Saved => "saved.json",
        List::History => "history.json",
    }
}

/// `entries` of `list` as JSON, with addresses below `origin`. `progress` is in percent.
pub(super) fn to_json(list: List, entries: &[Entry], origin: &str) -> String {
    let name = file_name(list).trim_end_matches(".json");
    let mut json = ["{\"list\":\"", name, "\",\"articles\":["].concat();
    for (index, entry) in entries.iter().enumerate() {
        json.push_str(if index == 0 { "\n" } else { ",\n" });
        let path = Route::Article(entry.id.clone()).to_string();
        let at = Timestamp::from_unix(entry.at).map(|at| at.to_string()).unwrap_or_default();
        let progress = match entry.progress {
            Progress::Opened => 0,
            Progress::Begun(percent, _) => percent,
            Progress::Finished => 100,
        };
        json.push_str("{\"id\":");
        json.push_str(&quoted(entry.id.as_str()));
        for (name, value) in [
            ("url", &[origin, &path].concat()),
            ("title", &entry.title),
            ("source", &entry.source),
            ("channel", &entry.channel),
            ("published", &entry.published),
            ("added", &at),
        ] {
            if !value.is_empty() {
                json.push_str(&[",\"", name, "\":", &quoted(value)].concat());
            }
        }
        if entry.is_gone {
            json.push_str(",\"withdrawn\":true");
        }
        json.push_str(&[",\"progress\":", &progress.to_string(), "}"].concat());
    }
    json.push_str("\n]}\n");
    json
}

/// `text` as a JSON string.
fn quoted(text: &str) -> String {
    // A string always serialises.
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::Key;

    #[test]
    fn a_list_is_exported_with_all_that_is_known() {
        let id = Key::new("a").unwrap();
        let full = "1700000000\n\n40\n3\n20\n车\n2026-11-20T08:00:00+08:00\n江报\n城事\n题“\"\\”";
        let entries = [Entry::parse(id.clone(), full), Entry::parse(id, "x\n1\n100")];
        let json = to_json(List::Saved, &entries, "https://example.org");
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        let expected = serde_json::json!({"list": "saved", "articles": [
            {
                "id": "a", "url": "https://example.org/articles/a", "title": "题“\"\\”",
                "source": "江报", "channel": "城事", "published": "2026-11-20T08:00:00+08:00",
                "added": "2023-11-15T06:13:20+08:00", "progress": 40
            },
            {
                "id": "a", "url": "https://example.org/articles/a",
                "added": "1970-01-01T08:00:00+08:00", "withdrawn": true, "progress": 100
            },
        ]});
        assert_eq!(read, expected);
        let empty = to_json(List::History, &[], "");
        let read: serde_json::Value = serde_json::from_str(&empty).unwrap();
        assert_eq!(read, serde_json::json!({"list": "history", "articles": []}));
    }
}
