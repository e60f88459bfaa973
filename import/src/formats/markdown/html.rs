//! Markdown to HTML, which is then read as all HTML: what it must not have is removed there.

use pulldown_cmark::html::push_html;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, TextMergeStream};
use zaidu_model::Inline;

use super::{emphasis, escape, notes};
use crate::plain_text::with_links;

/// A text as HTML.
pub(super) struct Converted {
    pub(super) html: String,
    /// Its first heading.
    pub(super) heading: Option<String>,
}

pub(super) fn convert(text: &str) -> Converted {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    let text = emphasis::mend(text);
    let mut state = State::default();
    let mut events = Vec::new();
    for event in TextMergeStream::new(Parser::new_ext(&text, options)) {
        state.take(event, &mut events);
    }
    let mut html = String::with_capacity(text.len() * 2);
    push_html(&mut html, notes::at_the_end(events).into_iter());
    let heading = state.heading.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    Converted { html, heading }
}

/// Where the events are.
#[derive(Default)]
struct State<'a> {
    /// The text of the first heading so far.
    heading: Option<String>,
    is_in_heading: bool,
    /// Links and code, in which an address is no link of its own.
    verbatim: usize,
    /// The address, the caption and the description of a picture so far.
    picture: Option<(CowStr<'a>, CowStr<'a>, String)>,
}

impl<'a> State<'a> {
    fn take(&mut self, event: Event<'a>, out: &mut Vec<Event<'a>>) {
        if self.is_in_heading
            && let Some(heading) = &mut self.heading
        {
            match &event {
                Event::Text(text) | Event::Code(text) => heading.push_str(text),
                Event::SoftBreak | Event::HardBreak => heading.push(' '),
                _ => {}
            }
        }
        // HTML has the title of a picture as a note; in the press it is the caption.
        if let Some((url, title, alt)) = &mut self.picture {
            match event {
                Event::Text(text) | Event::Code(text) => alt.push_str(&text),
                Event::End(TagEnd::Image) => {
                    let (url, title, alt) = (escape(url), escape(title), escape(alt));
                    let html = format!(
                        "<figure><img src=\"{url}\" alt=\"{alt}\"><figcaption>{title}</figcaption></figure>"
                    );
                    out.push(Event::InlineHtml(html.into()));
                    self.picture = None;
                }
                _ => {}
            }
            return;
        }
        match &event {
            Event::Start(Tag::Heading { .. }) if self.heading.is_none() => {
                (self.is_in_heading, self.heading) = (true, Some(String::new()));
            }
            Event::End(TagEnd::Heading(_)) => self.is_in_heading = false,
            Event::Start(Tag::Link { .. } | Tag::CodeBlock(_)) => self.verbatim += 1,
            Event::End(TagEnd::Link | TagEnd::CodeBlock) => {
                self.verbatim = self.verbatim.saturating_sub(1);
            }
            _ => {}
        }
        match event {
            Event::Start(Tag::Image { dest_url, title, .. }) if !title.trim().is_empty() => {
                self.picture = Some((dest_url, title, String::new()));
            }
            // HTML has a form's control for a task, which is no text.
            Event::TaskListMarker(is_done) => {
                out.push(Event::Text(if is_done { "☑ " } else { "☐ " }.into()));
            }
            Event::Text(text) if self.verbatim == 0 && text.contains("http") => {
                for inline in with_links(&text) {
                    out.push(match inline {
                        Inline::Link { url, .. } => {
                            let url = escape(url.as_str());
                            Event::InlineHtml(format!("<a href=\"{url}\">{url}</a>").into())
                        }
                        Inline::Text(text) => Event::Text(text.into()),
                        _ => continue,
                    });
                }
            }
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_of_github_is_read() {
        for (text, part) in [
            ("# 题\n\n江", "<h1>题</h1>"),
            ("| 站 | 米 |\n|---|--:|\n| 甲 | 3 |", "<td style=\"text-align: right\">3</td>"),
            ("~~三~~ 四", "<del>三</del>"),
            ("- [x] 一\n- [ ] 二", "☑ 一"),
            ("江[^a]\n\n[^a]: 注", "<p>注 <a href=\"#fnref-1\">↩</a></p>"),
            (
                "[^b]: 乙\n\n江[^a]水[^b]\n\n[^a]: 甲",
                "id=\"fnref-2\"><a href=\"#fn-2\">[2]</a></sup></p>",
            ),
            ("[^b]: 乙\n\n江[^a]水[^b]\n\n[^a]: 甲", "</li>\n<li id=\"fn-2\">\n<p>乙"),
            ("他说**“江水退了。”**然后", "<strong>“江水退了。”</strong>"),
            ("![江](a.jpg \"江面\")", "<figcaption>江面</figcaption>"),
            ("![江](a.jpg)", "<img src=\"a.jpg\" alt=\"江\" />"),
            ("<u>线</u> 与 <ruby>江<rt>jiang</rt></ruby>", "<u>线</u>"),
            (
                "见 https://a.example/b_c?d=1&e=2。",
                "<a href=\"https://a.example/b_c?d=1&amp;e=2\">",
            ),
            ("`https://a.example/`", "<code>https://a.example/</code>"),
        ] {
            let html = convert(text).html;
            assert!(html.contains(part), "{part} not in {html}");
        }
        assert_eq!(convert("江\n\n## 小 `题`\n\n# 大").heading.as_deref(), Some("小 题"));
        assert_eq!(convert("江").heading, None);
    }

    #[test]
    fn deep_nesting_is_bounded() {
        for mark in [
            "> ", "* ", "[", "![", "**a ", "_", "`", "<b>", "- > ", "1. ", "[^", "| ", "&", "\\",
            "(", "a](b", "~~", "**", "**“",
        ] {
            let _ = convert(&mark.repeat(20_000));
            let _ = convert(&format!("{}江", mark.repeat(20_000)));
        }
    }
}
