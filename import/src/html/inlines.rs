//! Inline formatting: text with its marks, and its conversion to nested inline elements.

use zaidu_model::{Inline, Link};

use crate::normalize::is_hidden;

/// The formatting of text by the elements around it. It is a set and not a stack: bold inside
/// bold is bold, so inline elements never nest deeper than there are kinds of marks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) link: Option<Link>,
    pub(super) strong: bool,
    pub(super) emphasis: bool,
    pub(super) code: bool,
}

/// Part of a paragraph with the same marks.
#[derive(PartialEq)]
enum Segment {
    Text(String),
    LineBreak,
}

/// Builder of the inline content of one paragraph. White space is collapsed as in HTML, where
/// ideographic and non-breaking spaces are ordinary characters.
#[derive(Default)]
pub(super) struct InlineBuilder {
    segments: Vec<(Marks, Segment)>,
    /// Whether white space has been read but not yet written.
    pending_space: bool,
}

impl InlineBuilder {
    /// Appends text with `marks`.
    pub(super) fn push_text(&mut self, text: &str, marks: &Marks) {
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c') {
                self.pending_space = true;
            } else if !is_hidden(c) {
                // A space is appended to the text before it, and dropped at the beginning of a
                // line.
                if std::mem::take(&mut self.pending_space)
                    && let Some((_, Segment::Text(text))) = self.segments.last_mut()
                {
                    text.push(' ');
                }
                match self.segments.last_mut() {
                    Some((known, Segment::Text(text))) if known == marks => text.push(c),
                    _ => self.segments.push((marks.clone(), Segment::Text(c.into()))),
                }
            }
        }
    }

    /// Appends a line break, unless the line is empty.
    pub(super) fn push_line_break(&mut self, marks: &Marks) {
        self.pending_space = false;
        if !self.is_at_line_start() {
            self.segments.push((marks.clone(), Segment::LineBreak));
        }
    }

    /// Whether the current line is empty.
    pub(super) fn is_at_line_start(&self) -> bool {
        self.segments.last().is_none_or(|(_, segment)| *segment == Segment::LineBreak)
    }

    /// The collected inline elements. Resets the builder.
    pub(super) fn take(&mut self) -> Vec<Inline> {
        let Self { mut segments, .. } = std::mem::take(self);
        while matches!(segments.last(), Some((_, Segment::LineBreak))) {
            segments.pop();
        }
        let mut out = Vec::new();
        for (marks, segment) in segments {
            let leaf = match segment {
                Segment::Text(text) if marks.code => Inline::Code(text),
                Segment::Text(text) => Inline::Text(text),
                Segment::LineBreak => Inline::LineBreak,
            };
            push_linked(&mut out, marks, leaf);
        }
        out
    }
}

/// Appends `leaf` inside elements for its marks, reusing the last element where it has the same
/// mark. Links are outermost, so that a link with a bold word remains one link.
fn push_linked(out: &mut Vec<Inline>, marks: Marks, leaf: Inline) {
    let Some(target) = marks.link else {
        return push_strong(out, marks.strong, marks.emphasis, leaf);
    };
    if let Some(Inline::Link { url, text }) = out.last_mut()
        && *url == target
    {
        return push_strong(text, marks.strong, marks.emphasis, leaf);
    }
    let mut text = Vec::new();
    push_strong(&mut text, marks.strong, marks.emphasis, leaf);
    out.push(Inline::Link { url: target, text });
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
        let mut builder = InlineBuilder::default();
        builder.push_text(" \n tide ", &Marks::default());
        builder.push_text("  high", &strong);
        builder.push_text("\u{3000}water\t ", &Marks::default());
        let want = [text("tide "), Inline::Strong(vec![text("high")]), text("\u{3000}water")];
        assert_eq!(builder.take(), want);
        assert_eq!(builder.take(), []);
    }

    #[test]
    fn line_breaks_only_separate_lines() {
        let mut builder = InlineBuilder::default();
        builder.push_line_break(&Marks::default());
        builder.push_text("a ", &Marks::default());
        builder.push_line_break(&Marks::default());
        builder.push_line_break(&Marks::default());
        builder.push_text(" b", &Marks::default());
        builder.push_line_break(&Marks::default());
        assert_eq!(builder.take(), [text("a"), Inline::LineBreak, text("b")]);
    }

    #[test]
    fn a_link_with_bold_text_is_one_link() {
        let url = Link::new("/tide").unwrap();
        let plain = Marks { link: Some(url.clone()), ..Marks::default() };
        let bold = Marks { strong: true, emphasis: true, ..plain.clone() };
        let mut builder = InlineBuilder::default();
        builder.push_text("high", &plain);
        builder.push_text(" water", &bold);
        let bold = Inline::Strong(vec![Inline::Emphasis(vec![text("water")])]);
        assert_eq!(builder.take(), [Inline::Link { url, text: vec![text("high "), bold] }]);
    }
}
