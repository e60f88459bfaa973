//! Titles whose characters were escaped once too often: `R&amp;D` where `R&D` is meant.
//!
//! Plain text has no references, so that a title of nothing but text may name one. It is taken for
//! escaped only if every `&` in it begins a reference that programs write when they escape text, and
//! none of them stands in quotation marks, where the text is about it.

use std::borrow::Cow;

/// What programs write when they escape a text, or set its marks.
const NAMED: [(&str, char); 16] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("hellip", '…'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("middot", '·'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("times", '×'),
];

/// How often a title is taken for escaped.
const MAX_TIMES: usize = 3;

/// `title` as it was before it was escaped.
pub(crate) fn unescaped(title: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(title);
    for _ in 0..MAX_TIMES {
        let Some(less) = once(&text) else { break };
        text = Cow::Owned(less);
    }
    text
}

/// The markup of a text that has none, but for that which was escaped once too often: there is no
/// other tag in it, and the end of a paragraph, a line or a link is among what was escaped.
pub(crate) fn escaped_markup(text: &str) -> Option<String> {
    const ENDS: [&str; 5] = ["&lt;/p&gt;", "&lt;br", "&lt;/div&gt;", "&lt;/a&gt;", "&lt;/li&gt;"];
    let mut out: Option<String> = None;
    for _ in 0..MAX_TIMES {
        let text = out.as_deref().unwrap_or(text);
        let is_escaped = text.contains("&lt;") || text.contains("&amp;lt;");
        if text.contains('<') || !is_escaped {
            break;
        }
        // The ampersand last, or else what it escapes would be unescaped too.
        let less = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        out = Some(less.replace("&amp;", "&"));
    }
    let escaped = out?;
    let is_markup =
        ENDS.iter().any(|end| escaped.contains(&end.replace("&lt;", "<").replace("&gt;", ">")));
    is_markup.then_some(escaped)
}

fn once(text: &str) -> Option<String> {
    if !text.contains('&') {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (name, after) = part.split_once(';')?;
        let is_quoted = out.ends_with(['“', '‘', '「', '`', '"', '\'', '《', '（', '('])
            && after.starts_with(['”', '’', '」', '`', '"', '\'', '》', '）', ')']);
        if is_quoted {
            return None;
        }
        out.push(character(name)?);
        out.push_str(after);
    }
    Some(out)
}

fn character(name: &str) -> Option<char> {
    match name.strip_prefix('#') {
        Some(digits) => {
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => digits.parse(),
            };
            char::from_u32(code.ok()?).filter(|c| !c.is_control() && !c.is_whitespace())
        }
        None => NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_escaped_once_too_often_is_text_again() {
        for (title, text) in [
            ("R&amp;D 在江边", "R&D 在江边"),
            ("&quot;夜航&quot; 开播", "\"夜航\" 开播"),
            ("A &amp;amp; B", "A & B"),
            ("It&#8217;s 潮", "It’s 潮"),
            ("&amp;quot;江&amp;quot;", "\"江\""),
        ] {
            assert_eq!(unescaped(title), text);
        }
    }

    #[test]
    fn markup_that_was_escaped_is_markup_if_there_is_no_other() {
        for (text, html) in [
            ("&lt;p&gt;江&amp;nbsp;水&lt;/p&gt;", Some("<p>江&nbsp;水</p>")),
            ("&amp;lt;p&amp;gt;江&amp;lt;/p&amp;gt;", Some("<p>江</p>")),
            ("一&lt;br/&gt;二", Some("一<br/>二")),
            ("<p>写 &lt;p&gt;江&lt;/p&gt; 就是一段</p>", None),
            ("3 &lt; 4，&lt;江&gt;", None),
            ("江", None),
        ] {
            assert_eq!(escaped_markup(text).as_deref(), html, "{text}");
        }
    }

    #[test]
    fn what_is_about_references_or_has_none_stays() {
        for title in [
            "AT&T 与 R&amp;D",
            "网页里的“&amp;”是什么",
            "&nbsp; 怎么用",
            "a & b; c",
            "&#0;&#10;",
            "&unknown;",
            "江",
            "",
        ] {
            assert!(matches!(unescaped(title), Cow::Borrowed(same) if same == title), "{title}");
        }
    }
}
