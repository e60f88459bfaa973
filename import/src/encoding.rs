//! Character encoding of a feed file: bytes to text, whatever they were written in.

use std::borrow::Cow;

use crate::ImportError;
use crate::limits::MAX_BYTES;

#[cfg(feature = "formats")]
use encoding_rs::{BIG5, GBK};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// `bytes` as text, if they are not too many. `label` is the encoding that their transport tells.
///
/// # Errors
/// [`ImportError`] when they are more than [`MAX_BYTES`], or no text.
pub(crate) fn decode_bounded<'a>(
    bytes: &'a [u8],
    label: Option<&str>,
) -> Result<Cow<'a, str>, ImportError> {
    if bytes.len() > MAX_BYTES {
        let reason = format!("{} bytes are more than {MAX_BYTES}", bytes.len());
        return Err(ImportError::new("feed", reason));
    }
    decode(bytes, label).ok_or_else(|| {
        ImportError::new("feed", "is not text in UTF-8, UTF-16 or GB18030: save it as UTF-8")
    })
}

/// `bytes` as text. A byte order mark tells the encoding; else zeros at every other place tell
/// UTF-16, which begins with ASCII in every format of feeds. Of what remains, text that is mostly
/// UTF-8 is read as that, with U+FFFD in place of what is damaged, whatever it says. Everything
/// else is in the encoding of `label`, or that it declares, or that its bytes make likely, or GB18030, which
/// contains GBK and GB 2312: the first in which it is valid, or else nearly.
///
/// `None` when the bytes are in no encoding.
fn decode<'a>(bytes: &'a [u8], label: Option<&str>) -> Option<Cow<'a, str>> {
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
    let (damaged, sound) = count(&text);
    if damaged < sound {
        return Some(text);
    }
    let likely = likely(bytes, label);
    // Any bytes are valid in an encoding of one byte a character, so that they come last.
    let (single, multiple): (Vec<_>, Vec<_>) =
        likely.into_iter().partition(|encoding| encoding.is_single_byte());
    let valid = |encoding: &&'static Encoding| {
        encoding.decode_without_bom_handling_and_without_replacement(bytes)
    };
    let nearly_valid = |encoding: &&'static Encoding| {
        let text = encoding.decode_without_bom_handling(bytes).0;
        let (damaged, sound) = count(&text);
        (damaged * 10 < sound).then_some(text)
    };
    multiple
        .iter()
        .find_map(valid)
        .or_else(|| multiple.iter().find_map(nearly_valid))
        .or_else(|| single.iter().find_map(valid))
}

/// The number of characters of `text` that are damaged, and of those that are sound and tell
/// something about its encoding.
fn count(text: &str) -> (usize, usize) {
    let damaged = text.matches('\u{fffd}').count();
    (damaged, text.chars().filter(|c| !c.is_ascii()).count() - damaged)
}

/// The encodings that `bytes`, which are not UTF-8, may be in, the likeliest first.
#[cfg(feature = "formats")]
fn likely(bytes: &[u8], label: Option<&str>) -> Vec<&'static Encoding> {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    // Not told that this is the end, it does not mind a file that ends inside a character.
    detector.feed(bytes, false);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    // What the transport tells comes before what the file declares (RFC 7303); it is not UTF-8.
    let told = label.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let is_other = |encoding: &&'static Encoding| *encoding != UTF_8;
    let declared = told.filter(is_other).or_else(|| declared(bytes).filter(is_other));
    let guess = Some(guess).filter(|guess| !guess.is_single_byte());
    // Nearly all of what is valid in one of these is valid in the other too.
    let is_gb = |encoding: Option<&Encoding>| encoding == Some(GBK) || encoding == Some(GB18030);
    let is_other =
        (is_gb(declared) && guess == Some(BIG5)) || (is_gb(guess) && declared == Some(BIG5));
    let is_long = bytes.iter().filter(|byte| !byte.is_ascii()).take(200).count() == 200;
    let label = if is_other && is_long { None } else { declared };
    [label, guess, Some(GB18030)].into_iter().flatten().collect()
}

#[cfg(not(feature = "formats"))]
fn likely(_: &[u8], _: Option<&str>) -> Vec<&'static Encoding> {
    vec![GB18030]
}

/// The encoding that the declaration of XML names.
#[cfg(feature = "formats")]
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let declaration = bytes[start..].strip_prefix(b"<?xml")?;
    let end = declaration.iter().take(400).position(|byte| *byte == b'>')?;
    let declaration = std::str::from_utf8(&declaration[..end]).ok()?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let label = value.split(['"', '\'']).nth(1)?;
    Encoding::for_label(label.trim().as_bytes())
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
            assert_eq!(decode(bytes, None).as_deref(), Some(TEXT), "{bytes:x?}");
        }
    }

    #[test]
    fn a_damaged_byte_does_not_make_it_another_encoding() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes[13] = 0xff;
        assert!(decode(&bytes, None).unwrap().contains("\u{fffd}\u{fffd}水涨到"));
    }

    #[cfg(feature = "formats")]
    #[test]
    fn labels_are_followed_unless_the_bytes_say_otherwise() {
        let xml = |label: &str, text: &str| {
            format!("<?xml version=\"1.0\" encoding='{label}'?><title>{text}</title>")
        };
        let simplified =
            "潮水涨到第三级台阶，渡轮停航，乘客改走望澜大桥，末班车延到零点。".repeat(4);
        let traditional =
            "潮水漲到第三級臺階，渡輪停航，乘客改走望瀾大橋，末班車延到零點。".repeat(4);
        for (label, text, encoding) in [
            ("gb2312", &simplified, encoding_rs::GBK),
            ("GB18030", &simplified, GB18030),
            ("utf-8", &simplified, encoding_rs::GBK),
            ("iso-8859-1", &simplified, encoding_rs::GBK),
            ("nonsense", &simplified, encoding_rs::GBK),
            ("big5", &simplified, encoding_rs::GBK),
            ("big5", &traditional, encoding_rs::BIG5),
            ("utf-8", &traditional, encoding_rs::BIG5),
            ("gbk", &simplified, UTF_8),
        ] {
            let text = xml(label, text);
            let bytes = encoding.encode(&text).0;
            assert_eq!(
                decode(&bytes, None).as_deref(),
                Some(&*text),
                "{label} {}",
                encoding.name()
            );
            // A file that ends in the middle of a character.
            let cut = decode(&bytes[..bytes.len() - 9], None).unwrap().into_owned();
            let half: String = text.chars().take(100).collect();
            assert!(cut.starts_with(&half), "{label} {}", encoding.name());
        }
    }

    #[cfg(feature = "formats")]
    #[test]
    fn the_label_of_the_transport_comes_first_but_is_not_believed_blindly() {
        let text = format!("<rss><title>{}</title></rss>", "江潮将至，渡轮停航。".repeat(12));
        let gbk = encoding_rs::GBK.encode(&text).0;
        for label in
            [None, Some("gbk"), Some("GB2312"), Some("utf-8"), Some("iso-8859-1"), Some("x")]
        {
            assert_eq!(decode(&gbk, label).as_deref(), Some(&*text), "{label:?}");
            assert_eq!(decode(text.as_bytes(), label).as_deref(), Some(&*text), "{label:?}");
        }
        let short = "<rss><title>渡輪停航</title></rss>";
        let big5 = BIG5.encode(short).0;
        assert_eq!(decode(&big5, Some("big5")).as_deref(), Some(short));
    }

    #[test]
    fn bytes_in_no_encoding_are_not_text() {
        assert_eq!(decode(&[0xff; 64], None), None);
    }
}
