//! What a reader downloads, in bytes, so that growth is seen when it happens.

use std::{fmt::Write, io::Write as _, path::Path};

use super::compress::beside;
use crate::{
    error::{Error, Result},
    files,
};

const KINDS: [&str; 4] = ["wasm", "js", "css", "html"];

/// Prints name, plain size and brotli size of the program, scripts and sheets.
pub(super) fn print(dist: &Path) -> Result<()> {
    let mut rows = Vec::new();
    for kind in KINDS {
        for path in files::below(dist)? {
            if path.extension().is_some_and(|ending| ending == kind) {
                let name = path.strip_prefix(dist).unwrap_or(&path).display().to_string();
                rows.push((name, size(&path)?, size(&beside(&path, "br"))?));
            }
        }
    }
    std::io::stdout()
        .write_all(text(&rows).as_bytes())
        .map_err(|cause| Error::failed(format!("cannot print: {cause}")))
}

fn size(path: &Path) -> Result<u64> {
    std::fs::metadata(path)
        .map(|metadata| metadata.len())
        .map_err(|cause| Error::file("measure", path, &cause))
}

fn text(rows: &[(String, u64, u64)]) -> String {
    let width = rows.iter().map(|(name, ..)| name.len()).max().unwrap_or(0).max("total".len());
    let mut out = String::new();
    let mut line = |name: &str, plain: &str, brotli: &str| {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{name:width$}  {plain:>10}  {brotli:>10}");
    };
    line("", "raw", "brotli");
    for (name, plain, brotli) in rows {
        line(name, &plain.to_string(), &brotli.to_string());
    }
    let plain: u64 = rows.iter().map(|(_, plain, _)| plain).sum();
    let brotli: u64 = rows.iter().map(|(.., brotli)| brotli).sum();
    line("total", &plain.to_string(), &brotli.to_string());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_add_up() {
        let rows = [("a.wasm".to_owned(), 300_000, 100_000), ("b.js".to_owned(), 40_000, 7_000)];
        let expected = "               raw      brotli\n\
                        a.wasm      300000      100000\n\
                        b.js         40000        7000\n\
                        total       340000      107000\n";
        assert_eq!(text(&rows), expected);
    }
}
