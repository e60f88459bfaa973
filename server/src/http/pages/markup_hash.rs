//! Markup hash: a hash over the structure of a rendered page, by which the browser detects that
//! somebody has changed the page before it is hydrated (decision 022).
//!
//! Carriers minify pages on their way, translators wrap each text, extensions insert and remove
//! elements. Hydration counts nodes: it would attach to wrong ones, or panic. The inline script of
//! `index.html` computes the same hash over the document.

/// Classes of elements whose content does not count: hydration skips it, and it is most of a
/// page. An element has one of them as its first class.
const SKIPPED: [&str; 2] = ["article-body", "list-section"];

/// Elements without an end tag, as far as the app uses them.
const VOID: [&str; 5] = ["br", "hr", "img", "input", "link"];

/// `nodeType` of the DOM's nodes.
const ELEMENT: i32 = 1;
const TEXT: i32 = 3;
const COMMENT: i32 = 8;

/// The hash of `html`, the app's own markup: `<` only starts tags and comments, each element is
/// closed, and attributes are in double quotes.
///
/// Kinds of nodes and names of elements count, in document order, and where elements end. Texts
/// and attributes do not: hydration does not read them.
pub(super) fn markup_hash(html: &str) -> i32 {
    let mut hash = Hash::default();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        if start > 0 {
            hash.node(TEXT);
        }
        let markup = &rest[start..];
        let length = match markup.strip_prefix("<!") {
            // `<!>` is an empty comment.
            Some(comment) if comment.starts_with("--") => markup.find("-->").map(|end| end + 3),
            _ => tag_length(markup),
        };
        let (tag, after) = markup.split_at(length.unwrap_or(markup.len()));
        rest = after;
        if tag.starts_with("<!") {
            hash.node(COMMENT);
        } else if tag.starts_with("</") {
            hash.end();
        } else {
            hash.start(tag);
        }
    }
    if !rest.is_empty() {
        hash.node(TEXT);
    }
    hash.sum
}

/// The length of the tag at the start of `markup`: attributes may contain `>`.
fn tag_length(markup: &str) -> Option<usize> {
    let mut is_quoted = false;
    let end = markup.bytes().position(|byte| {
        is_quoted ^= byte == b'"';
        byte == b'>' && !is_quoted
    });
    Some(end? + 1)
}

#[derive(Default)]
struct Hash {
    sum: i32,
    /// How many elements are open within a skipped one, itself included; 0 outside.
    skipped: usize,
}

impl Hash {
    fn add(&mut self, value: i32) {
        self.sum = self.sum.wrapping_mul(31).wrapping_add(value);
    }

    fn node(&mut self, kind: i32) {
        if self.skipped == 0 {
            self.add(kind);
        }
    }

    fn start(&mut self, tag: &str) {
        let name = tag[1..].split([' ', '>']).next().unwrap_or_default();
        self.node(ELEMENT);
        if self.skipped == 0 {
            name.bytes().for_each(|letter| self.add(letter.into()));
        }
        if self.skipped > 0 || is_skipped(tag) {
            self.skipped += 1;
        }
        if VOID.contains(&name) {
            self.end();
        }
    }

    fn end(&mut self) {
        self.skipped = self.skipped.saturating_sub(1);
        self.node(0);
    }
}

/// Whether the content of the element with this start tag is skipped.
fn is_skipped(tag: &str) -> bool {
    let class = tag.split_once(" class=\"").map_or("", |(_, class)| class);
    SKIPPED
        .iter()
        .any(|name| class.strip_prefix(name).is_some_and(|rest| rest.starts_with(['"', ' '])))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<main id=\"a>b\"><p>春</p><img alt=\"\"><!----></main><footer></footer>";

    #[test]
    fn texts_and_attributes_do_not_count() {
        let other = "<main><p class=\"x\">夏 &lt; 秋</p><img><!></main><footer></footer>";
        assert_eq!(markup_hash(PAGE), markup_hash(other));
        assert_eq!(markup_hash(""), 0);
    }

    #[test]
    fn every_change_of_the_structure_counts() {
        for (from, to) in [
            ("<main", "<div></div><main"),
            ("春", "<font>春</font>"),
            ("春", ""),
            ("<!---->", ""),
            ("<img alt=\"\">", ""),
            ("</p>", "</p> "),
            ("<p>春</p>", "<p>春<!---->春</p>"),
            ("<p>春</p>", "<h1>春</h1>"),
            ("<img alt=\"\"><!----></main>", "</main><img alt=\"\"><!---->"),
            ("</footer>", "</footer>\n"),
        ] {
            assert!(PAGE.contains(from));
            assert_ne!(markup_hash(PAGE), markup_hash(&PAGE.replace(from, to)), "{from} → {to}");
        }
    }

    #[test]
    fn static_content_does_not_count_but_its_element_does() {
        for class in SKIPPED {
            let page = |content: &str, class: &str| {
                markup_hash(&format!("<div class=\"{class}\">{content}</div><p>end</p>"))
            };
            let empty = page("", class);
            assert_eq!(page("<p>a<br>b</p><hr><div><div></div></div><!---->", class), empty);
            assert_eq!(page("<img>", &format!("{class} {class}-folded")), empty);
            assert_ne!(page("<p></p>", &format!("{class}s")), empty);
            assert_eq!(page("", "other"), empty, "classes do not count");
        }
    }

    /// The same document by the script of `index.html`, in Chromium.
    #[test]
    fn the_hash_is_that_of_the_script() {
        assert_eq!(markup_hash(PAGE), -2_092_409_836);
    }
}
