//! Paragraphs of posts without blocks: there a blank line begins one, and a line end is a line
//! break, as WordPress shows them. Posts with blocks have their markup already.

/// Elements that are no part of a paragraph.
const BLOCKS: [&str; 46] = [
    "address",
    "article",
    "aside",
    "audio",
    "blockquote",
    "caption",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "iframe",
    "legend",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "style",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "video",
];

/// Elements whose content stays as it is.
const VERBATIM: [&str; 4] = ["pre", "script", "style", "textarea"];

/// `html` with its paragraphs as elements, and with addresses that stand alone as embedded pages.
pub(super) fn add(html: &str) -> String {
    let html = html.replace("\r\n", "\n").replace('\r', "\n");
    if !html.contains("<!-- wp:") {
        return without_blocks(&html);
    }
    // What is between the blocks is of the old editor.
    let mut out = String::with_capacity(html.len());
    let (mut rest, mut depth) = (&*html, 0_usize);
    loop {
        let next = next_mark(rest);
        let end = next.unwrap_or(rest.len());
        let between = &rest[..end];
        match depth {
            0 if between.trim().is_empty() => {}
            0 => out.push_str(&without_blocks(between)),
            _ => out.push_str(&embedded(between)),
        }
        let Some(comment) = next.map(|start| &rest[start..]) else { return out };
        let Some(length) = comment.find("-->").map(|end| end + 3) else { return out };
        let tag = &comment[..length];
        if tag.starts_with("<!-- /") {
            depth = depth.saturating_sub(1);
        } else if !tag.ends_with("/-->") {
            depth += 1;
        }
        rest = &comment[length..];
    }
}

/// Where the next comment is that begins or ends a block.
fn next_mark(html: &str) -> Option<usize> {
    let mut comments = html.match_indices("<!-- ").map(|(at, _)| at);
    comments.find(|at| {
        let name = &html[at + "<!-- ".len()..];
        name.starts_with("wp:") || name.starts_with("/wp:")
    })
}

/// Blocks of embedded pages, which have the address only.
fn embedded(html: &str) -> String {
    const WRAPPER: &str = "wp-block-embed__wrapper\">";
    let mut parts = html.split(WRAPPER);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(WRAPPER);
        let (inside, after) = part.split_at(part.find('<').unwrap_or(part.len()));
        out.push_str(&frame(inside.trim()).unwrap_or_else(|| inside.to_owned()));
        out.push_str(after);
    }
    out
}

/// An address that stands alone.
fn frame(line: &str) -> Option<String> {
    let is_address = line.starts_with("https://") || line.starts_with("http://");
    let is_alone = !line.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'));
    (is_address && is_alone).then(|| format!("<iframe src=\"{line}\"></iframe>"))
}

fn without_blocks(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    while let Some((start, name)) = next_verbatim(rest) {
        paragraphs(&rest[..start], &mut out);
        let close = format!("</{name}>");
        let end = rest[start..].find(&close).map_or(rest.len(), |end| start + end + close.len());
        out.push_str(&rest[start..end]);
        rest = &rest[end..];
    }
    paragraphs(rest, &mut out);
    out
}

/// Where the next element is whose content stays as it is, and its name.
fn next_verbatim(html: &str) -> Option<(usize, &'static str)> {
    html.match_indices('<').find_map(|(at, _)| {
        let tag = &html[at + 1..];
        let name = VERBATIM.iter().find(|name| {
            let after = tag.strip_prefix(**name);
            after.is_some_and(|after| after.starts_with(|c: char| c.is_whitespace() || c == '>'))
        })?;
        Some((at, *name))
    })
}

fn paragraphs(html: &str, out: &mut String) {
    // Blocks stand by themselves, also where no blank line is around them.
    let mut spaced = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        spaced.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find('>').map_or(rest.len(), |end| end + 1);
        let (tag, after) = rest.split_at(end);
        match block_name(tag) {
            Some(_) if tag.starts_with("</") => spaced.extend([tag, "\n\n"]),
            Some("hr") => spaced.extend(["\n\n", tag, "\n\n"]),
            Some(_) => spaced.extend(["\n\n", tag]),
            None => spaced.push_str(tag),
        }
        rest = after;
    }
    spaced.push_str(rest);
    let mut chunk = String::new();
    for line in spaced.lines().chain([""]) {
        let line = line.trim();
        if !line.is_empty() {
            if !chunk.is_empty() {
                chunk.push('\n');
            }
            chunk.push_str(line);
        } else if !chunk.is_empty() {
            paragraph(&chunk, out);
            chunk.clear();
        }
    }
}

fn paragraph(chunk: &str, out: &mut String) {
    if let Some(frame) = frame(chunk) {
        out.push_str(&frame);
        return;
    }
    let begins_with_block = block_name(chunk).is_some();
    if !begins_with_block {
        out.push_str("<p>");
    }
    for (n, line) in chunk.lines().enumerate() {
        if n > 0 {
            let is_block = block_name(line).is_some() || out.ends_with("<br />");
            out.push_str(if is_block { "\n" } else { "<br />\n" });
        }
        out.push_str(line);
    }
    if !begins_with_block {
        out.push_str("</p>");
    }
    out.push('\n');
}

/// The name of the block element whose tag `html` begins with.
fn block_name(html: &str) -> Option<&'static str> {
    let tag = html.strip_prefix('<')?;
    let tag = tag.strip_prefix('/').unwrap_or(tag);
    let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
    let name = &tag[..end];
    BLOCKS.iter().find(|block| name.eq_ignore_ascii_case(block)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_line(html: &str) -> String {
        add(html).replace('\n', "")
    }

    #[test]
    fn blank_lines_begin_paragraphs_and_line_ends_are_breaks() {
        for (html, expected) in [
            ("江\r\n水\n\n\n潮", "<p>江<br />水</p><p>潮</p>"),
            ("江<h2>题</h2>水\n潮", "<p>江</p><h2>题</h2><p>水<br />潮</p>"),
            ("<p>江</p>\n<p>水</p>", "<p>江</p><p>水</p>"),
            (
                "<ul>\n<li>一</li>\n<li>二</li>\n</ul>\n尾",
                "<ul><li>一</li><li>二</li></ul><p>尾</p>",
            ),
            ("头\n<pre>a\n\nb</pre>\n尾", "<p>头</p><pre>ab</pre><p>尾</p>"),
            ("<strong>江</strong>\n水", "<p><strong>江</strong><br />水</p>"),
            (
                "看\n\nhttps://a.example/v?a=1&b=2\n\n尾",
                "<p>看</p><iframe src=\"https://a.example/v?a=1&b=2\"></iframe><p>尾</p>",
            ),
        ] {
            assert_eq!(one_line(html), expected);
        }
        assert!(add("<pre>a\n\nb</pre>").contains("a\n\nb"));
    }

    #[test]
    fn posts_with_blocks_have_their_markup_but_for_what_is_between() {
        let html = "<!-- wp:paragraph {\"a\":1} -->\n<p>江\n水</p>\n<!-- /wp:paragraph -->\n\n旧\n\n文\n\
            <!-- wp:spacer /-->\n<!-- wp:embed -->\n<figure><div class=\"wp-block-embed__wrapper\">\n\
            https://a.example/1\n</div></figure>\n<!-- /wp:embed -->";
        assert_eq!(
            one_line(html),
            "<p>江水</p><p>旧</p><p>文</p><figure><div class=\"wp-block-embed__wrapper\">\
             <iframe src=\"https://a.example/1\"></iframe></div></figure>"
        );
    }
}
