//! Mends JSON that is nearly right: what writers of feeds get wrong, and what has one meaning only.

use std::borrow::Cow;

/// `json` with the faults mended that would refuse all of it for one character:
///
/// - a control character in a string, such as a line end, becomes its escape;
/// - half of a surrogate pair, where a writer has cut a string in an emoji, becomes U+FFFD;
/// - a comma before the end of a list or an object goes.
///
/// Valid JSON is borrowed. Everything else that is invalid stays, for the parser to name.
pub(super) fn mend(json: &str) -> Cow<'_, str> {
    let mut mended = String::new();
    // All before this is in `mended`.
    let mut copied = 0;
    let mut replace = |from: usize, to: usize, with: &str| {
        mended.push_str(&json[copied..from]);
        mended.push_str(with);
        copied = to;
    };
    let bytes = json.as_bytes();
    let (mut at, mut is_in_string) = (0, false);
    while let Some(&byte) = bytes.get(at) {
        let mut next = at + 1;
        match byte {
            b'"' => is_in_string = !is_in_string,
            b'\\' if is_in_string => match surrogate(bytes, at) {
                None => next = at + 2,
                Some(first) => {
                    let is_high = first < 0xdc00;
                    let low = surrogate(bytes, at + 6).filter(|low| *low >= 0xdc00);
                    if is_high && low.is_some() {
                        next = at + 12;
                    } else {
                        next = at + 6;
                        replace(at, next, "\\ufffd");
                    }
                }
            },
            0..=0x1f if is_in_string => replace(at, next, &format!("\\u{byte:04x}")),
            b',' if !is_in_string => {
                let after = bytes[next..].iter().find(|byte| !byte.is_ascii_whitespace());
                if matches!(after, Some(b']' | b'}')) {
                    replace(at, next, "");
                }
            }
            _ => {}
        }
        at = next;
    }
    if copied == 0 {
        return Cow::Borrowed(json);
    }
    mended.push_str(&json[copied..]);
    Cow::Owned(mended)
}

/// The surrogate whose escape, `\ud800` to `\udfff`, is at `at`.
fn surrogate(bytes: &[u8], at: usize) -> Option<u16> {
    let escape = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
    let digits = std::str::from_utf8(escape).ok()?;
    let unit = u16::from_str_radix(digits, 16).ok()?;
    (0xd800..=0xdfff).contains(&unit).then_some(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_become_valid() {
        for (json, mended) in [
            ("[\"一\n二\t\"]", r#"["一\u000a二\u0009"]"#),
            (r#"["到此\ud83d"]"#, r#"["到此\ufffd"]"#),
            (r#"["\udc00\ud83d\ud83d\ude00"]"#, r#"["\ufffd\ufffd\ud83d\ude00"]"#),
            ("[1, {\"a\": 2,\n}, ]", "[1, {\"a\": 2\n} ]"),
        ] {
            assert_eq!(mend(json), mended);
            assert!(serde_json::from_str::<serde_json::Value>(mended).is_ok(), "{mended}");
        }
    }

    #[test]
    fn valid_json_and_other_faults_stay() {
        for json in [
            "[\"\\\\ud83d\", \"\\\",]\", \"\\u4e00\", \"\\n\"]",
            "{\"a\": [1, 2],\n\"b\": {}}",
            "[,",
            "\\",
            "\"\\u12",
            "\"\\",
        ] {
            assert!(matches!(mend(json), Cow::Borrowed(same) if same == json), "{json}");
        }
    }
}
