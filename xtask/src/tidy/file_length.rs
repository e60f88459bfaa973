//! Rule: maximum file length, in lines of code.

use super::source::{Finding, Source};

/// Maximum lines of code, without tests, comments and empty lines.
const MAX_LINES: usize = 300;

const FOLDERS: [&str; 5] = ["src/", "model/", "server/", "import/", "xtask/"];

/// Files that may be longer, each with its reason.
const EXCEPTIONS: [(&str, &str); 1] = [(
    "src/strings.rs",
    "all texts for readers are in one file, to be reviewed and translated together",
)];

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    sources
        .iter()
        .filter(|source| FOLDERS.iter().any(|folder| source.is_rust_in(folder)))
        .filter(|source| EXCEPTIONS.iter().all(|(path, _)| *path != source.path))
        .map(|source| (source, lines_of_code(source)))
        .filter(|(_, lines)| *lines > MAX_LINES)
        .map(|(source, lines)| {
            source.finding(1, format!("{lines} lines of code; split it, {MAX_LINES} is the most"))
        })
        .collect()
}

fn lines_of_code(source: &Source) -> usize {
    (1..)
        .zip(source.views.code.lines())
        .filter(|(line, text)| !text.trim().is_empty() && !source.views.is_test(*line))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_tests_are_not_counted() {
        let text = "// a\n\nb;\n#[cfg(test)]\nmod tests {\nc;\n}\nd;\n";
        assert_eq!(lines_of_code(&Source::new("src/a.rs", text)), 2);
    }

    #[test]
    fn a_file_above_the_limit_is_found() {
        let of = |lines: usize| check(&[Source::new("src/a.rs", "a;\n".repeat(lines))]).len();
        assert_eq!((of(MAX_LINES), of(MAX_LINES + 1)), (0, 1));
    }
}
