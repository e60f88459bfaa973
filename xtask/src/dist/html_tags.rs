//! Minimal HTML tag parser for the `<link>` elements of the page that Trunk writes.

/// Every `<link …>` tag of `html`, with its byte offset.
pub(super) fn links(html: &str) -> impl Iterator<Item = (usize, &str)> {
    html.match_indices("<link").filter_map(|(start, _)| {
        let end = html[start..].find('>')?;
        Some((start, &html[start..=start + end]))
    })
}

/// The value of an attribute of `tag`. Trunk omits optional quotes.
pub(super) fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let value = tag.split_once(&format!(" {name}="))?.1;
    match value.strip_prefix('"') {
        Some(value) => value.split('"').next(),
        None => value.split([' ', '>']).next(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_parsed_with_and_without_quotes() {
        let html = "<p><link rel=icon href=/a.svg><link href=\"/b\" rel=\"x y\"/>";
        let of = |name| links(html).map(move |(_, tag)| attribute(tag, name));
        assert_eq!(of("rel").collect::<Vec<_>>(), [Some("icon"), Some("x y")]);
        assert_eq!(of("href").collect::<Vec<_>>(), [Some("/a.svg"), Some("/b")]);
        assert_eq!(of("as").collect::<Vec<_>>(), [None, None]);
    }
}
