//! Character encoding of a feed file: bytes to text, whatever they were written in.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// `bytes` as text. A byte order mark tells the encoding; else zeros at every other place tell
/// UTF-16, which begins with ASCII in every format of feeds. Of what remains, text that is mostly
/// UTF-8 is read as that, with U+FFFD in their place, and everything else as
/// GB18030, which contains GBK and GB 2312, if it is valid there.
///
/// `None` when the bytes are in neither encoding.
pub(crate) fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Some(encoding.decode_without_bom_handling(&bytes[mark..]).0);
    }
    match bytes {
        [0, 1..=127, 0, 1..=127, ..] => return Some(UTF_16BE.decode_without_bom_handling(bytes).0),
        [1..=127, 0, 1..=127, 0, ..] => return Some(UTF_16LE.decode_without_bom_handling(bytes).0),
        _ => {}
    }
    let (text, has_errors) = UTF_8.decode_without_bom_handling(bytes);
    if !has_errors {
        return Some(text);
    }
    // Read as UTF-8, nearly every Chinese character of another encoding is damaged.
    let damaged = text.matches('\u{fffd}').count();
    let sound = text.chars().filter(|c| !c.is_ascii()).count() - damaged;
    if damaged < sound {
        return Some(text);
    }
    GB18030.decode_without_bom_handling_and_without_replacement(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"title": "潮水涨到第三级台阶，渡轮停航"}"#;

    fn utf16(to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        TEXT.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn encodings_are_told_by_their_marks_and_bytes() {
        let gbk = GB18030.encode(TEXT).0;
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for bytes in [
            TEXT.as_bytes(),
            &marked(b"\xef\xbb\xbf", TEXT.as_bytes()),
            &utf16(u16::to_le_bytes),
            &utf16(u16::to_be_bytes),
            &marked(b"\xff\xfe", &utf16(u16::to_le_bytes)),
            &marked(b"\xfe\xff", &utf16(u16::to_be_bytes)),
            &gbk,
        ] {
            assert_eq!(decode(bytes).as_deref(), Some(TEXT), "{bytes:x?}");
        }
    }

    #[test]
    fn a_damaged_byte_does_not_make_it_another_encoding() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes[13] = 0xff;
        assert!(decode(&bytes).unwrap().contains("\u{fffd}\u{fffd}水涨到"));
    }

    #[test]
    fn bytes_in_no_encoding_are_not_text() {
        assert_eq!(decode(&[0xff; 64]), None);
    }
}
