//! Output of commands: results on standard output, errors on standard error, a line each.

use std::io::Write;

/// An error whose message is printed on one line.
pub(super) type Failure = Box<dyn std::error::Error>;

/// Prints `message` as one line on standard error, with its line breaks replaced by spaces.
pub(super) fn print_error(message: &str) {
    let words: Vec<&str> = message.split_whitespace().collect();
    eprintln!("zaidu-server: {}", words.join(" "));
}

/// Prints one line on standard output.
pub(super) fn print_line(line: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}
