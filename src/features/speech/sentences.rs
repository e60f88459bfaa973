//! Segmentation of a text into sentences, and of sentences into pieces that are short enough for one
//! utterance: Chromium ends one after 15 seconds. Positions are characters.

use crate::strings;

/// How much one utterance says: 40 Han characters, about 13 seconds at the slowest speed.
const MAX_LOAD: usize = 40 * HAN;
/// A Han character, as three Latin letters or digits, is a syllable.
const HAN: usize = 3;

/// A part of a text that is spoken at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its first character.
    pub(super) from: usize,
    /// The character after its last one.
    pub(super) to: usize,
    /// The first character of its sentence.
    pub(super) sentence: usize,
}

/// How long a character is when it is spoken.
fn load_of(c: char) -> usize {
    if c.is_ascii() { 1 } else { HAN }
}

/// How long characters are when they are spoken, in thirds of a syllable.
pub(super) fn load(text: &[char]) -> usize {
    text.iter().map(|c| load_of(*c)).sum()
}

/// Whether `c` is one of `marks`.
fn is_in(marks: &str, c: char) -> bool {
    marks.chars().any(|mark| mark == c)
}

/// Whether a character is heard: marks and spaces are not. Without the tables of Unicode.
fn is_heard(c: &char) -> bool {
    match *c {
        '\u{80}'.. => !is_mark(*c),
        c => c.is_ascii_alphanumeric(),
    }
}

/// Punctuation and spaces beyond ASCII: general punctuation, CJK marks, full-width forms of ASCII
/// marks.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{301f}' | '\u{ff00}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}')
}

/// Splits a text. What has nothing to be heard in it is left out.
pub(super) fn pieces(text: &[char]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    // Where the piece and the sentence begin, and the last place between two clauses.
    let (mut from, mut sentence, mut clause) = (0, 0, 0);
    let mut size = 0;
    let mut at = 0;
    while let Some(&c) = text.get(at) {
        at += 1;
        size += load_of(c);
        let next = text.get(at).copied().unwrap_or(' ');
        if is_in(strings::SENTENCE_ENDS, c) || (matches!(c, '.' | '!' | '?') && next == ' ') {
            // Marks that belong to it: several ends, and what closes a quotation.
            while text
                .get(at)
                .is_some_and(|c| is_in(strings::SENTENCE_ENDS, *c) || is_in(strings::CLOSING, *c))
            {
                at += 1;
            }
            push(&mut pieces, text, Piece { from, to: at, sentence });
            (from, sentence, clause, size) = (at, at, at, 0);
        } else if size > MAX_LOAD {
            let to = if clause > from { clause } else { at };
            push(&mut pieces, text, Piece { from, to, sentence });
            size = load(text.get(to..at).unwrap_or_default());
            from = to;
        } else if c == ' ' || c == ',' && next == ' ' || is_in(strings::CLAUSE_ENDS, c) {
            clause = at;
        }
    }
    push(&mut pieces, text, Piece { from, to: at, sentence });
    pieces
}

fn push(pieces: &mut Vec<Piece>, text: &[char], piece: Piece) {
    if text.get(piece.from..piece.to).is_some_and(|text| text.iter().any(is_heard)) {
        pieces.push(piece);
    }
}

/// The characters of the sentence of piece `index`.
pub(super) fn sentence(pieces: &[Piece], index: usize) -> (usize, usize) {
    let Some(piece) = pieces.get(index) else { return (0, 0) };
    let mut of_sentence = pieces.iter().filter(|each| each.sentence == piece.sentence);
    let from = of_sentence.next().unwrap_or(piece).from;
    (from, of_sentence.next_back().unwrap_or(piece).to.max(piece.to))
}

/// The first piece of the sentence after that of piece `index`.
pub(super) fn next_sentence(pieces: &[Piece], index: usize) -> Option<usize> {
    let now = pieces.get(index)?.sentence;
    pieces.iter().position(|piece| piece.sentence > now)
}

/// The first piece of the sentence before that of piece `index`; of the last one for an index
/// beyond the end.
pub(super) fn previous_sentence(pieces: &[Piece], index: usize) -> Option<usize> {
    let now = pieces.get(index).map_or(usize::MAX, |piece| piece.sentence);
    let before = pieces.iter().rev().find(|piece| piece.sentence < now)?.sentence;
    pieces.iter().position(|piece| piece.sentence == before)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(text: &str) -> Vec<String> {
        let text: Vec<char> = text.chars().collect();
        pieces(&text).iter().map(|piece| text[piece.from..piece.to].iter().collect()).collect()
    }

    #[test]
    fn a_sentence_ends_with_its_marks() {
        for (text, parts) in [
            ("江水涨了。船开了！走吗？", &["江水涨了。", "船开了！", "走吗？"] as &[&str]),
            ("他说：“走吧。”于是走了……后来", &["他说：“走吧。”", "于是走了……", "后来"]),
            ("真的？！（是的。）", &["真的？！", "（是的。）"]),
            ("没有句号", &["没有句号"]),
            ("It is 3.5 km. He left", &["It is 3.5 km.", " He left"]),
            ("。", &[]),
            ("　　——", &[]),
            ("", &[]),
            ("①", &["①"]),
        ] {
            assert_eq!(split(text), parts, "{text}");
        }
    }

    #[test]
    fn a_long_sentence_is_spoken_in_clauses_and_stays_one() {
        let clause = "春江潮水连海平海上明月共潮生，";
        let text: Vec<char> = format!("短句。{}完。", clause.repeat(6)).chars().collect();
        let pieces = pieces(&text);
        assert!(pieces.len() > 3, "{pieces:?}");
        assert!(pieces.iter().all(|piece| load(&text[piece.from..piece.to]) <= MAX_LOAD));
        assert!(pieces[1..pieces.len() - 1].iter().all(|piece| text[piece.to - 1] == '，'));
        assert_eq!(sentence(&pieces, 2), (3, text.len()));
        assert_eq!(sentence(&pieces, 0), (0, 3));
        assert_eq!(next_sentence(&pieces, 0), Some(1));
        assert_eq!(next_sentence(&pieces, 1), None);
        assert_eq!(previous_sentence(&pieces, 2), Some(0), "it is the second sentence");
        assert_eq!(previous_sentence(&pieces, usize::MAX), Some(1));
        assert_eq!(previous_sentence(&pieces, 0), None);
        assert_eq!(sentence(&[], 3), (0, 0));
        // Latin words are not cut where there is a space.
        let words = split(&"a longer word ".repeat(40));
        assert!(words.len() > 3 && words.iter().all(|words| words.ends_with(' ')), "{words:?}");
    }

    proptest! {
        #[test]
        fn nothing_that_is_heard_is_lost(text in "[春江a1 。，“”！—…]{0,300}") {
            let characters: Vec<char> = text.chars().collect();
            let pieces = pieces(&characters);
            let heard = |text: &[char]| -> String { text.iter().copied().filter(is_heard).collect() };
            let spoken: String =
                pieces.iter().map(|piece| heard(&characters[piece.from..piece.to])).collect();
            prop_assert_eq!(spoken, heard(&characters));
            for pair in pieces.windows(2) {
                prop_assert!(pair[0].to <= pair[1].from);
                prop_assert!(pair[0].sentence <= pair[1].sentence);
            }
            for piece in &pieces {
                // Closing marks may follow the last syllable.
                prop_assert!(piece.sentence <= piece.from && piece.from < piece.to);
            }
        }
    }
}
