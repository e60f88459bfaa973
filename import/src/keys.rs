//! Keys (URL slugs) derived from the ids and names in a feed.

use zaidu_model::Key;

/// Maximum length of the slug in a derived key, in characters.
const MAX_SLUG: usize = 96;

fn is_valid(c: char) -> bool {
    // The type allows invisible characters, but ids that look the same must not become two URLs.
    !crate::normalize::is_hidden(c)
        && !matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}')
        && (c == '.' || Key::new(c).is_ok())
}

/// `text` with each run of characters that are invalid in a key replaced by one `-`.
fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.trim().chars() {
        match is_valid(c) {
            true => out.push(c),
            false if out.ends_with('-') => {}
            false => out.push('-'),
        }
    }
    out.trim_matches('-').chars().take(MAX_SLUG).collect()
}

/// 48 bits of FNV-1a, in hexadecimal: stable across machines and versions, which the standard
/// library's hashers do not guarantee.
fn hash(text: &str) -> String {
    let fnv = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{:012x}", fnv >> 16)
}

/// The key of an item with this `id`: the id itself if it is a valid key, or else a slug with a
/// hash of the id, so that different ids have different keys. `None` for a blank id.
pub(crate) fn from_id(id: &str) -> Option<Key> {
    if id.chars().all(is_valid)
        && let Ok(key) = Key::new(id)
    {
        return Some(key);
    }
    if id.trim().is_empty() {
        return None;
    }
    let slug = slug(id);
    let dash = if slug.is_empty() { "" } else { "-" };
    Key::new(format!("{slug}{dash}{}", hash(id))).ok()
}

/// The key of a channel or column with this `name`: its slug. `None` for a blank name.
pub(crate) fn from_name(name: &str) -> Option<Key> {
    Key::new(slug(name)).ok().or_else(|| from_id(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_are_valid_keys_are_unchanged() {
        for id in ["a", "brief-001", "潮水", "2026.11"] {
            assert_eq!(from_id(id).unwrap().as_str(), id);
        }
    }

    #[test]
    fn other_ids_become_distinct_keys() {
        let id = |text| from_id(text).unwrap().to_string();
        assert_eq!(id("https://example.org/a?b=1"), "https:-example.org-a-b=1-f67e9fd3540a");
        assert_ne!(id("a/b"), id("a?b"));
        assert_ne!(id("a\u{200b}"), id("a"));
        assert!(id("//").len() == 12 && id("..").len() > 2);
        assert!(Key::new(id(&"长/".repeat(500))).is_ok());
        assert_eq!(from_id(" \u{3000}"), None);
    }

    #[test]
    fn names_become_slugs() {
        let name = |text| from_name(text).map(|key| key.to_string());
        assert_eq!(name("江河频道"), Some("江河频道".into()));
        assert_eq!(name("体育 / 水上"), Some("体育-水上".into()));
        assert!(name("..").is_some() && name("/").is_some());
        assert_eq!(name(""), None);
    }
}
