//! Makes half-width punctuation between Han characters full-width: `,;:?!()`, and takes out the
//! blanks after it.
//!
//! Word processors and normalisation (NFKC) leave these marks narrow, and then they stick to the
//! character before them. Whatever may be a number, a time, a URL, code or a phrase in another
//! language is left as it is: a mark that stays narrow is a smaller fault than a wrong one.

use zaidu_model::{Block, Inline, text};

use super::draft::Draft;

#[cfg(test)]
mod tests;

/// Makes the marks of title, summary, text, captions, table cells and alternative texts
/// full-width, unless the newsroom keeps them.
pub(super) fn widen_marks(mut draft: Draft) -> Draft {
    if draft.keeps_marks {
        return draft;
    }
    for line in draft.title.iter_mut().chain(&mut draft.summary) {
        *line = widen_line(line);
    }
    draft.map_blocks(|mut blocks| {
        for block in &mut blocks {
            if let Block::Image { picture, .. } = block {
                picture.alt = widen_line(&picture.alt);
            }
            if let Some(Some(caption)) = block.caption_mut() {
                *caption = widen_line(caption);
            }
            block.texts_mut().into_iter().for_each(widen_inlines);
        }
        blocks
    })
}

/// A line of plain text with full-width marks.
pub(crate) fn widen_line(line: &str) -> String {
    let mut units: Vec<Unit> =
        line.chars().map(|c| Unit { c, is_fixed: false, is_gone: false }).collect();
    widen(&mut units);
    written(units.into_iter())
}

/// The inline content is one text: a mark may stand at the edge of an element.
fn widen_inlines(inlines: &mut Vec<Inline>) {
    fn read(inlines: &[Inline], units: &mut Vec<Unit>) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => {
                    units.extend(text.chars().map(|c| Unit { c, is_fixed: false, is_gone: false }));
                }
                Inline::Code(text) => {
                    units.extend(text.chars().map(|c| Unit { c, is_fixed: true, is_gone: false }));
                }
                Inline::Strong(inner)
                | Inline::Emphasis(inner)
                | Inline::Marked { text: inner, .. }
                | Inline::Link { text: inner, .. } => read(inner, units),
                Inline::LineBreak => units.push(Unit { c: '\n', is_fixed: true, is_gone: false }),
                Inline::Anchor(_) => {}
            }
        }
    }

    fn write(inlines: &mut Vec<Inline>, units: &mut impl Iterator<Item = Unit>) {
        for inline in &mut *inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) => {
                    let length = text.chars().count();
                    *text = written(units.by_ref().take(length));
                }
                Inline::Strong(inner)
                | Inline::Emphasis(inner)
                | Inline::Marked { text: inner, .. }
                | Inline::Link { text: inner, .. } => write(inner, units),
                Inline::LineBreak => drop(units.next()),
                Inline::Anchor(_) => {}
            }
        }
        inlines.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
    }

    let mut units = Vec::new();
    read(inlines, &mut units);
    widen(&mut units);
    write(inlines, &mut units.into_iter());
}

/// A character.
#[derive(Clone, Copy)]
struct Unit {
    c: char,
    /// Whether it must not be changed because it is code or part of a URL.
    is_fixed: bool,
    /// Whether it is a blank that is left out.
    is_gone: bool,
}

/// The text of `units`.
fn written(units: impl Iterator<Item = Unit>) -> String {
    units.filter(|unit| !unit.is_gone).map(|unit| unit.c).collect()
}

/// What is on the left of a character.
#[derive(Clone, Copy, PartialEq)]
enum Left {
    /// A Han character, or a Chinese mark that ends something.
    Chinese,
    /// A letter, a digit, code or anything else that is written.
    Word,
    /// A space, an opening bracket or the beginning of the text.
    Nothing,
}

/// One pass from left to right. A mark depends on what is on its left, which is final by then, and
/// on Han characters, which do not change: a second pass would change nothing.
fn widen(units: &mut [Unit]) {
    fix_urls(units);
    let partners = pair_parentheses(units);
    let foreign = foreign_segments(units);
    let is_han = |units: &[Unit], index: usize| {
        units.get(index).is_some_and(|unit| !unit.is_fixed && text::is_han(unit.c))
    };
    let mut left = Left::Nothing;
    for index in 0..units.len() {
        let Unit { c, is_fixed, is_gone } = units[index];
        if is_gone {
            continue;
        }
        let is_chinese = left == Left::Chinese && !foreign[index];
        // `:)` is a face.
        let is_face = matches!(c, ':' | ';')
            && units.get(index + 1).is_some_and(|next| matches!(next.c, '(' | ')'))
            && partners[index + 1].is_none();
        match c {
            _ if is_fixed => {}
            ',' | ';' | ':' | '?' => {
                let before_han = left == Left::Word && !foreign[index] && is_han(units, index + 1);
                if (is_chinese || before_han) && !is_face {
                    units[index].c = full_width(c);
                }
            }
            '!' | '(' if is_chinese => units[index].c = full_width(c),
            ')' | '\u{ff09}' => match partners[index] {
                Some(open) if c == '\u{ff09}' || units[open].c == '\u{ff08}' => {
                    units[open].c = '\u{ff08}';
                    units[index].c = '\u{ff09}';
                }
                Some(open)
                    if !foreign[open] && (left == Left::Chinese || is_han(units, open + 1)) =>
                {
                    units[open].c = '\u{ff08}';
                    units[index].c = '\u{ff09}';
                }
                None if is_chinese => units[index].c = '\u{ff09}',
                _ => {}
            },
            _ => {}
        }
        // A full-width mark has its blank within.
        if units[index].c != c && c != '(' {
            let blanks = units[index + 1..].iter_mut();
            let blanks = blanks.take_while(|unit| unit.c == ' ' && !unit.is_fixed);
            blanks.for_each(|unit| unit.is_gone = true);
        }
        left = side(units[index], left);
    }
}

/// What a character is to the one on its right.
fn side(unit: Unit, left: Left) -> Left {
    match unit.c {
        _ if unit.is_fixed && unit.c != '\n' => Left::Word,
        // Quotation marks, dashes and ellipses are Chinese after Chinese.
        '\u{2014}' | '\u{2019}' | '\u{201d}' | '\u{2026}' | '"' | '\'' => left,
        c if text::is_han(c) => Left::Chinese,
        '\u{3001}' | '\u{3002}' | '\u{3009}' | '\u{300b}' | '\u{300d}' | '\u{300f}'
        | '\u{3011}' | '\u{3015}' | '\u{3017}' | '\u{ff01}' | '\u{ff05}' | '\u{ff09}'
        | '\u{ff0c}' | '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}' => Left::Chinese,
        '(' | '[' | '{' | '<' | '\u{2018}' | '\u{201c}' | '\u{3008}' | '\u{300a}' | '\u{300c}'
        | '\u{300e}' | '\u{3010}' | '\u{3014}' | '\u{3016}' | '\u{ff08}' => Left::Nothing,
        c if c.is_whitespace() => Left::Nothing,
        _ => Left::Word,
    }
}

/// The full-width form of an ASCII mark.
fn full_width(c: char) -> char {
    char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c)
}

/// For each parenthesis, of either width, the index of its partner on the same line.
fn pair_parentheses(units: &[Unit]) -> Vec<Option<usize>> {
    let mut partners = vec![None; units.len()];
    let mut open = Vec::new();
    for (index, unit) in units.iter().enumerate() {
        match unit.c {
            '\n' => open.clear(),
            _ if unit.is_fixed => {}
            '(' | '\u{ff08}' => open.push(index),
            ')' | '\u{ff09}' => {
                if let Some(start) = open.pop() {
                    partners[start] = Some(index);
                    partners[index] = Some(start);
                }
            }
            _ => {}
        }
    }
    partners
}

/// For each character, whether it is in a clause or quotation with more Latin words than Han
/// characters. The marks that end a segment count in either width, so that widening them does not
/// change the segments.
fn foreign_segments(units: &[Unit]) -> Vec<bool> {
    let is_end = |unit: &Unit| {
        matches!(
            unit.c,
            ';' | '!'
                | '?'
                | '\u{ff1b}'
                | '\u{ff01}'
                | '\u{ff1f}'
                | '\u{3002}'
                | '\u{2026}'
                | '\n'
                | '"'
                | '\u{201c}'
                | '\u{201d}'
                | '\u{300a}'
                | '\u{300b}'
                | '\u{300c}'
                | '\u{300d}'
                | '\u{300e}'
                | '\u{300f}'
        )
    };
    let mut foreign = Vec::with_capacity(units.len());
    for segment in units.split_inclusive(is_end) {
        let is_letter = |unit: &Unit| !unit.is_fixed && unit.c.is_ascii_alphabetic();
        let words = segment.chunk_by(|a, b| is_letter(a) == is_letter(b));
        let words = words.filter(|chunk| is_letter(&chunk[0])).count();
        let han = segment.iter().filter(|unit| text::is_han(unit.c)).count();
        foreign.resize(foreign.len() + segment.len(), words > han);
    }
    foreign
}

/// Fixes URLs: what begins with a scheme or `www.`, up to a space or a Han character that does not
/// continue a path. Punctuation at the end is no part of it.
fn fix_urls(units: &mut [Unit]) {
    let mut index = 0;
    while index < units.len() {
        let begins = |text: &str| {
            let rest = &units[index..];
            rest.len() > text.len() && rest.iter().zip(text.chars()).all(|(unit, c)| unit.c == c)
        };
        if !begins("://") && !begins("www.") {
            index += 1;
            continue;
        }
        let scheme = units[..index].iter().rev();
        let scheme = scheme.take_while(|unit| unit.c.is_ascii_alphabetic() && !unit.is_fixed);
        let start = index - scheme.count();
        let mut end = index;
        while let Some(unit) = units.get(end) {
            let joins_path = text::is_han(unit.c)
                && (matches!(units[end - 1].c, '/' | '=' | '-' | '_' | '#' | '(')
                    || text::is_han(units[end - 1].c));
            if !unit.c.is_ascii_graphic() && !joins_path {
                break;
            }
            end += 1;
        }
        let next = end;
        let has_open = units[start..end].iter().any(|unit| unit.c == '(');
        while end > start
            && (matches!(units[end - 1].c, ',' | ';' | ':' | '?' | '!')
                || units[end - 1].c == ')' && !has_open)
        {
            end -= 1;
        }
        units[start..end].iter_mut().for_each(|unit| unit.is_fixed = true);
        index = next;
    }
}
