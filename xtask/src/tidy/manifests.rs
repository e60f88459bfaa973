//! Rule: every dependency in a Cargo.toml has a comment that says what it is for.

use super::source::{Finding, Source};

const MESSAGE: &str = "a dependency without a comment above it that says what it is for";

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    sources
        .iter()
        .filter(|source| source.name() == "Cargo.toml")
        .flat_map(|source| {
            undescribed(&source.text).into_iter().map(|line| source.finding(line, MESSAGE))
        })
        .collect()
}

/// The line numbers, from 1, of dependencies without a comment. A comment covers the lines after it
/// up to the next empty line.
fn undescribed(manifest: &str) -> Vec<usize> {
    let (mut inside, mut described, mut open) = (false, false, 0_i32);
    let mut found = Vec::new();
    for (line, text) in (1..).zip(manifest.lines()).map(|(line, text)| (line, text.trim())) {
        let within_value = open > 0;
        if within_value {
            open += balance(text);
        } else if text.is_empty() {
            described = false;
        } else if text.starts_with('#') {
            described = true;
        } else if let Some(section) = text.strip_prefix('[') {
            let section = section.trim_end_matches(']');
            inside = section.ends_with("dependencies") && !section.starts_with("workspace");
            // `[dependencies.name]` is a dependency itself.
            if section.contains("dependencies.") && !section.starts_with("workspace") && !described
            {
                found.push(line);
            }
            described = false;
        } else {
            if inside && !described {
                found.push(line);
            }
            open = balance(text);
        }
    }
    found
}

/// Opening minus closing brackets of a line.
fn balance(text: &str) -> i32 {
    text.chars().fold(0, |open, c| match c {
        '[' | '{' => open + 1,
        ']' | '}' => open - 1,
        _ => open,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_covers_its_group() {
        let manifest = "[dependencies]\n# Why.\na = \"1\"\nb = [\n \"c\",\n]\n\nd = \"1\"\n";
        assert_eq!(undescribed(manifest), [8]);
    }

    #[test]
    fn tables_and_other_sections() {
        let manifest = "[package]\nname = \"a\"\n\n# Why.\n[dependencies.b]\nversion = \"1\"\n\n\
                        [dependencies.c]\nversion = \"1\"\n[dev-dependencies]\nd = \"1\"\n\
                        [workspace.dependencies]\ne = \"1\"\n";
        assert_eq!(undescribed(manifest), [8, 11]);
    }
}
