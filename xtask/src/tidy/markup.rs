//! Rule: views contain no `inner_html` and no inline styles. The Content Security Policy forbids
//! the latter.

use super::{
    lexer::{is_word, line_of},
    source::{Finding, Source},
};

/// Files that may write HTML as text, each with its reason.
const INNER_HTML: [(&str, &str); 0] = [];

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    sources
        .iter()
        .filter(|source| source.is_rust_in("src/"))
        .flat_map(|source| inner_html(source).into_iter().chain(inline_styles(source)))
        .collect()
}

fn inner_html(source: &Source) -> Vec<Finding> {
    if INNER_HTML.iter().any(|(path, _)| *path == source.path) {
        return Vec::new();
    }
    let bare = &source.views.bare;
    bare.match_indices("inner_html")
        .map(|(at, _)| {
            let why = "`inner_html`: content is a tree of blocks and never becomes HTML text";
            source.finding(line_of(bare, at), why)
        })
        .collect()
}

fn inline_styles(source: &Source) -> Vec<Finding> {
    let bare = &source.views.bare;
    let in_views = bare.match_indices("style").filter(|(at, word)| {
        let after = &bare[at + word.len()..];
        // `style="…"`, `style=move ||` and `style:width=`; not `style: Kind`,
        // `style == a` or a path.
        let assigned = after.starts_with('=') && !after.starts_with("==");
        let property = after.strip_prefix(':').is_some_and(|it| it.starts_with(is_word));
        !bare[..*at].ends_with(|c| is_word(c) || c == '-') && (assigned || property)
    });
    // Attribute names set by string need the view that keeps string contents.
    let by_name = source.views.code.match_indices("(\"style\"");
    in_views
        .map(|(at, _)| line_of(bare, at))
        .chain(by_name.map(|(at, _)| line_of(&source.views.code, at)))
        .map(|line| source.finding(line, "an inline style: the page's policy forbids them"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{super::source::lines, *};

    fn found(text: &str) -> Vec<usize> {
        lines(&check(&[Source::new("src/features/a.rs", text)]))
    }

    #[test]
    fn inner_html_is_found() {
        assert_eq!(found("// inner_html\nview! { <p inner_html=a/> }"), [2]);
    }

    #[test]
    fn inline_styles_are_found_in_every_form() {
        assert_eq!(found("<p style=\"a\">\n<p style:width=b>\nset(\"style\", c)"), [1, 2, 3]);
    }

    #[test]
    fn other_uses_of_style_are_ignored() {
        assert!(found("A { style: b }\nif style == c {}\nstyle::d()\nclass=\"style\"").is_empty());
    }
}
