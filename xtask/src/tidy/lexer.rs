//! Just enough of Rust's grammar to tell code from comments, strings and tests.

/// A Rust file seen three ways, all with the lines of the original.
#[derive(Debug, Default)]
pub(super) struct Views {
    /// Comments are blank.
    pub(super) code: String,
    /// Comments and what strings hold are blank.
    pub(super) bare: String,
    /// For each line, whether it is compiled for tests only.
    pub(super) tests: Vec<bool>,
}

/// What the reader is inside of.
enum Inside {
    Code,
    LineComment,
    BlockComment(usize),
    /// A string, and for a raw one how many `#` end it.
    Text(Option<usize>),
}

impl Views {
    /// Whether a line, counted from 1, is compiled for tests only.
    pub(super) fn is_test(&self, line: usize) -> bool {
        self.tests.get(line - 1).copied().unwrap_or(false)
    }
}

/// Makes the views of a file.
pub(super) fn views(text: &str) -> Views {
    let chars: Vec<char> = text.chars().collect();
    let (mut code, mut bare) = (String::new(), String::new());
    let mut inside = Inside::Code;
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at..];
        let (length, next) = step(&inside, rest, at.checked_sub(1).map(|it| chars[it]));
        let is_comment = |it: &Inside| matches!(it, Inside::LineComment | Inside::BlockComment(_));
        let in_comment = is_comment(&inside) || next.as_ref().is_some_and(is_comment);
        let in_text = matches!(inside, Inside::Text(_)) && next.is_none();
        for &c in &rest[..length] {
            let blank = if c == '\n' { '\n' } else { ' ' };
            code.push(if in_comment { blank } else { c });
            bare.push(if in_comment || in_text { blank } else { c });
        }
        at += length;
        inside = next.unwrap_or(inside);
    }
    let tests = test_lines(&bare);
    Views { code, bare, tests }
}

/// How many characters belong together here, and what they lead into.
fn step(inside: &Inside, rest: &[char], before: Option<char>) -> (usize, Option<Inside>) {
    match (inside, rest) {
        (Inside::Code, ['/', '/', ..]) => (2, Some(Inside::LineComment)),
        (Inside::Code, ['/', '*', ..]) => (2, Some(Inside::BlockComment(1))),
        (Inside::Code, ['"', ..]) => (1, Some(Inside::Text(None))),
        (Inside::Code, ['r', ..]) if !before.is_some_and(is_word) || before == Some('b') => {
            let hashes = rest[1..].iter().take_while(|c| **c == '#').count();
            match rest.get(1 + hashes) {
                Some('"') => (2 + hashes, Some(Inside::Text(Some(hashes)))),
                _ => (1, None),
            }
        }
        // A character; a lifetime has no second quote where one would be.
        (Inside::Code, ['\'', '\\', _, ..]) => {
            (rest[3..].iter().position(|c| *c == '\'').map_or(3, |end| end + 4), None)
        }
        (Inside::Code, ['\'', _, '\'', ..]) => (3, None),
        (Inside::LineComment, ['\n', ..]) => (1, Some(Inside::Code)),
        (Inside::BlockComment(depth), ['/', '*', ..]) => (2, Some(Inside::BlockComment(depth + 1))),
        (Inside::BlockComment(1), ['*', '/', ..]) => (2, Some(Inside::Code)),
        (Inside::BlockComment(depth), ['*', '/', ..]) => (2, Some(Inside::BlockComment(depth - 1))),
        (Inside::Text(None), ['\\', _, ..]) => (2, None),
        (Inside::Text(None), ['"', ..]) => (1, Some(Inside::Code)),
        (Inside::Text(Some(hashes)), ['"', end @ ..])
            if end.iter().take_while(|c| **c == '#').count() >= *hashes =>
        {
            (1 + hashes, Some(Inside::Code))
        }
        _ => (1, None),
    }
}

/// Whether a character can be part of a name.
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

/// Up to the first `;` outside brackets, or the end of the first `{…}`.
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

/// The line, from 1, of a place in a text.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_told_apart() {
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
    fn a_lifetime_opens_nothing() {
        let views = views("fn a<'b>(c: &'b str) { \"d\" } // e");
        assert_eq!(views.bare.trim_end(), "fn a<'b>(c: &'b str) { \" \" }");
    }

    #[test]
    fn tests_end_where_their_item_ends() {
        let text =
            "a\n#[cfg(test)]\nmod tests {\n fn b() { \"}\" }\n}\nc\n#[cfg(test)]\nuse d;\ne\n";
        assert_eq!(views(text).tests, [false, true, true, true, true, false, true, true, false]);
    }
}
