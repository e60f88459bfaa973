//! Rule: all user-facing Chinese strings are in one module, so that they can be reviewed and
//! translated together.

use super::source::{Finding, Source};

const STRINGS: &str = "src/strings.rs";
/// The folder of its submodules.
const STRINGS_FOLDER: &str = "src/strings/";

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let is_strings =
        |source: &Source| source.path == STRINGS || source.path.starts_with(STRINGS_FOLDER);
    for source in sources.iter().filter(|it| it.is_rust_in("src/") && !is_strings(it)) {
        for (line, text) in (1..).zip(source.views.code.lines()) {
            if !source.views.is_test(line) && text.contains(is_chinese) {
                let why = format!("texts for readers belong in {STRINGS}");
                findings.push(source.finding(line, why));
            }
        }
    }
    findings
}

/// CJK ideographs, punctuation and full-width forms.
fn is_chinese(c: char) -> bool {
    matches!(c,
        '\u{3000}'..='\u{303f}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ffef}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::{super::source::lines, *};

    #[test]
    fn comments_and_tests_may_contain_chinese() {
        let text = "/// 正在阅读\nlet a = \"阅读\";\nlet b = '、';\n\
                    #[cfg(test)]\nmod tests { const C: &str = \"阅读\"; }\n";
        assert_eq!(lines(&check(&[Source::new("src/a.rs", text)])), [2, 3]);
        assert!(lines(&check(&[Source::new(STRINGS, text)])).is_empty());
        assert!(lines(&check(&[Source::new("src/strings/a.rs", text)])).is_empty());
        assert!(lines(&check(&[Source::new("model/src/a.rs", text)])).is_empty());
    }
}
