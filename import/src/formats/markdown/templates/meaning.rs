//! What the tags of Hugo, Hexo, Jekyll and their common themes stand for.

use std::borrow::Cow;

use super::tag::Tag;
use crate::formats::file_name::FileName;
use crate::formats::markdown::escape;

/// The end of blocks that the reader opens.
pub(super) const DETAILS_END: &str = "\n\n</details>\n\n";

/// What a tag stands for.
pub(super) enum Meaning {
    /// HTML in its place.
    Html(String),
    /// Something around the text up to its end.
    Around { start: String, end: &'static str },
    /// Something made of the text up to its end.
    With(Body),
    /// Nothing that a reader would miss.
    Nothing,
    /// Nothing that we know.
    Unknown,
}

/// What the text inside is.
pub(super) enum Body {
    Code { language: String },
    Raw,
    Comment,
}

/// The beginning of blocks that the reader opens. `title` is HTML.
pub(super) fn details_start(title: &str) -> String {
    format!("\n\n<details><summary>{title}</summary>\n\n")
}

/// What `tag`, which begins something, stands for in the file `name`.
pub(super) fn of(tag: &Tag<'_>, name: &FileName<'_>) -> Meaning {
    if tag.is_expression() {
        return expression(&[tag.name, " ", tag.arguments].concat());
    }
    let mut words = &*words(tag.arguments);
    // Jekyll's includes are named by their files.
    let mut included = None;
    if let ("include" | "include_relative", Some((file, rest))) = (tag.name, words.split_first()) {
        let file = unquoted(file).rsplit('/').next().unwrap_or_default();
        (included, words) = (file.split('.').next(), rest);
    }
    let named = |key: &str| {
        let found = words.iter().find_map(|word| word.strip_prefix(key)?.strip_prefix('='));
        found.map(|value| escape(unquoted(value)))
    };
    let place = |n: usize| {
        let word = words.iter().filter(|word| !word.contains("=\"")).nth(n);
        word.map(|word| escape(unquoted(word)))
    };
    let rest = || escape(unquoted(tag.arguments.trim()));
    let first = || {
        let keys = ["src", "id", "url", "image_path"];
        keys.iter().find_map(|key| named(key)).or_else(|| place(0))
    };
    let summary = || ["summary", "title"].iter().find_map(|key| named(key));
    match (included.unwrap_or(tag.name), first()) {
        ("figure" | "image" | "img" | "picture" | "imgc" | "responsive-image", Some(src)) => {
            // Hexo has classes before the address of a picture, and its size after it.
            let is_file = |word: &&str| !word.contains('=') && is_address(unquoted(word));
            let at = words.iter().position(is_file);
            let src = match at {
                Some(at) if named("src").is_none() => escape(unquoted(words[at])),
                _ => src,
            };
            let keys = ["caption", "description", "title"];
            let caption = keys.iter().find_map(|key| named(key));
            let alt = named("alt").or_else(|| alternative(&words[at.map_or(0, |at| at + 1)..]));
            let alt = alt.unwrap_or_default();
            match caption {
                None if tag.name == "img" => Meaning::Html(picture(&src, &alt)),
                caption => Meaning::Html(format!(
                    "\n\n<figure>{}<figcaption>{}</figcaption></figure>\n\n",
                    picture(&src, &alt),
                    caption.unwrap_or_default()
                )),
            }
        }
        ("asset_img", Some(_)) => {
            // Hexo has the pictures of a post in a folder of its name.
            let at = words.iter().position(|word| unquoted(word).contains('.')).unwrap_or_default();
            let file = words.get(at).map(|word| unquoted(word)).unwrap_or_default();
            let alt = alternative(&words[at + 1..]).unwrap_or_default();
            Meaning::Html(picture(&format!("{}/{}", escape(name.stem()), escape(file)), &alt))
        }
        ("asset_path", Some(file)) => Meaning::Html(format!("{}/{file}", escape(name.stem()))),
        ("asset_link", Some(file)) => {
            let text = place(1).unwrap_or_else(|| file.clone());
            Meaning::Html(link(&format!("{}/{file}", escape(name.stem())), &text))
        }
        ("youtube", Some(id)) => frame("https://www.youtube.com/watch?v=", &id),
        ("vimeo", Some(id)) => frame("https://vimeo.com/", &id),
        ("bilibili" | "bvideo", Some(id)) => frame("https://www.bilibili.com/video/", &id),
        ("iframe" | "embed", Some(src)) if is_address(&src) => frame("", &src),
        ("gist", Some(user)) => {
            let id = place(1).map(|id| format!("{user}/{id}")).unwrap_or(user);
            Meaning::Html(link(&format!("https://gist.github.com/{id}"), "gist.github.com"))
        }
        ("tweet" | "x", Some(id)) => {
            let user = named("user").unwrap_or_else(|| "i".to_owned());
            frame(&format!("https://x.com/{user}/status/"), &id)
        }
        ("video" | "dplayer" | "mp4", Some(src)) => {
            Meaning::Html(format!("\n\n<video src=\"{src}\"></video>\n\n"))
        }
        ("audio" | "music" | "aplayer", Some(_)) => {
            let files = words.iter().map(|word| unquoted(word.rsplit('=').next().unwrap_or(word)));
            let sounds = [".mp3", ".m4a", ".ogg", ".wav", ".aac", ".flac"];
            let mut files = files.filter(|file| sounds.iter().any(|end| file.contains(end)));
            files.next().map_or(Meaning::Unknown, |src| {
                Meaning::Html(format!("\n\n<audio src=\"{}\"></audio>\n\n", escape(src)))
            })
        }
        ("link" | "btn" | "button", Some(_)) => linked(words),
        ("post_link" | "post_url", Some(slug)) => {
            Meaning::Html(place(1).unwrap_or(if tag.name == "post_link" {
                slug
            } else {
                String::new()
            }))
        }
        ("label", Some(_)) => {
            let text = rest();
            Meaning::Html(text.split_once('@').map_or(text.clone(), |(_, text)| text.to_owned()))
        }
        ("mermaid" | "echarts" | "flow" | "sequence", _) => {
            Meaning::With(Body::Code { language: tag.name.to_owned() })
        }
        ("highlight" | "codeblock" | "code" | "prism", _) => {
            let by_mark = words.iter().find_map(|word| word.strip_prefix("lang:"));
            let language = by_mark.map(ToOwned::to_owned).or_else(|| named("lang")).or_else(|| {
                let language = if tag.name == "codeblock" { None } else { place(0) };
                language.filter(|word| word.chars().all(|c| c.is_ascii_graphic()))
            });
            Meaning::With(Body::Code { language: escape(&language.unwrap_or_default()) })
        }
        ("raw" | "verbatim", _) => Meaning::With(Body::Raw),
        ("comment", _) => Meaning::With(Body::Comment),
        ("details" | "spoiler" | "collapse" | "expand" | "folding" | "fold" | "hideToggle", _) => {
            let title = summary().unwrap_or_else(rest);
            let title = title.split(',').next().unwrap_or_default();
            Meaning::Around { start: details_start(title), end: DETAILS_END }
        }
        ("blockquote" | "quote" | "cq" | "centerquote" | "pullquote", _) => Meaning::Around {
            start: "\n\n<blockquote>\n\n".to_owned(),
            end: "\n\n</blockquote>\n\n",
        }
        .with_source(&rest()),
        ("ruby", Some(_)) => {
            let text = rest();
            let (word, reading) = text.split_once('|').unwrap_or((&text, ""));
            Meaning::Html(format!("<ruby>{word}<rt>{reading}</rt></ruby>"))
        }
        (
            "more" | "endif" | "assign" | "capture" | "if" | "unless" | "else" | "for" | "tab"
            | "tabs" | "note" | "notice" | "alert" | "tip" | "info" | "warning" | "callout"
            | "admonition" | "gallery" | "grouppicture" | "rawhtml" | "notel",
            _,
        ) => Meaning::Nothing,
        _ => Meaning::Unknown,
    }
}

impl Meaning {
    /// A quotation with its source, which stands first in the tag and last in the text.
    fn with_source(self, source: &str) -> Self {
        match self {
            Self::Around { start, end } if !source.is_empty() => {
                Self::Around { start: format!("{start}<footer>{source}</footer>\n\n"), end }
            }
            other => other,
        }
    }
}

/// `{{ "/a.jpg" | relative_url }}` is the text in quotes; of all else only the site's own address is
/// known, which is that of its paths.
fn expression(text: &str) -> Meaning {
    let text = text.trim();
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\''))
        && let Some(value) = text[1..].split(quote).next()
    {
        return Meaning::Html(value.to_owned());
    }
    match text.split([' ', '|']).next().unwrap_or_default() {
        "site.baseurl" | "site.url" | "site.github.url" | "base_url" => Meaning::Nothing,
        _ => Meaning::Unknown,
    }
}

/// A link of Hexo and its themes: `text url`, or `url, text`.
fn linked(words: &[&str]) -> Meaning {
    let words: Vec<&str> = words.iter().map(|word| unquoted(word.trim_end_matches(','))).collect();
    let Some(url) = words.iter().position(|word| is_address(word)) else { return Meaning::Unknown };
    let others = words.iter().enumerate().filter(|(at, word)| {
        *at != url && !matches!(**word, "true" | "false") && !word.starts_with("fa")
    });
    let text = others.map(|(_, word)| *word).collect::<Vec<_>>().join(" ");
    let text = if text.is_empty() { words[url] } else { &text };
    Meaning::Html(link(&escape(words[url]), &escape(text)))
}

fn link(url: &str, text: &str) -> String {
    format!("<a href=\"{url}\">{text}</a>")
}

fn picture(src: &str, alt: &str) -> String {
    format!("<img src=\"{src}\" alt=\"{alt}\">")
}

fn frame(site: &str, id: &str) -> Meaning {
    Meaning::Html(format!("\n\n<iframe src=\"{site}{id}\"></iframe>\n\n"))
}

fn is_address(word: &str) -> bool {
    word.contains("://") || word.starts_with('/') || word.contains('.') && word.contains('/')
}

/// The words for a picture: the first that is no size.
fn alternative(words: &[&str]) -> Option<String> {
    let text = words.iter().map(|word| unquoted(word)).find(|word| {
        !word.is_empty()
            && !word.contains('=')
            && !word.chars().all(|c| c.is_ascii_digit() || c == '%')
    })?;
    // Its title, and then in other quotes its words.
    let text: Cow<'_, str> = match text.split_once(" '") {
        Some((title, _)) => title.into(),
        None => text.into(),
    };
    Some(escape(text.trim()))
}

fn unquoted(word: &str) -> &str {
    word.trim_matches(['"', '\'', '`'])
}

/// The words of `text`; what is in quotes is one.
pub(super) fn words(text: &str) -> Vec<&str> {
    let mut quote = None;
    let words = text.split(|c: char| match (quote, c) {
        (Some(open), c) if c == open => {
            quote = None;
            false
        }
        (None, '"' | '\'' | '`') => {
            quote = Some(c);
            false
        }
        (None, c) => c.is_whitespace(),
        _ => false,
    });
    words.filter(|word| !word.is_empty()).collect()
}
