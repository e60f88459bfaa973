//! Strong emphasis beside Chinese marks. By the rules of Markdown, which are made for texts with
//! blanks, `**“江”**水` has none: a mark before the end and a letter after it.

use std::borrow::Cow;

use crate::normalize::is_unspaced;

/// `text` with elements in place of those `**` that the rules would leave as they are.
pub(super) fn mend(text: &str) -> Cow<'_, str> {
    if !text.contains("**") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut is_code = false;
    for line in text.split_inclusive('\n') {
        let is_fence = line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        is_code ^= is_fence;
        let is_indented = line.starts_with("    ") || line.starts_with('\t');
        if is_code || is_fence || is_indented || !line.contains("**") {
            out.push_str(line);
        } else {
            mend_line(line, &mut out);
        }
    }
    Cow::Owned(out)
}

fn mend_line(line: &str, out: &mut String) {
    let marks = marks(line);
    let mut copied = 0;
    for pair in marks.chunks_exact(2) {
        let (start, end) = (pair[0], pair[1]);
        let inner = &line[start + 2..end];
        let is_strong = !inner.is_empty() && inner.trim() == inner;
        if is_strong && !(begins(line, start) && ends(line, end)) {
            out.push_str(&line[copied..start]);
            out.push_str("<strong>");
            out.push_str(inner);
            out.push_str("</strong>");
            copied = end + 2;
        }
    }
    out.push_str(&line[copied..]);
}

/// Where `**` is that is neither escaped, nor in code, nor part of more.
fn marks(line: &str) -> Vec<usize> {
    let bytes = line.as_bytes();
    let mut marks = Vec::new();
    let (mut at, mut is_code) = (0, false);
    while at < bytes.len() {
        let run = || bytes[at..].iter().take_while(|byte| **byte == bytes[at]).count();
        match bytes[at] {
            b'\\' => at += 2,
            b'`' => {
                is_code = !is_code;
                at += run();
            }
            b'*' => {
                let run = run();
                if run == 2 && !is_code {
                    marks.push(at);
                }
                at += run;
            }
            _ => at += 1,
        }
    }
    marks
}

/// Whether `**` at `at` may begin emphasis by the rules.
fn begins(line: &str, at: usize) -> bool {
    let (before, after) = around(line, at);
    !after.is_whitespace() && (!is_mark(after) || before.is_whitespace() || is_mark(before))
}

/// Whether `**` at `at` may end emphasis by the rules.
fn ends(line: &str, at: usize) -> bool {
    let (before, after) = around(line, at);
    !before.is_whitespace() && (!is_mark(before) || after.is_whitespace() || is_mark(after))
}

fn around(line: &str, at: usize) -> (char, char) {
    let before = line[..at].chars().next_back().unwrap_or(' ');
    (before, line[at + 2..].chars().next().unwrap_or(' '))
}

/// Whether `c` is punctuation, of Western or of Chinese text.
fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation() || (is_unspaced(c) && !c.is_alphanumeric()) || matches!(c, '·' | '–')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emphasis_beside_chinese_marks_is_emphasis() {
        for (text, mended) in [
            ("他说**“江水退了。”**然后", "他说<strong>“江水退了。”</strong>然后"),
            ("**注意：**江水", "<strong>注意：</strong>江水"),
            (
                "一**（二）**三 **四** **五！**六",
                "一<strong>（二）</strong>三 **四** <strong>五！</strong>六",
            ),
        ] {
            assert_eq!(mend(text), mended);
        }
        for text in [
            "**江水**退了",
            "a ** b ** c",
            "`**“江”**水`",
            "```\n**“江”**水\n```",
            "\\**“江”**水",
            "***江。***水",
            "****",
        ] {
            assert_eq!(mend(text), text);
        }
    }
}
