//! Short codes: `[caption]`, `[gallery]` and their like become the HTML that they stand for. Of
//! those of other plugins the text inside stays.

use std::collections::HashSet;

use super::library::{File, Library, escape};
use crate::limits::{MAX_CONTENT_BYTES, MAX_ENTRIES};
use crate::normalize::prefix;

/// Maximum length of a tag, in bytes.
const MAX_TAG: usize = 2_000;

/// Those of an embedded page, whose address is inside of them or in their tag.
const EMBEDS: [&str; 7] =
    ["youtube", "vimeo", "bilibili", "tweet", "embedyt", "soundcloud", "iframe"];

/// Whether the content of these is code, in which nothing is a short code.
const CODE: [&str; 4] = ["code", "sourcecode", "highlight", "php"];

/// `html` with its short codes expanded, for the post with this id.
/// Those that mean nothing here are added to `removed`.
pub(super) fn expand(
    html: &str,
    library: &Library,
    post: Option<&str>,
    removed: &mut Vec<String>,
) -> String {
    let html = prefix(html, MAX_CONTENT_BYTES);
    let mut out = String::with_capacity(html.len());
    let mut names = Names::default();
    let mut rest = html;
    while let Some(start) = rest.find(['[', '<']) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        if rest.starts_with('<') {
            // In code brackets are brackets, and in a tag they are part of an attribute.
            let is_code = rest.get(..4).is_some_and(|tag| tag.eq_ignore_ascii_case("<pre"));
            let end = if is_code { "</pre>" } else { ">" };
            let end = names.find(rest, end).map_or(1, |at| at + end.len());
            out.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        // `[[name]]` is how one writes about a short code.
        if let Some(inner) = rest.strip_prefix('[')
            && let Some(tag) = Tag::parse(inner)
            && inner[tag.length..].starts_with(']')
        {
            out.push_str(&inner[..tag.length]);
            rest = &inner[tag.length + 1..];
            continue;
        }
        let Some(tag) = Tag::parse(rest) else {
            out.push('[');
            rest = &rest[1..];
            continue;
        };
        let after = &rest[tag.length..];
        let is_alone = tag.is_end || tag.address().is_some() && EMBEDS.contains(&tag.name);
        let end = if is_alone { None } else { names.find(after, &format!("[/{}]", tag.name)) };
        let inner = end.map_or("", |end| &after[..end]);
        let past = end.map_or(after, |end| &after[end + tag.name.len() + 3..]);
        if let Some(expanded) = known(&tag, inner, library, post) {
            out.push_str(&expanded);
            rest = past;
        } else if tag.is_end && names.open.contains(tag.name) {
            rest = after;
        } else if !tag.is_end && (end.is_some() || tag.is_surely_one()) {
            if names.open.insert(tag.name.to_owned()) && removed.len() < MAX_ENTRIES {
                removed.push(rest[..tag.length].to_owned());
            }
            rest = after;
        } else {
            // Brackets of the text.
            out.push_str(&rest[..tag.length]);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// The names of short codes so far.
#[derive(Default)]
struct Names {
    /// End tags that do not come any more: they are not looked for again.
    endless: HashSet<String>,
    /// Those whose start tag was dropped.
    open: HashSet<String>,
}

impl Names {
    /// Where `end` is in `after`, which is the rest of the text.
    fn find(&mut self, after: &str, end: &str) -> Option<usize> {
        if self.endless.contains(end) {
            return None;
        }
        let at = after.find(end);
        if at.is_none() {
            self.endless.insert(end.to_owned());
        }
        at
    }
}

/// The HTML of a short code that WordPress itself has.
fn known(tag: &Tag<'_>, inner: &str, library: &Library, post: Option<&str>) -> Option<String> {
    if tag.is_end {
        return None;
    }
    let ids = |name: &str| -> String {
        let ids = tag.attribute(name).unwrap_or_default();
        let files = ids.split(',').take(MAX_ENTRIES).filter_map(|id| library.file(id.trim()));
        files.map(|file| file.html()).collect()
    };
    let url = |names: &[&str]| {
        let inner = Some(inner.trim()).filter(|inner| inner.starts_with("http"));
        names.iter().find_map(|name| tag.attribute(name)).or(inner).map(escape)
    };
    Some(match tag.name {
        "caption" | "wp_caption" => {
            let end = picture_end(inner);
            let (picture, caption) = inner.split_at(end);
            let caption = tag.attribute("caption").unwrap_or(caption.trim());
            format!("<figure>{picture}<figcaption>{caption}</figcaption></figure>")
        }
        "gallery" if tag.attribute("ids").is_some() => ids("ids"),
        "gallery" if tag.attribute("include").is_some() => ids("include"),
        "gallery" => {
            let files = library.files_of(tag.attribute("id").or(post).unwrap_or_default(), "image");
            files.into_iter().take(MAX_ENTRIES).map(File::html).collect()
        }
        "playlist" if tag.attribute("ids").is_some() => ids("ids"),
        "playlist" => {
            let kind = tag.attribute("type").unwrap_or("audio");
            let files = library.files_of(tag.attribute("id").or(post).unwrap_or_default(), kind);
            files.into_iter().take(MAX_ENTRIES).map(File::html).collect()
        }
        "video" => {
            let src = url(&["src", "mp4", "m4v", "webm", "ogv", "mov", "flv"])?;
            let poster = tag.attribute("poster").map(escape).unwrap_or_default();
            format!("<video src=\"{src}\" poster=\"{poster}\"></video>")
        }
        "audio" => {
            format!("<audio src=\"{}\"></audio>", url(&["src", "mp3", "m4a", "ogg", "wav"])?)
        }
        "embed" => format!("<iframe src=\"{}\"></iframe>", url(&["src"])?),
        name if EMBEDS.contains(&name) => {
            let address =
                tag.address().or_else(|| Some(inner.trim()).filter(|it| it.starts_with("http")));
            format!("<iframe src=\"{}\"></iframe>", escape(address?))
        }
        name if CODE.contains(&name) && !inner.is_empty() => {
            let language = tag.attribute("lang").or_else(|| tag.attribute("language"));
            let language = language.map(escape).unwrap_or_default();
            // Editors escape the code, but not always.
            let code = if inner.contains("&lt;") { inner.to_owned() } else { escape(inner) };
            format!("<pre><code class=\"language-{language}\">{code}</code></pre>")
        }
        _ => return None,
    })
}

/// Where the picture at the beginning of a caption ends, with the link around it.
fn picture_end(html: &str) -> usize {
    let Some(start) = html.find("<img") else { return 0 };
    let end = html[start..].find('>').map_or(html.len(), |end| start + end + 1);
    let is_linked = html[..start].contains("<a ");
    let link_end = html[end..].find("</a>").filter(|_| is_linked);
    link_end.map_or(end, |at| end + at + "</a>".len())
}

/// A tag of a short code.
struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
    is_end: bool,
    /// Its length in bytes, with its brackets.
    length: usize,
}

impl<'a> Tag<'a> {
    /// The tag with which `text` begins.
    fn parse(text: &'a str) -> Option<Self> {
        let inner = text.strip_prefix('[')?;
        let (inner, is_end) = inner.strip_prefix('/').map_or((inner, false), |end| (end, true));
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let name = &inner[..inner.find(|c| !is_name(c)).unwrap_or(inner.len())];
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let after = &inner[name.len()..];
        let mut quote = None;
        for (at, c) in after.char_indices() {
            match (quote, c) {
                (Some(open), c) if open == c => quote = None,
                (None, '"' | '\'') => quote = Some(c),
                (None, ']') => {
                    let attributes = &after[..at];
                    let is_tag = attributes.is_empty()
                        || attributes.starts_with([' ', '\n', '/', '=', '\u{a0}']);
                    let length = 2 + usize::from(is_end) + name.len() + at;
                    return is_tag.then_some(Self { name, attributes, is_end, length });
                }
                (None, '<' | '[') => return None,
                _ if at > MAX_TAG => return None,
                _ => {}
            }
        }
        None
    }

    /// Whether nobody would write it in a text.
    fn is_surely_one(&self) -> bool {
        self.attributes.contains('=') || self.name.contains(['-', '_'])
    }

    /// The address in the attributes, with a name or without.
    fn address(&self) -> Option<&'a str> {
        let start = self.attributes.find("https://").or_else(|| self.attributes.find("http://"))?;
        self.attributes[start..].split(['"', '\'', ' ', '\n', '\u{a0}']).next()
    }

    /// The value of an attribute that is not blank.
    fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut rest = self.attributes;
        while let Some(at) = rest.find(name) {
            let is_whole = rest[..at].ends_with(|c: char| c.is_whitespace());
            let after = &rest[at + name.len()..];
            if let Some(value) = after.strip_prefix('=').filter(|_| is_whole) {
                let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
                let value = match quote {
                    Some(quote) => value[1..].split(quote).next(),
                    None => value.split([' ', '\n']).next(),
                };
                return value.map(str::trim).filter(|value| !value.is_empty());
            }
            rest = after;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(html: &str) -> String {
        expand(html, &Library::default(), None, &mut Vec::new())
    }

    #[test]
    fn those_without_a_meaning_are_told_once() {
        let mut removed = Vec::new();
        let html = "[form-7 id=\"1\"]江[su_note]水[/su_note][form-7 id=\"2\"][b]粗[/b][sic]";
        let expanded = expand(html, &Library::default(), None, &mut removed);
        assert_eq!(expanded, "江水粗[sic]");
        assert_eq!(removed, ["[form-7 id=\"1\"]", "[su_note]", "[b]"]);
    }

    #[test]
    fn those_of_wordpress_become_html() {
        for (code, html) in [
            (
                "[caption id=\"a\" width=\"3\"]<a href=\"/b\"><img src=\"/c.jpg\" /></a> 江 <em>水</em>[/caption]",
                "<figure><a href=\"/b\"><img src=\"/c.jpg\" /></a><figcaption>江 <em>水</em></figcaption></figure>",
            ),
            (
                "[caption caption='江'][caption]",
                "<figure><figcaption>江</figcaption></figure><figure><figcaption></figcaption></figure>",
            ),
            (
                "[video width=\"640\" mp4=\"/a.mp4\" poster=\"/a.jpg\"][/video]",
                "<video src=\"/a.mp4\" poster=\"/a.jpg\"></video>",
            ),
            ("[audio mp3=/a.mp3 /]", "<audio src=\"/a.mp3\"></audio>"),
            (
                "[embed]https://a.example/1[/embed]。",
                "<iframe src=\"https://a.example/1\"></iframe>。",
            ),
            (
                "[youtube https://y.example/1&x=2][youtube]https://y.example/2[/youtube][vimeo=\"https://v.example/3\"]",
                "<iframe src=\"https://y.example/1&amp;x=2\"></iframe>\
                 <iframe src=\"https://y.example/2\"></iframe><iframe src=\"https://v.example/3\"></iframe>",
            ),
            ("[gallery ids=\"1,2\"]", ""),
            (
                "[code lang=\"rust\"]a[0] < b[/code]",
                "<pre><code class=\"language-rust\">a[0] &lt; b</code></pre>",
            ),
        ] {
            assert_eq!(expanded(code), html);
        }
    }

    #[test]
    fn of_others_the_text_stays() {
        for (code, html) in [
            ("[vc_row][vc_column width=\"1/2\"]江[/vc_column][/vc_row]", "江"),
            ("[contact-form-7 id=\"1\" title=\"]\"]水", "水"),
            ("[quote]江[/quote]", "江"),
            ("见[1]、[sic]、[江]、[a b]、[/b]、[", "见[1]、[sic]、[江]、[a b]、[/b]、["),
            ("[[gallery ids=\"1\"]]", "[gallery ids=\"1\"]"),
            (
                "<pre>[gallery]</pre><a title=\"[gallery]\">",
                "<pre>[gallery]</pre><a title=\"[gallery]\">",
            ),
        ] {
            assert_eq!(expanded(code), html);
        }
    }

    #[test]
    fn many_open_ones_take_no_time() {
        assert!(expanded(&"[caption][a][b c=d][".repeat(100_000)).len() > 100_000);
        for piece in ["[[a \"", "[a", "<pre>", "<", "[[a]"] {
            assert!(!expanded(&piece.repeat(5_000)).is_empty());
        }
    }
}
