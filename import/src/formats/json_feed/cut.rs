//! A feed that ends too early: its items before the end.

/// Maximum depth that is looked at, which is that of the parser.
const MAX_DEPTH: usize = 128;

/// `json`, which ends in the middle, up to its last whole item, as valid JSON; `None` when it has
/// none.
pub(super) fn up_to_last_item(json: &str) -> Option<String> {
    let mut open = Vec::new();
    let mut end = None;
    let (mut is_in_string, mut is_escaped) = (false, false);
    for (at, byte) in json.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_in_string => is_escaped = true,
            b'"' => is_in_string = !is_in_string,
            _ if is_in_string => {}
            b'{' | b'[' => {
                open.push(byte);
                if open.len() > MAX_DEPTH {
                    return None;
                }
            }
            b'}' | b']' => {
                open.pop()?;
                if byte == b'}' && open == [b'{', b'['] {
                    end = Some(at + 1);
                }
            }
            _ => {}
        }
    }
    if open.is_empty() {
        return None;
    }
    end.map(|end| format!("{}]}}", &json[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_items_stay() {
        let json = r#"{"title": "]}", "items": [{"a": "\"{["}, {"b": [{}]}, {"c": "#;
        let cut = r#"{"title": "]}", "items": [{"a": "\"{["}, {"b": [{}]}]}"#;
        assert_eq!(up_to_last_item(json).as_deref(), Some(cut));
        for json in ["", "{", "{}", "[{}", r#"{"a": {"#, "]", &"[".repeat(1_000)] {
            assert_eq!(up_to_last_item(json), None, "{json}");
        }
    }
}
