//! Rule: architecture decision records have unique numbers in file name and heading.

use super::source::{Finding, Source};

const FOLDER: &str = "docs/decisions/";

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for source in sources.iter().filter(|source| source.path.starts_with(FOLDER)) {
        let Some(number) = number(source.name()) else {
            findings.push(source.finding(1, "a decision's file is called NNN-title.md"));
            continue;
        };
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == number) {
            findings.push(source.finding(1, format!("{first} has the number {number} already")));
        }
        if !source.text.starts_with(&format!("# {number}")) {
            findings.push(source.finding(1, format!("its heading starts with `# {number}`")));
        }
        seen.push((number, source.name()));
    }
    findings
}

/// `004` for `004-a-title.md`.
fn number(name: &str) -> Option<&str> {
    let (number, title) = name.strip_suffix(".md")?.split_once('-')?;
    let is_number = number.len() == 3 && number.chars().all(|c| c.is_ascii_digit());
    let is_title = title.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    (is_number && is_title && !title.is_empty()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_numbers_and_headings_are_checked() {
        let of = |name: &str, text: &str| Source::new(format!("{FOLDER}{name}"), text);
        let good = || of("001-one.md", "# 001. One\n");
        assert_eq!(check(&[good()]), []);
        assert_eq!(check(&[good(), of("001-two.md", "# 001. Two\n")]).len(), 1);
        assert_eq!(check(&[of("notes.md", "# Notes\n")]).len(), 1);
        assert_eq!(check(&[of("002-Two.md", "# 002\n")]).len(), 1);
        assert_eq!(check(&[of("002-two.md", "# Two\n")]).len(), 1);
    }
}
