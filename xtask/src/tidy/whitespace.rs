//! Rule: no trailing blanks, no tabs in Rust, and exactly one line end at the end of a file.

use super::source::{Finding, Source};

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    sources.iter().flat_map(check_file).collect()
}

fn check_file(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut last = 0;
    for (line, text) in (1..).zip(source.text.split_terminator('\n')) {
        last = line;
        if text.ends_with([' ', '\t', '\r']) {
            findings.push(source.finding(line, "blanks at the line's end"));
        }
        if source.path.ends_with(".rs") && text.contains('\t') {
            findings.push(source.finding(line, "a tab; write spaces, or \\t in a string"));
        }
    }
    if !source.text.is_empty() && !source.text.ends_with('\n') {
        findings.push(source.finding(last, "the last line does not end"));
    }
    if source.text.ends_with("\n\n") {
        findings.push(source.finding(last, "an empty line at the file's end"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::{super::source::lines, *};

    fn found(path: &str, text: &str) -> Vec<usize> {
        lines(&check(&[Source::new(path, text)]))
    }

    #[test]
    fn whitespace_errors_are_found() {
        assert_eq!(found("a.md", "a\nb \nc\r\n"), [2, 3]);
        assert_eq!(found("a.md", "a\nb"), [2]);
        assert_eq!(found("a.md", "a\n\n"), [2]);
        assert_eq!(found("a.rs", "\ta\n"), [1]);
        assert!(found("a.js", "\ta\n").is_empty());
        assert!(found("a.md", "").is_empty());
    }
}
