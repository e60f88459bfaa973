//! Size report: raw and brotli sizes of the bundle's files, in bytes.

use std::{fmt::Write, io::Write as _, path::Path};

use super::compress::with_suffix;
use crate::{
    error::{Error, Result},
    files,
};

const EXTENSIONS: [&str; 4] = ["wasm", "js", "css", "html"];

/// Prints name, raw size and brotli size of modules, scripts, stylesheets and pages.
pub(super) fn print(dist: &Path) -> Result<()> {
    let mut rows = Vec::new();
    for extension in EXTENSIONS {
        for path in files::list(dist)? {
            if path.extension().is_some_and(|it| it == extension) {
                let name = path.strip_prefix(dist).unwrap_or(&path).display().to_string();
                rows.push((name, size(&path)?, size(&with_suffix(&path, "br"))?));
            }
        }
    }
    std::io::stdout()
        .write_all(format_rows(&rows).as_bytes())
        .map_err(|cause| Error::failed(format!("cannot print: {cause}")))
}

fn size(path: &Path) -> Result<u64> {
    std::fs::metadata(path)
        .map(|metadata| metadata.len())
        .map_err(|cause| Error::file("measure", path, &cause))
}

fn format_rows(rows: &[(String, u64, u64)]) -> String {
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
    fn columns_are_aligned_and_summed() {
        let rows = [("a.wasm".to_owned(), 300_000, 100_000), ("b.js".to_owned(), 40_000, 7_000)];
        let expected = "               raw      brotli\n\
                        a.wasm      300000      100000\n\
                        b.js         40000        7000\n\
                        total       340000      107000\n";
        assert_eq!(format_rows(&rows), expected);
    }
}
