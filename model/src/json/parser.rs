//! JSON parser (RFC 8259): a text becomes a [`Node`].

use super::Node;

/// Maximum nesting of lists and objects, so that hostile input cannot exhaust the stack.
const MAX_DEPTH: usize = 127;

/// Parses `text`, or returns the byte at which it stops being JSON.
pub(super) fn parse(text: &str) -> Result<Node, usize> {
    let mut parser = Parser { text, at: 0 };
    match parser.value(0) {
        Some(node) if parser.peek().is_none() => Ok(node),
        _ => Err(parser.at),
    }
}

/// A text and the place in it, in bytes. A method that returns `None` has met something else than
/// what it parses.
struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    fn value(&mut self, depth: usize) -> Option<Node> {
        match self.peek()? {
            b'{' if depth < MAX_DEPTH => {
                let mut fields = Vec::new();
                self.items(b'}', |parser| {
                    let name = parser.string()?;
                    parser.expect(b':')?;
                    fields.push((name, parser.value(depth + 1)?));
                    Some(())
                })?;
                Some(Node::Object(fields))
            }
            b'[' if depth < MAX_DEPTH => {
                let mut list = Vec::new();
                self.items(b']', |parser| {
                    list.push(parser.value(depth + 1)?);
                    Some(())
                })?;
                Some(Node::List(list))
            }
            b'"' => self.string().map(Node::Text),
            b'n' => self.word("null", Node::Null),
            b't' => self.word("true", Node::Bool(true)),
            b'f' => self.word("false", Node::Bool(false)),
            _ => self.number(),
        }
    }

    /// Items separated by commas, after an opening bracket and up to the closing one.
    fn items(&mut self, end: u8, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.at += 1;
        if self.peek()? == end {
            self.at += 1;
            return Some(());
        }
        loop {
            item(self)?;
            if self.peek()? == end {
                self.at += 1;
                return Some(());
            }
            self.expect(b',')?;
        }
    }

    fn string(&mut self) -> Option<String> {
        self.expect(b'"')?;
        let mut string = String::new();
        loop {
            let start = self.at;
            while !matches!(self.byte()?, b'"' | b'\\' | 0..=0x1f) {
                self.at += 1;
            }
            string.push_str(self.text.get(start..self.at)?);
            match self.byte()? {
                b'"' => break,
                b'\\' => string.push(self.escape()?),
                _ => return None,
            }
        }
        self.at += 1;
        Some(string)
    }

    /// The character of an escape sequence.
    fn escape(&mut self) -> Option<char> {
        self.at += 2;
        Some(match *self.text.as_bytes().get(self.at - 1)? {
            byte @ (b'"' | b'\\' | b'/') => byte.into(),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let mut code = self.hex()?;
                if (0xd800..0xdc00).contains(&code) {
                    self.word("\\u", ())?;
                    let low = self.hex()?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
                    code = 0x10000 + ((code - 0xd800) << 10) + low;
                }
                char::from_u32(code)?
            }
            _ => return None,
        })
    }

    /// The UTF-16 unit of four hexadecimal digits.
    fn hex(&mut self) -> Option<u32> {
        let mut code = 0;
        for _ in 0..4 {
            code = code << 4 | char::from(self.byte()?).to_digit(16)?;
            self.at += 1;
        }
        Some(code)
    }

    fn number(&mut self) -> Option<Node> {
        let start = self.at;
        let mut is_whole = !self.eat(b"-");
        // No digit may follow a leading zero.
        if !self.eat(b"0") {
            self.digits()?;
        }
        if self.eat(b".") {
            self.digits()?;
            is_whole = false;
        }
        if self.eat(b"eE") {
            self.eat(b"+-");
            self.digits()?;
            is_whole = false;
        }
        let value = self.text.get(start..self.at)?.parse().ok().filter(|_| is_whole);
        Some(value.map_or(Node::Number, Node::Whole))
    }

    /// One or more digits.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.eat(b"0123456789") {}
        (self.at > start).then_some(())
    }

    fn word<T>(&mut self, word: &str, value: T) -> Option<T> {
        let is_next = self.text.get(self.at..)?.starts_with(word);
        self.at += word.len();
        is_next.then_some(value)
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.peek()?;
        self.eat(&[byte]).then_some(())
    }

    /// Whether the next byte is one of `bytes`, which is then passed.
    fn eat(&mut self, bytes: &[u8]) -> bool {
        let is_next = self.byte().is_some_and(|byte| bytes.contains(&byte));
        self.at += usize::from(is_next);
        is_next
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        while self.eat(b" \t\n\r") {}
        self.byte()
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    /// The tree of a document that serde_json has parsed.
    fn tree(value: &Value) -> Node {
        match value {
            Value::Null => Node::Null,
            Value::Bool(value) => Node::Bool(*value),
            Value::Number(number) => number.as_u64().map_or(Node::Number, Node::Whole),
            Value::String(text) => Node::Text(text.clone()),
            Value::Array(values) => Node::List(values.iter().map(tree).collect()),
            Value::Object(fields) => {
                Node::Object(fields.iter().map(|(name, node)| (name.clone(), tree(node))).collect())
            }
        }
    }

    /// Compares the parser with serde_json, which keeps the fields of an object sorted.
    fn compare(text: &str) {
        let parsed = parse(text).ok().map(|mut node| {
            sort(&mut node);
            format!("{node:?}")
        });
        let expected = serde_json::from_str(text).ok();
        assert_eq!(parsed, expected.as_ref().map(|value| format!("{:?}", tree(value))), "{text}");
    }

    fn sort(node: &mut Node) {
        match node {
            Node::List(nodes) => nodes.iter_mut().for_each(sort),
            Node::Object(fields) => {
                fields.sort_by(|a, b| a.0.cmp(&b.0));
                fields.iter_mut().for_each(|field| sort(&mut field.1));
            }
            _ => {}
        }
    }

    #[test]
    fn the_grammar_is_that_of_serde_json() {
        for text in [
            "",
            " ",
            "null",
            " true ",
            "false\n",
            "nul",
            "nullx",
            "\u{feff}null",
            "x",
            "'a'",
            "//",
            "0",
            "-0",
            "00",
            "01",
            "-",
            "+1",
            "1.",
            ".5",
            "1.5",
            "-1",
            "1e3",
            "1E+3",
            "1e",
            "1e-",
            "1.5e-3",
            "18446744073709551615",
            "18446744073709551616",
            "-18446744073709551616",
            "1 2",
            r#""""#,
            r#"""#,
            r#""a"#,
            "\"\n\"",
            "\"\u{7f}\"",
            r#""\"\\\/\b\f\n\r\t""#,
            r#""\x""#,
            r#""\u00e9\u6c5f""#,
            r#""\u12""#,
            r#""\u+123""#,
            r#""\ud83d\ude00""#,
            r#""\ud83d""#,
            r#""\ud83d\u0041""#,
            r#""\ude00""#,
            r#""\ud83d\ud83d""#,
            r#""\ud83dx""#,
            r#""\"#,
            "[]",
            "[ ]",
            "[1,2]",
            "[1,]",
            "[,1]",
            "[1 2]",
            "[",
            "]",
            "[1}",
            "[[1],[]]",
            "{}",
            r#"{"a":1}"#,
            r#"{ "a" : { "b" : [ ] } }"#,
            r#"{"a":1,}"#,
            r#"{"a"}"#,
            "{a:1}",
            r#"{"a":1"#,
            r#"{1:2}"#,
            r#"{"a":1 "b":2}"#,
            r#"{"a":}"#,
            r#"{:1}"#,
            "{,}",
            "{]",
        ] {
            compare(text);
        }
    }

    #[test]
    fn depth_is_limited() {
        for depth in [126, 127, 128, 10_000] {
            compare(&("[".repeat(depth) + &"]".repeat(depth)));
            compare(&("{\"a\":".repeat(depth) + "1" + &"}".repeat(depth)));
        }
    }

    proptest! {
        #[test]
        fn texts_survive(text in any::<String>()) {
            compare(&serde_json::to_string(&text).unwrap());
        }

        #[test]
        fn random_pieces_of_json_are_judged_alike(
            pieces in proptest::collection::vec(
                proptest::sample::select(vec![
                    "{", "}", "[", "]", ",", ":", "\"a\"", "\"b\"", "1", "0", "-", ".", "e", " ",
                    "null", "true", "\\u00", "\"",
                ]),
                0..12,
            ),
        ) {
            let text = pieces.concat();
            // Of equal names serde_json keeps the last.
            prop_assume!(text.matches("\"a\"").count() < 2 && text.matches("\"b\"").count() < 2);
            compare(&text);
        }
    }
}
