//! Running text: words with the marks that stand over them, on their way to
//! inlines.

use zaidu_model::{Inline, Link};

use crate::words::is_hidden;

/// What is said about words by the elements around them. A set and not a stack:
/// bold inside bold is bold, so marks never nest deeper than there are kinds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) link: Option<Link>,
    pub(super) strong: bool,
    pub(super) emphasis: bool,
    pub(super) code: bool,
}

#[derive(PartialEq)]
enum Piece {
    Words(String),
    Break,
}

/// The text of one paragraph while it is collected, its white space collapsed
/// as HTML does: ideographic and non-breaking spaces are characters.
#[derive(Default)]
pub(super) struct Run {
    pieces: Vec<(Marks, Piece)>,
    space: bool,
}

impl Run {
    /// Adds words below `marks`.
    pub(super) fn words(&mut self, text: &str, marks: &Marks) {
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c') {
                self.space = true;
            } else if !is_hidden(c) {
                // A space belongs to the words before it; at the beginning of a
                // line it is nothing.
                if std::mem::take(&mut self.space)
                    && let Some((_, Piece::Words(words))) = self.pieces.last_mut()
                {
                    words.push(' ');
                }
                match self.pieces.last_mut() {
                    Some((known, Piece::Words(words))) if known == marks => words.push(c),
                    _ => self.pieces.push((marks.clone(), Piece::Words(c.into()))),
                }
            }
        }
    }

    /// Ends the line, if it has begun.
    pub(super) fn line_break(&mut self, marks: &Marks) {
        self.space = false;
        if !self.at_line_start() {
            self.pieces.push((marks.clone(), Piece::Break));
        }
    }

    /// Whether nothing stands in the line yet.
    pub(super) fn at_line_start(&self) -> bool {
        self.pieces.last().is_none_or(|(_, piece)| *piece == Piece::Break)
    }

    /// What was collected, as inlines; the run is empty after it.
    pub(super) fn take(&mut self) -> Vec<Inline> {
        let Self { mut pieces, .. } = std::mem::take(self);
        while matches!(pieces.last(), Some((_, Piece::Break))) {
            pieces.pop();
        }
        let mut out = Vec::new();
        for (marks, piece) in pieces {
            let leaf = match piece {
                Piece::Words(words) if marks.code => Inline::Code(words),
                Piece::Words(words) => Inline::Text(words),
                Piece::Break => Inline::LineBreak,
            };
            push_linked(&mut out, marks, leaf);
        }
        out
    }
}

/// Puts `leaf` below its marks, into the element at the end where that has the
/// same. Links stand outside, so that a link with a bold word stays one link.
fn push_linked(out: &mut Vec<Inline>, marks: Marks, leaf: Inline) {
    let Some(wanted) = marks.link else {
        return push_strong(out, marks.strong, marks.emphasis, leaf);
    };
    if let Some(Inline::Link { url, text }) = out.last_mut()
        && *url == wanted
    {
        return push_strong(text, marks.strong, marks.emphasis, leaf);
    }
    let mut text = Vec::new();
    push_strong(&mut text, marks.strong, marks.emphasis, leaf);
    out.push(Inline::Link { url: wanted, text });
}

fn push_strong(out: &mut Vec<Inline>, strong: bool, emphasis: bool, leaf: Inline) {
    if !strong {
        return push_emphasis(out, emphasis, leaf);
    }
    if let Some(Inline::Strong(inner)) = out.last_mut() {
        return push_emphasis(inner, emphasis, leaf);
    }
    let mut inner = Vec::new();
    push_emphasis(&mut inner, emphasis, leaf);
    out.push(Inline::Strong(inner));
}

fn push_emphasis(out: &mut Vec<Inline>, emphasis: bool, leaf: Inline) {
    match out.last_mut() {
        Some(Inline::Emphasis(inner)) if emphasis => inner.push(leaf),
        _ if emphasis => out.push(Inline::Emphasis(vec![leaf])),
        _ => out.push(leaf),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text(text.into())
    }

    #[test]
    fn space_collapses_across_marks() {
        let strong = Marks { strong: true, ..Marks::default() };
        let mut run = Run::default();
        run.words(" \n tide ", &Marks::default());
        run.words("  high", &strong);
        run.words("\u{3000}water\t ", &Marks::default());
        let want = [text("tide "), Inline::Strong(vec![text("high")]), text("\u{3000}water")];
        assert_eq!(run.take(), want);
        assert_eq!(run.take(), []);
    }

    #[test]
    fn breaks_stand_between_lines_only() {
        let mut run = Run::default();
        run.line_break(&Marks::default());
        run.words("a ", &Marks::default());
        run.line_break(&Marks::default());
        run.line_break(&Marks::default());
        run.words(" b", &Marks::default());
        run.line_break(&Marks::default());
        assert_eq!(run.take(), [text("a"), Inline::LineBreak, text("b")]);
    }

    #[test]
    fn a_link_with_a_bold_word_is_one_link() {
        let url = Link::new("/tide").unwrap();
        let plain = Marks { link: Some(url.clone()), ..Marks::default() };
        let bold = Marks { strong: true, emphasis: true, ..plain.clone() };
        let mut run = Run::default();
        run.words("high", &plain);
        run.words(" water", &bold);
        let bold = Inline::Strong(vec![Inline::Emphasis(vec![text("water")])]);
        assert_eq!(run.take(), [Inline::Link { url, text: vec![text("high "), bold] }]);
    }
}
