//! Makes the markup of XML readable where characters in the text only look like markup.

use std::borrow::Cow;

const CDATA: &str = "<![CDATA[";
const END: &str = "]]>";

/// `text` without its document type, and with each `<` that begins no markup as a reference.
pub(super) fn mend(text: &str) -> Cow<'_, str> {
    let mut mended = String::new();
    // All before this is in `mended`.
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('<') {
        let start = at + found;
        let rest = &text[start..];
        let skip = |end: &str| rest.find(end).map_or(text.len(), |found| start + found + end.len());
        let next = rest[1..].chars().next().unwrap_or(' ');
        at = if rest.starts_with(CDATA) {
            let end = cdata_end(text, start);
            if let Some(inner) = text.get(start + CDATA.len()..end.saturating_sub(END.len()))
                && inner.contains(END)
            {
                mended.push_str(&text[copied..start + CDATA.len()]);
                mended.push_str(&inner.replace(END, "]]]]><![CDATA[>"));
                copied = end - END.len();
            }
            end
        } else if rest.starts_with("<!--") {
            skip("-->")
        } else if let Some(after) = after_doctype(rest) {
            mended.push_str(&text[copied..start]);
            copied = text.len() - after.len();
            copied
        } else if next.is_ascii_alphabetic() || matches!(next, '_' | '/' | '?') {
            start + 1
        } else {
            mended.push_str(&text[copied..start]);
            mended.push_str("&lt;");
            copied = start + 1;
            copied
        };
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    mended.push_str(&text[copied..]);
    Cow::Owned(mended)
}

/// Where the section of CDATA that starts at `start` ends. In code there may be `a[b[0]]>c`, which
/// ends nothing: the end is before the end tag of its element.
fn cdata_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let Some(first) = rest.find(END).map(|at| at + END.len()) else { return text.len() };
    let before = text[..start].trim_end();
    let tag = before.strip_suffix('>').and_then(|tag| tag.rsplit_once('<')).map(|(_, tag)| tag);
    let name = tag.and_then(|tag| tag.split(|c: char| c.is_whitespace() || c == '/').next());
    let is_end = |after: &str| {
        let after = after.trim_start();
        let closes = name.is_some_and(|name| {
            after.strip_prefix("</").is_some_and(|after| after.starts_with(name))
        });
        after.is_empty() || after.starts_with("<!") || closes
    };
    if is_end(&rest[first..]) || name.is_none_or(str::is_empty) {
        return start + first;
    }
    // Not further than the next section.
    let limit = rest[first..].find(CDATA).map_or(rest.len(), |at| first + at);
    let ends = rest[first..limit].match_indices(END).map(|(at, _)| first + at + END.len());
    start + ends.into_iter().find(|end| is_end(&rest[*end..])).unwrap_or(first)
}

/// What follows the document type with which `text` begins.
pub(super) fn after_doctype(text: &str) -> Option<&str> {
    const DOCTYPE: &str = "<!doctype";
    if !text.get(..DOCTYPE.len())?.eq_ignore_ascii_case(DOCTYPE) {
        return None;
    }
    // Its declarations are in brackets.
    let end = text.find('>').unwrap_or(text.len());
    let declarations = text[..end].find('[');
    let end = match declarations.and_then(|start| Some(start + text[start..].find(']')?)) {
        Some(bracket) => bracket + text[bracket..].find('>').unwrap_or(text.len() - bracket),
        None if declarations.is_some() => text.len(),
        None => end,
    };
    Some(text.get(end + 1..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_markup_becomes_text() {
        for (xml, mended) in [
            ("<a>3 < 4 <3 <中</a>", "<a>3 &lt; 4 &lt;3 &lt;中</a>"),
            ("<!DOCTYPE rss [<!ENTITY a \"b\"> ]\n>\n<a/>", "\n<a/>"),
            ("<!doctype rss SYSTEM \"x\"><a/>", "<a/>"),
            ("<a><!x></a><", "<a>&lt;!x></a>&lt;"),
        ] {
            assert_eq!(mend(xml), mended);
        }
        for (xml, mended) in [
            (
                "<a><b><![CDATA[x[y[0]]> 1 <p>]]></b><b><![CDATA[z]]></b></a>",
                "<a><b><![CDATA[x[y[0]]]]><![CDATA[> 1 <p>]]></b><b><![CDATA[z]]></b></a>",
            ),
            (
                "<b><![CDATA[x]]> y</b><c><![CDATA[z]]></c>",
                "<b><![CDATA[x]]> y</b><c><![CDATA[z]]></c>",
            ),
            ("<b><![CDATA[x]]]]><![CDATA[>y]]></b>", "<b><![CDATA[x]]]]><![CDATA[>y]]></b>"),
        ] {
            assert_eq!(mend(xml), mended);
        }
        for xml in ["<?xml?><a b='c'><!-- < --><![CDATA[ 1 < 2 ]]></a>", "", "<![CDATA[ < "] {
            assert!(matches!(mend(xml), Cow::Borrowed(same) if same == xml), "{xml}");
        }
    }
}
