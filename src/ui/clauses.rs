//! Headings that break at their clauses: `看天做茶：` | `桑溪镇的一杯秋露白`.
//!
//! Browsers know no Chinese words and balance a heading by splitting names. Each clause is a
//! `span` that the style sheet makes an inline block: lines break between clauses first. A long
//! clause has phrases of its own, which end where the text shows it without a dictionary: after 的
//! and beside quotation marks. What is longer than a line still breaks anywhere.

use super::node::{Node, element};
use crate::strings::{CLAUSE_ENDS, CLOSING, OPENING, PHRASE_END};

/// A longer clause, in characters, does not fit on a line of a small phone.
const MAX_CLAUSE: usize = 10;

/// The nodes of a heading. Their text is `title`.
#[must_use]
pub fn clauses(title: &str) -> Vec<Node> {
    split(title, false)
}

/// `text` in pieces, each in an element: its clauses with their phrases, or only the phrases.
/// Quotations and what is in brackets stay whole.
fn split(text: &str, is_clause: bool) -> Vec<Node> {
    if is_clause && text.chars().count() <= MAX_CLAUSE {
        return vec![text.to_owned().into()];
    }
    let mut nodes = Vec::new();
    let (mut start, mut depth, mut before) = (0, 0_usize, ' ');
    let mut push = |piece: &str| {
        let inner = if is_clause { vec![piece.to_owned().into()] } else { split(piece, true) };
        nodes.push(element("span").with_all(inner).into());
    };
    for (index, c) in text.char_indices() {
        let closes = is_in(CLOSING, before);
        depth = depth.saturating_sub(usize::from(closes));
        let ends = match is_clause {
            true => before == PHRASE_END || closes || is_in(OPENING, c),
            false => is_in(CLAUSE_ENDS, before),
        };
        // A mark belongs to what is before it.
        let is_mark = c == ' ' || is_in(CLAUSE_ENDS, c) || is_in(CLOSING, c);
        if ends && depth == 0 && index > start && !is_mark {
            push(&text[start..index]);
            start = index;
        }
        depth += usize::from(is_in(OPENING, c));
        before = c;
    }
    match (start, is_clause) {
        (0, true) => return vec![text.to_owned().into()],
        (0, false) => return split(text, true),
        _ => push(&text[start..]),
    }
    nodes
}

fn is_in(set: &str, c: char) -> bool {
    set.chars().any(|each| each == c)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    /// The pieces of `nodes`, of which those with phrases are in brackets.
    fn written(nodes: &[Node]) -> String {
        let piece = |node: &Node| {
            let html = {
                let mut html = String::new();
                node.write(&mut html);
                html
            };
            html.replace("<span>", "[").replace("</span>", "]")
        };
        nodes.iter().map(piece).collect()
    }

    #[test]
    fn titles_are_split_at_their_marks() {
        for (title, want) in [
            ("", ""),
            ("守潮位的人", "守潮位的人"),
            ("看天做茶：桑溪镇的一杯秋露白", "[看天做茶：][桑溪镇的一杯秋露白]"),
            ("真的吗？！是，“好”", "[真的吗？！][是，][“好”]"),
            ("江豚——一种鲸", "[江豚——][一种鲸]"),
            ("上半\u{3000}下半", "[上半\u{3000}][下半]"),
            // Quotations and titles of works stay whole.
            ("《你好，李焕英》", "《你好，李焕英》"),
            ("“聚力，发展”，论坛举办", "[“聚力，发展”，][论坛举办]"),
            // An opening mark without its partner: what follows is one piece.
            ("论坛，“党建，发展", "[论坛，][“党建，发展]"),
            ("What is it, a test?", "What is it, a test?"),
            ("什么？ 好", "什么？ 好"),
        ] {
            assert_eq!(written(&clauses(title)), want);
        }
    }

    #[test]
    fn long_clauses_are_split_at_their_phrases() {
        for (title, want) in [
            (
                "5G 与 AI：2026 年的望澜大桥怎样“说话”",
                "[5G 与 AI：][[2026 年的][望澜大桥怎样][“说话”]]",
            ),
            ("新兴领域需要“走新”更要“走心”", "[新兴领域需要][“走新”][更要][“走心”]"),
            ("没有可以断开的地方所以不断", "[没有可以断开的][地方所以不断]"),
            ("一个没有任何停顿可言而且很长", "一个没有任何停顿可言而且很长"),
        ] {
            assert_eq!(written(&clauses(title)), want);
        }
    }
}
