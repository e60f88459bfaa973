//! Minimal Rust lexer: separates code from comments, string literals and test code.

/// Views of a Rust file; all have the line numbers of the original.
#[derive(Debug, Default)]
pub(super) struct Views {
    /// The text with comments blanked.
    pub(super) code: String,
    /// The text with comments and the contents of strings blanked.
    pub(super) bare: String,
    /// For each line, whether it is compiled for tests only.
    pub(super) tests: Vec<bool>,
}

/// Lexer state.
enum State {
    Code,
    LineComment,
    BlockComment(usize),
    /// A string literal; for a raw one, the number of `#` at its end.
    String(Option<usize>),
}

impl Views {
    /// Whether a line, counted from 1, is compiled for tests only.
    pub(super) fn is_test(&self, line: usize) -> bool {
        self.tests.get(line - 1).copied().unwrap_or(false)
    }
}

/// Computes the views of a file.
pub(super) fn views(text: &str) -> Views {
    let chars: Vec<char> = text.chars().collect();
    let (mut code, mut bare) = (String::new(), String::new());
    let mut state = State::Code;
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at..];
        let (length, next) = step(&state, rest, at.checked_sub(1).map(|it| chars[it]));
        let is_comment = |it: &State| matches!(it, State::LineComment | State::BlockComment(_));
        let in_comment = is_comment(&state) || next.as_ref().is_some_and(is_comment);
        let in_string = matches!(state, State::String(_)) && next.is_none();
        for &c in &rest[..length] {
            let blank = if c == '\n' { '\n' } else { ' ' };
            code.push(if in_comment { blank } else { c });
            bare.push(if in_comment || in_string { blank } else { c });
        }
        at += length;
        state = next.unwrap_or(state);
    }
    let tests = test_lines(&bare);
    Views { code, bare, tests }
}

/// The number of characters of the next token, and the state after it if it changes.
fn step(state: &State, rest: &[char], before: Option<char>) -> (usize, Option<State>) {
    match (state, rest) {
        (State::Code, ['/', '/', ..]) => (2, Some(State::LineComment)),
        (State::Code, ['/', '*', ..]) => (2, Some(State::BlockComment(1))),
        (State::Code, ['"', ..]) => (1, Some(State::String(None))),
        (State::Code, ['r', ..]) if !before.is_some_and(is_word) || before == Some('b') => {
            let hashes = rest[1..].iter().take_while(|c| **c == '#').count();
            match rest.get(1 + hashes) {
                Some('"') => (2 + hashes, Some(State::String(Some(hashes)))),
                _ => (1, None),
            }
        }
        // A character literal; a lifetime has no closing quote at this position.
        (State::Code, ['\'', '\\', _, ..]) => {
            (rest[3..].iter().position(|c| *c == '\'').map_or(3, |end| end + 4), None)
        }
        (State::Code, ['\'', _, '\'', ..]) => (3, None),
        (State::LineComment, ['\n', ..]) => (1, Some(State::Code)),
        (State::BlockComment(depth), ['/', '*', ..]) => (2, Some(State::BlockComment(depth + 1))),
        (State::BlockComment(1), ['*', '/', ..]) => (2, Some(State::Code)),
        (State::BlockComment(depth), ['*', '/', ..]) => (2, Some(State::BlockComment(depth - 1))),
        (State::String(None), ['\\', _, ..]) => (2, None),
        (State::String(None), ['"', ..]) => (1, Some(State::Code)),
        (State::String(Some(hashes)), ['"', end @ ..])
            if end.iter().take_while(|c| **c == '#').count() >= *hashes =>
        {
            (1 + hashes, Some(State::Code))
        }
        _ => (1, None),
    }
}

/// Whether a character can be part of an identifier.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Marks the lines from each `#[cfg(test)]` to the end of the item below it.
fn test_lines(bare: &str) -> Vec<bool> {
    let mut marks = vec![false; bare.lines().count()];
    for opening in ["#[cfg(test)]", "#[cfg(all(test,"] {
        for (start, _) in bare.match_indices(opening) {
            let end = start + opening.len() + item_length(&bare[start + opening.len()..]);
            let (first, last) = (line_of(bare, start), line_of(bare, end));
            for mark in marks.iter_mut().take(last).skip(first - 1) {
                *mark = true;
            }
        }
    }
    marks
}

/// The length of an item: up to the first `;` outside brackets, or the end of the first `{…}`.
fn item_length(bare: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in bare.char_indices() {
        match c {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => {
                depth = depth.saturating_sub(1);
                if c == '}' && depth == 0 {
                    return at;
                }
            }
            ';' if depth == 0 => return at,
            _ => {}
        }
    }
    bare.len()
}

/// The line number, from 1, of a byte offset.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_distinguished() {
        let views =
            views("a /* b /* c */ d */ e // f\ng(\"h // i\", r#\"j\" k\"#, 'l', '\"', '\\'')");
        assert_eq!(
            views.code.split_whitespace().collect::<String>(),
            "aeg(\"h//i\",r#\"j\"k\"#,'l','\"','\\'')"
        );
        assert_eq!(
            views.bare.split_whitespace().collect::<String>(),
            "aeg(\"\",r#\"\"#,'l','\"','\\'')"
        );
    }

    #[test]
    fn a_lifetime_is_not_a_character_literal() {
        let views = views("fn a<'b>(c: &'b str) { \"d\" } // e");
        assert_eq!(views.bare.trim_end(), "fn a<'b>(c: &'b str) { \" \" }");
    }

    #[test]
    fn test_code_ends_at_the_end_of_its_item() {
        let text =
            "a\n#[cfg(test)]\nmod tests {\n fn b() { \"}\" }\n}\nc\n#[cfg(test)]\nuse d;\ne\n";
        assert_eq!(views(text).tests, [false, true, true, true, true, false, true, true, false]);
    }
}
