//! Inline formatting: text with its marks, and its conversion to nested inline elements.

use zaidu_model::block::Mark;
use zaidu_model::{Inline, Link};

use crate::normalize::{is_blank, is_hidden, is_unspaced};

/// The formatting of text by the elements around it. It is a set and not a stack: bold inside
/// bold is bold, so inline elements never nest deeper than there are kinds of marks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) link: Option<Link>,
    pub(super) strong: bool,
    pub(super) emphasis: bool,
    pub(super) code: bool,
    /// Sorted, without duplicates.
    pub(super) others: Vec<Mark>,
}

impl Marks {
    /// These marks and `mark`.
    pub(super) fn with(&self, mark: Mark) -> Self {
        let mut marks = self.clone();
        if let Err(at) = marks.others.binary_search(&mark) {
            marks.others.insert(at, mark);
        }
        marks
    }
}

/// White space of the source.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Space {
    Blank,
    /// With a line end, where an editor may have broken a line.
    LineEnd,
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
    /// White space that has been read but not yet written.
    pending: Option<Space>,
}

impl InlineBuilder {
    /// Appends text with `marks`.
    pub(super) fn push_text(&mut self, text: &str, marks: &Marks) {
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c') {
                let is_line_end = matches!(c, '\n' | '\r');
                let space = if is_line_end { Space::LineEnd } else { Space::Blank };
                self.pending = self.pending.max(Some(space));
            } else if !is_hidden(c) {
                // A space is appended to the text before it, and dropped at the beginning of a
                // line.
                if let Some(space) = self.pending.take()
                    && let Some((_, Segment::Text(text))) = self.segments.last_mut()
                {
                    let is_in_text = || text.ends_with(is_unspaced) && is_unspaced(c);
                    if space == Space::Blank || !is_in_text() {
                        text.push(' ');
                    }
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
        self.pending = None;
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
        let shows_nothing = |(_, segment): &(Marks, Segment)| match segment {
            // Spaces may be an indent, or blanks to fill in.
            Segment::Text(text) => is_blank(text) && !text.contains(char::is_whitespace),
            Segment::LineBreak => true,
        };
        if segments.iter().all(shows_nothing) {
            return Vec::new();
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
    let Marks { link, strong, emphasis, others, .. } = marks;
    let mut target = out;
    if let Some(link) = link {
        let is_same = |last: &Inline| matches!(last, Inline::Link { url, .. } if *url == link);
        target = reuse_or_push(target, is_same, |text| Inline::Link { url: link.clone(), text });
    }
    for mark in others {
        let is_same =
            |last: &Inline| matches!(last, Inline::Marked { mark: known, .. } if *known == mark);
        target = reuse_or_push(target, is_same, |text| Inline::Marked { mark, text });
    }
    if strong {
        target = reuse_or_push(target, |last| matches!(last, Inline::Strong(_)), Inline::Strong);
    }
    if emphasis {
        target =
            reuse_or_push(target, |last| matches!(last, Inline::Emphasis(_)), Inline::Emphasis);
    }
    target.push(leaf);
}

/// The content of the last element of `out` if it `is_same`, or else of a `new` one.
fn reuse_or_push(
    out: &mut Vec<Inline>,
    is_same: impl Fn(&Inline) -> bool,
    new: impl FnOnce(Vec<Inline>) -> Inline,
) -> &mut Vec<Inline> {
    if !out.last().is_some_and(is_same) {
        out.push(new(Vec::new()));
    }
    let at = out.len() - 1;
    match &mut out[at] {
        Inline::Strong(inner)
        | Inline::Emphasis(inner)
        | Inline::Marked { text: inner, .. }
        | Inline::Link { text: inner, .. } => inner,
        Inline::Text(_) | Inline::Code(_) | Inline::LineBreak => unreachable!("it has content"),
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
