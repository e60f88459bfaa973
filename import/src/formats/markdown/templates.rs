//! Tags of generators in a text: the short codes of Hugo, the tags of Hexo and of Jekyll's Liquid,
//! attributes of kramdown and Pandoc, containers. What they mean stays, of others the text inside;
//! readers never see the tag itself.

use std::borrow::Cow;

use super::escape;
use crate::formats::file_name::FileName;
use crate::normalize::prefix;

mod attributes;
mod meaning;
mod tag;

use meaning::{Body, Meaning};
use tag::{Ends, Tag};

/// Maximum length of code in a line, in bytes.
const MAX_CODE: usize = 2_000;

/// Maximum number of tags without a meaning that are reported of a text.
const MAX_REPORTED: usize = 50;

/// `text` with its tags expanded, but not in code. Those that mean nothing are added to `removed`.
pub(super) fn expand<'a>(
    text: &'a str,
    name: &FileName<'_>,
    removed: &mut Vec<String>,
) -> Cow<'a, str> {
    if !["{{", "{%", "{:", "){", "]{", ":::", "[toc]", "[TOC]"].iter().any(|it| text.contains(it)) {
        return Cow::Borrowed(text);
    }
    let mut scanner = Scanner { name, removed, ends: Ends::default(), open: Vec::new() };
    let mut out = String::with_capacity(text.len());
    scanner.expand(text, &mut out);
    Cow::Owned(out)
}

struct Scanner<'s> {
    name: &'s FileName<'s>,
    removed: &'s mut Vec<String>,
    ends: Ends,
    /// What closes the tags whose end is still to come, by their names.
    open: Vec<(String, &'static str)>,
}

impl Scanner<'_> {
    fn expand(&mut self, text: &str, out: &mut String) {
        let mut rest = text;
        let mut is_line_start = true;
        while !rest.is_empty() {
            if std::mem::take(&mut is_line_start)
                && let Some(after) = self.line(rest, out)
            {
                (rest, is_line_start) = (after, true);
                continue;
            }
            let stop = rest.find(['\n', '{', '`']).unwrap_or(rest.len());
            out.push_str(&rest[..stop]);
            rest = &rest[stop..];
            match rest.chars().next() {
                Some('{') => rest = self.brace(rest, out),
                Some('`') => {
                    let code = inline_code(rest);
                    out.push_str(&rest[..code]);
                    rest = &rest[code..];
                }
                Some(other) => {
                    out.push(other);
                    rest = &rest[other.len_utf8()..];
                    is_line_start = true;
                }
                None => {}
            }
        }
    }

    /// Takes whole lines: code between fences, which stays, and lines that are only for the
    /// generator. Returns what follows them.
    fn line<'t>(&mut self, rest: &'t str, out: &mut String) -> Option<&'t str> {
        let length = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(length);
        let start = line.trim_start_matches([' ', '\t', '>']);
        if let Some(mark) = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark)) {
            let mut end = length;
            for line in after.split_inclusive('\n') {
                end += line.len();
                let line = line.trim_matches([' ', '\t', '>', '\r', '\n']);
                if line.starts_with(mark)
                    && line.trim_end_matches(mark.chars().next().unwrap_or_default()).is_empty()
                {
                    break;
                }
            }
            out.push_str(&rest[..end]);
            return Some(&rest[end..]);
        }
        let whole = line.trim();
        if matches!(whole, "[toc]" | "[TOC]" | "[[toc]]" | "[[TOC]]") {
            return Some(after);
        }
        if let Some(inner) = whole.strip_prefix("{:").and_then(|it| it.strip_suffix('}'))
            && attributes::are_attributes(inner)
        {
            if inner.trim() == "toc" {
                attributes::remove_last_item(out);
            }
            return Some(after);
        }
        let container = whole.strip_prefix(":::")?.trim_start_matches(':').trim();
        if container.is_empty() {
            if let Some((_, end)) = self.open.pop_if(|(name, _)| name == ":::") {
                out.push_str(end);
                return Some(after);
            }
            return None;
        }
        let (kind, title) = container.split_once(char::is_whitespace).unwrap_or((container, ""));
        let kind = kind.trim_matches(['{', '}', '.']);
        if !kind.starts_with(|c: char| c.is_ascii_alphabetic()) || !after.contains(":::") {
            return None;
        }
        let title = escape(title.trim());
        let end = match (kind, &*title) {
            ("details", title) => {
                out.push_str(&meaning::details_start(title));
                meaning::DETAILS_END
            }
            (_, "") => "\n",
            (_, title) => {
                out.push_str(&format!("\n<p><strong>{title}</strong></p>\n\n"));
                "\n"
            }
        };
        self.open.push((":::".to_owned(), end));
        Some(after)
    }

    /// Takes what begins with a brace. Returns what follows it.
    fn brace<'t>(&mut self, rest: &'t str, out: &mut String) -> &'t str {
        if let Some(length) = attributes::length(rest, out) {
            return &rest[length..];
        }
        let Some(tag) = Tag::parse(rest) else {
            out.push('{');
            return &rest[1..];
        };
        let after = &rest[tag.length..];
        if let Some(shown) = tag.escaped() {
            out.push_str(&shown);
            return after;
        }
        if tag.is_end {
            let at = self.open.iter().rposition(|(name, _)| name == tag.name);
            if let Some((_, end)) = at.map(|at| self.open.remove(at)) {
                out.push_str(end);
            }
            return after;
        }
        match meaning::of(&tag, self.name) {
            Meaning::Html(html) => out.push_str(&html),
            Meaning::Around { start, end } => {
                if self.ends.find(&tag, after).is_some() {
                    self.open.push((tag.name.to_owned(), end));
                    out.push_str(&start);
                } else {
                    self.remove(&tag);
                }
            }
            Meaning::With(body) => {
                if let Some((end, past)) = self.ends.find(&tag, after) {
                    match body {
                        Body::Code { language } => {
                            let code = escape(after[..end].trim_matches(['\n', '\r']));
                            out.push_str(&format!(
                                "\n\n<pre><code class=\"language-{language}\">{code}</code></pre>\n\n"
                            ));
                        }
                        Body::Raw => out.push_str(&after[..end]),
                        Body::Comment => {}
                    }
                    return &after[past..];
                }
                self.remove(&tag);
            }
            Meaning::Nothing => {}
            Meaning::Unknown => self.remove(&tag),
        }
        after
    }

    fn remove(&mut self, tag: &Tag<'_>) {
        let shown = tag.shown();
        if self.removed.len() < MAX_REPORTED && !self.removed.contains(&shown) {
            self.removed.push(shown);
        }
    }
}

/// The length of the inline code with which `text` begins, or else of its marks.
fn inline_code(text: &str) -> usize {
    let marks = text.len() - text.trim_start_matches('`').len();
    let end = prefix(text, MAX_CODE.max(marks)).find("\n\n");
    let end = end.unwrap_or(prefix(text, MAX_CODE.max(marks)).len());
    let mut at = marks;
    while let Some(found) = text[at..end].find('`') {
        let run = &text[at + found..end];
        let length = run.len() - run.trim_start_matches('`').len();
        at += found + length;
        if length == marks {
            return at;
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(text: &str) -> (String, Vec<String>) {
        let name = FileName::new(Some("source/_posts/fog.md"));
        let mut removed = Vec::new();
        let out = expand(text, &name, &mut removed).into_owned();
        (out, removed)
    }

    #[test]
    fn tags_become_what_they_mean_and_others_go() {
        for (text, expected) in [
            (
                "{{< figure src=\"a b.jpg\" caption=\"江 & 水\" >}}",
                "\n\n<figure><img src=\"a b.jpg\" alt=\"\"><figcaption>江 &amp; 水</figcaption></figure>\n\n",
            ),
            ("{% asset_img map.png 地图 %}", "<img src=\"fog/map.png\" alt=\"地图\">"),
            (
                "{% asset_img full-width map.png 300 200 \"地图 'x'\" %}",
                "<img src=\"fog/map.png\" alt=\"地图\">",
            ),
            ("{% img left /a.jpg 300 200 \"江\" %}", "<img src=\"/a.jpg\" alt=\"江\">"),
            (
                "{{< bilibili BV1xx >}}",
                "\n\n<iframe src=\"https://www.bilibili.com/video/BV1xx\"></iframe>\n\n",
            ),
            ("{% note info %}江{% endnote %}", "江"),
            ("![]({{ site.baseurl }}/a.jpg)", "![](/a.jpg)"),
            ("![]({{ \"/a.jpg\" | relative_url }})", "![](/a.jpg)"),
            ("一 { 二 } {{ 三", "一 { 二 } {{ 三"),
            ("`{{ x }}`", "`{{ x }}`"),
            ("```\n{{ x }}\n```\n{{ y }}", "```\n{{ x }}\n```\n"),
            ("``a ` {{ x }}`` {{ y }}", "``a ` {{ x }}`` "),
            ("{{</* figure src=\"a\" */>}}", "{{&lt; figure src=\"a\" &gt;}}"),
            ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
            ("{%- comment -%} 不要 {%- endcomment -%}江", "江"),
            (
                "{% highlight ruby linenos %}\na < {{ b }}\n{% endhighlight %}",
                "\n\n<pre><code class=\"language-ruby\">a &lt; {{ b }}</code></pre>\n\n",
            ),
            (
                "{{< highlight go \"linenos=table\" >}}\nx\n{{< / highlight >}}",
                "\n\n<pre><code class=\"language-go\">x</code></pre>\n\n",
            ),
            (
                "{% codeblock 题 lang:js https://a.example/ %}\nx\n{% endcodeblock %}",
                "\n\n<pre><code class=\"language-js\">x</code></pre>\n\n",
            ),
            (
                "{% include image.html url=\"/a.jpg\" description=\"江面\" %}",
                "\n\n<figure><img src=\"/a.jpg\" alt=\"\"><figcaption>江面</figcaption></figure>\n\n",
            ),
            (
                "{% mermaid %}\nA-->B\n{% endmermaid %}",
                "\n\n<pre><code class=\"language-mermaid\">A--&gt;B</code></pre>\n\n",
            ),
            ("{% label primary@江 %}水", "江水"),
            ("{% post_link fog '大雾' %}", "大雾"),
        ] {
            assert_eq!(expanded(text).0, expected, "{text}");
        }
    }

    #[test]
    fn what_is_around_a_text_stays_around_it() {
        let (html, _) = expanded("{{% details \"题\" %}}\n**江**\n{{% /details %}}水");
        assert!(html.contains("<details><summary>题</summary>\n\n\n**江**"), "{html}");
        assert!(html.contains("</details>\n\n水"), "{html}");
        let (html, _) = expanded("{% blockquote 沈砚, 《江》 %}\n慢。\n{% endblockquote %}");
        let start = "<blockquote>\n\n<footer>沈砚, 《江》</footer>\n\n\n慢。";
        assert!(html.contains(start) && html.contains("</blockquote>"), "{html}");
        // Without an end nothing is hidden.
        assert_eq!(expanded("{% details 题 %}江"), ("江".into(), vec!["{% details 题 %}".into()]));
        let (html, _) = expanded("::: details 题\n江\n:::\n::: warning 当心\n水\n:::\n");
        assert!(html.contains("<summary>题</summary>") && html.contains("<strong>当心</strong>"));
        assert!(!html.contains(":::"), "{html}");
    }

    #[test]
    fn what_is_removed_is_told_once() {
        let text = "{% aplayer_list %}{% aplayer_list %}{{< mermaid2 >}}江{% endif %}{{ page.x }}";
        let (html, removed) = expanded(text);
        assert_eq!(html, "江");
        assert_eq!(removed, ["{% aplayer_list %}", "{{< mermaid2 >}}", "{{ page.x }}"]);
    }

    #[test]
    fn attributes_and_tables_of_contents_are_not_shown() {
        for (text, expected) in [
            ("江水\n{: .lead}\n", "江水\n"),
            ("江![](a.jpg){: width=\"50%\"}水", "江![](a.jpg)水"),
            ("[江](a){:target=\"_blank\"}。", "[江](a)。"),
            ("![](a.jpg){.center width=50%}", "![](a.jpg)"),
            ("* TOC\n{:toc}\n\n江", "\n江"),
            ("一\n\n1. 目录\n{:toc}\n\n江", "一\n\n\n江"),
            ("{::options parse_block_html=\"true\" /}江", "江"),
            ("{::comment}\n不要\n{:/comment}江", "江"),
            ("[TOC]\n江", "江"),
            ("集合 {a, b}，表情 {: ) }，f(x){x > 1}", "集合 {a, b}，表情 {: ) }，f(x){x > 1}"),
        ] {
            assert_eq!(expanded(text).0, expected, "{text}");
        }
    }

    #[test]
    fn many_open_tags_take_no_time() {
        for piece in [
            "{% details a %}",
            "{{< highlight >}}",
            "{% raw %}",
            "{{<",
            "`",
            "``a`",
            "{:",
            "::: a\n",
        ] {
            let text = piece.repeat(20_000);
            assert!(expanded(&text).0.len() <= 40 * text.len());
            expanded(&format!("{text}{{% enddetails %}}"));
        }
    }
}
