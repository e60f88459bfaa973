//! `cargo xtask budget`: the bytes that a reader pays for, and their limits.
//!
//! Bytes are exact, so they are a gate. Sizes are brotli's with the best effort,
//! which is what `dist/` holds and what a cache in front of the server sends.

use std::{fmt::Write, io::Write as _, path::Path};

use crate::{
    bench::SEED,
    dist,
    error::{Error, Result},
    files,
    sample_server::{Build, IN_MEMORY, SampleServer},
    setup,
    workspace::Workspace,
};

/// A figure and the most that it may be, in bytes.
struct Line {
    name: &'static str,
    bytes: usize,
    limit: usize,
}

/// `cargo xtask budget`
pub(crate) fn command(workspace: &Workspace, mut arguments: lexopt::Parser) -> Result<()> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    setup::ensure(workspace, setup::Needs::Build)?;
    dist::build_when_stale(workspace)?;
    check(workspace)
}

/// Prints every figure of `dist/` and fails past a limit.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let folder = workspace.root.join("dist");
    let program = packed(&folder, "wasm")? + packed(&folder, "js")?;
    let sheets = packed(&folder, "css")?;
    let server = SampleServer::start(workspace, Build::Tests, &folder, &IN_MEMORY)?;
    let answer = server.get(SEED)?;
    if answer.status != 200 {
        return Err(Error::failed(format!("{SEED} is answered with {}", answer.status)));
    }
    let page = String::from_utf8_lossy(&answer.body).into_owned();
    if page.contains("rel=stylesheet") || page.contains("rel=\"stylesheet\"") {
        return Err(Error::failed("the page links a sheet; the first paint would wait for it"));
    }
    let head = answer.head.len();
    let whole = head + dist::packed(page.as_bytes())?;
    let without = head + dist::packed(without_feed(&page)?.as_bytes())?;
    let lines = [
        Line { name: "article, without recommendations", bytes: without, limit: 14_000 },
        Line { name: "article, with recommendations", bytes: whole, limit: 18_000 },
        Line { name: "program and glue", bytes: program, limit: 200_000 },
        Line { name: "stylesheets", bytes: sheets, limit: 8_000 },
        // The page holds its styles, so the first paint waits for nothing else.
        Line { name: "on the way to the first paint", bytes: whole, limit: 22_000 },
        Line { name: "everything before pictures", bytes: whole + program, limit: 225_000 },
    ];
    std::io::stdout()
        .write_all(table(&lines).as_bytes())
        .map_err(|cause| Error::failed(format!("cannot print: {cause}")))?;
    match lines.iter().filter(|line| line.bytes > line.limit).count() {
        0 => Ok(()),
        over => Err(Error::failed(format!("{over} of the budgets above are exceeded"))),
    }
}

/// Bytes of all compressed files of one kind.
fn packed(folder: &Path, kind: &str) -> Result<usize> {
    let ending = format!(".{kind}.br");
    let mut sum = 0;
    for path in files::below(folder)? {
        if path.to_string_lossy().ends_with(&ending) {
            sum += files::bytes(&path)?.len();
        }
    }
    if sum == 0 {
        return Err(Error::failed(format!("dist/ has no {kind}")));
    }
    Ok(sum)
}

/// `page` without the list after the article, and without the same list among the
/// answers that came with it.
fn without_feed(page: &str) -> Result<String> {
    let cut = || {
        let start = page[..page.find("id=\"feed\"")?].rfind("<section")?;
        let end = page[start..].find("</section>")? + start;
        let rest = &page[end..];
        let data = rest.find("[\"/api/feeds/")?;
        // The answer after it; the list is not the last.
        let next = rest[data + 1..].find("],[\"/api/")? + data + 3;
        Some([&page[..start], &rest[..data], &rest[next..]].concat())
    };
    cut().ok_or_else(|| Error::failed("the page has no list after its article"))
}

fn table(lines: &[Line]) -> String {
    let mut out = String::new();
    for Line { name, bytes, limit } in lines {
        let verdict = if bytes > limit { "TOO MUCH" } else { "ok" };
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{name:<34} {bytes:>8} of {limit:>8}  {verdict}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_cut_out_whole() {
        let page = "<p>a</p><section class=\"x\"></section><section class=\"feed\" id=\"feed\">\
                    <ul></ul></section><footer>\
                    [[\"/api/a\",1],[\"/api/feeds/x?y\",{\"items\":[[]]}],[\"/api/rankings\",2]]";
        let cut = "<p>a</p><section class=\"x\"></section></section><footer>\
                   [[\"/api/a\",1],[\"/api/rankings\",2]]";
        assert_eq!(without_feed(page).unwrap(), cut);
        assert!(without_feed("<p>").is_err());
    }

    #[test]
    fn more_than_the_limit_is_too_much() {
        let line = |bytes| table(&[Line { name: "x", bytes, limit: 10 }]);
        assert!(line(10).ends_with("  ok\n"));
        assert!(line(11).ends_with("  TOO MUCH\n"));
    }
}
