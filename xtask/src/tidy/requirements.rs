//! Rule: each security requirement has a row in SECURITY.md and tests with its number in their names.

use super::source::{Finding, Source};

const TABLE: &str = "SECURITY.md";
const COUNT: usize = 20;

/// The beginning of the names of tests of requirement `number`.
fn prefix(number: usize) -> String {
    format!("requirement_{number:02}_")
}

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let Some(table) = sources.iter().find(|source| source.path == TABLE) else { return Vec::new() };
    let mut findings = Vec::new();
    for number in 1..=COUNT {
        let row = format!("| {number} |");
        let line = table.text.lines().position(|line| line.starts_with(&row));
        if line.is_none() {
            findings.push(table.finding(1, format!("requirement {number} has no row `{row}`")));
        }
        let test = format!("fn {}", prefix(number));
        let is_tested = |source: &&Source| {
            source.path.ends_with(".rs") && source.text.lines().any(|it| is_function(it, &test))
        };
        let mut tested = sources.iter().filter(is_tested).peekable();
        let text = line.and_then(|line| table.text.lines().nth(line)).unwrap_or_default();
        let line = line.map_or(1, |line| line + 1);
        if tested.peek().is_none() {
            findings.push(table.finding(line, format!("no test is called `{}…`", prefix(number))));
        }
        for source in tested.filter(|source| !text.contains(&format!("`{}`", source.path))) {
            let missing = format!("the row of requirement {number} does not name {}", source.path);
            findings.push(table.finding(line, missing));
        }
    }
    findings
}

/// Whether `line` begins a function whose name begins as `beginning` does.
fn is_function(line: &str, beginning: &str) -> bool {
    let line = line.trim_start();
    line.strip_prefix("async ").unwrap_or(line).starts_with(beginning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_tests_belong_together() {
        let rows = |file: &str| -> String {
            (1..=COUNT).map(|number| format!("| {number} | a | `{file}` |\n")).collect()
        };
        let tests: String = (1..=COUNT)
            .map(|number| format!("    async fn {}a() {{}}\n", prefix(number)))
            .collect();
        let of = |table: &str, tests: &str| {
            check(&[Source::new(TABLE, table), Source::new("a/b.rs", tests)]).len()
        };
        assert_eq!(of(&rows("a/b.rs"), &tests), 0);
        assert_eq!(of(&rows("a/c.rs"), &tests), COUNT, "the rows name another file");
        assert_eq!(of(&rows("a/b.rs").replace("| 7 |", "| x |"), &tests), 2, "row and its file");
        assert_eq!(of(&rows("a/b.rs"), &tests.replace("fn requirement_07", "fn x")), 1);
        assert_eq!(of(&rows("a/b.rs"), &tests.replace("async fn requirement_07", "// fn")), 1);
    }
}
