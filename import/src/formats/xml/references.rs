//! Character references of XML and HTML. Feeds use the names of HTML, which XML does not declare.

use std::borrow::Cow;

use html5ever::data::NAMED_ENTITIES;

/// `text` with its references resolved; those that have no meaning stay.
pub(in crate::formats) fn resolve(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start + 1..];
        let end = rest.bytes().take(40).position(|byte| byte == b';');
        match end.and_then(|end| Some((resolve_one(&rest[..end])?, end))) {
            Some((resolved, end)) => {
                out.push_str(&resolved);
                rest = &rest[end + 1..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// What the reference with this name, without `&` and `;`, stands for.
pub(super) fn resolve_one(name: &str) -> Option<String> {
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok();
    let code = match name.strip_prefix('#') {
        Some(digits) => match digits.strip_prefix(['x', 'X']) {
            Some(digits) => number(digits, 16),
            None => number(digits, 10),
        },
        None if name.len() < 40 => {
            let (first, second) = *NAMED_ENTITIES.get(&*format!("{name};"))?;
            let both = [first, second].into_iter().filter(|code| *code != 0);
            return both.map(char::from_u32).collect();
        }
        None => return None,
    };
    // Programs of Windows write its characters by their numbers there, as browsers know.
    let code = code.filter(|code| *code != 0)?;
    let windows = [u8::try_from(code).unwrap_or_default()];
    if (0x80..0xa0).contains(&code) {
        return Some(encoding_rs::WINDOWS_1252.decode(&windows).0.into_owned());
    }
    char::from_u32(code).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_are_resolved_and_all_else_stays() {
        for (text, resolved) in [
            ("a &amp; b &lt;", "a & b <"),
            ("&nbsp;&mdash;&hellip;", "\u{a0}—…"),
            ("&#27743;&#x6c34;&#151;", "江水—"),
            ("AT&T; &lol9; &#xd800; &#0; & &", "AT&T; &lol9; &#xd800; &#0; & &"),
            ("江&水", "江&水"),
        ] {
            assert_eq!(resolve(text), resolved);
        }
    }
}
