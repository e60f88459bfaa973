//! `cargo xtask budget`: performance budget, the limits of transferred bytes.
//!
//! Sizes are exact, so exceeding a limit fails the command. They are measured after brotli
//! compression at the highest quality, as in `dist/` and as a cache in front of the server sends
//! them.

use std::{fmt::Write, io::Write as _, path::Path};

use crate::{
    dist,
    error::{Error, Result},
    files,
    sample_server::{Build, IN_MEMORY, SAMPLE_ARTICLE, SampleServer},
    setup,
    workspace::Workspace,
};

/// A measured size and its limit, in bytes.
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
    dist::build_if_stale(workspace)?;
    check(workspace)
}

/// Prints every size and fails when one exceeds its limit.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let folder = workspace.root.join("dist");
    let (program, chunks) = program_sizes(&folder)?;
    let comfort_sheet = sheet_size(&folder, "comfort-")?;
    let languages_sheet = sheet_size(&folder, "languages")?;
    let live_sheet = sheet_size(&folder, "live")?;
    let sheets = compressed_size(&folder, "css")? - comfort_sheet - languages_sheet - live_sheet;
    let worker = files::read_bytes(&folder.join("sw.js"))?.len();
    // What readers get: over TLS, at an address that is the same in each run.
    let options = [&IN_MEMORY[..], &["--origin", "https://www.example.org"]].concat();
    let server = SampleServer::start(workspace, Build::Tests, &folder, &options)?;
    let response = server.get(SAMPLE_ARTICLE)?;
    if response.status != 200 {
        return Err(Error::failed(format!(
            "{SAMPLE_ARTICLE} is answered with {}",
            response.status
        )));
    }
    let page = String::from_utf8_lossy(&response.body).into_owned();
    if loads_sheet(&page) {
        return Err(Error::failed("the page links a sheet; the first paint would wait for it"));
    }
    let head = response.head.len();
    let with_feed = head + dist::brotli_size(page.as_bytes())?;
    let no_feed = head + dist::brotli_size(without_feed(&page)?.as_bytes())?;
    let chunk = |prefix: &str| {
        chunks.iter().filter(|(name, _)| name.starts_with(prefix)).map(|(_, bytes)| bytes).sum()
    };
    let all_chunks: usize = chunks.iter().map(|(_, bytes)| bytes).sum();
    let lines = [
        // The first flight of a connection is ten segments of 1,460 bytes.
        Line { name: "article, without recommendations", bytes: no_feed, limit: 14_600 },
        Line { name: "article, with recommendations", bytes: with_feed, limit: 18_200 },
        Line { name: "program and glue", bytes: program, limit: 160_000 },
        Line { name: "chunk: lists", bytes: chunk("lists"), limit: 39_000 },
        Line { name: "chunk: text of an article", bytes: chunk("text"), limit: 16_500 },
        Line { name: "chunk: share panel", bytes: chunk("share-"), limit: 20_000 },
        Line { name: "chunk: picture viewer", bytes: chunk("viewer"), limit: 9_000 },
        Line { name: "chunk: reading aloud", bytes: chunk("speech"), limit: 12_000 },
        Line { name: "chunk: reading lists", bytes: chunk("reading"), limit: 17_500 },
        Line { name: "chunk: WeChat", bytes: chunk("wechat"), limit: 4_000 },
        Line { name: "chunk: reading comfort", bytes: chunk("comfort"), limit: 4_000 },
        Line { name: "chunk: table of contents", bytes: chunk("contents"), limit: 1_500 },
        Line { name: "chunk: events", bytes: chunk("events"), limit: 13_000 },
        Line { name: "chunk: offline reading", bytes: chunk("offline"), limit: 8_000 },
        Line { name: "chunk: live article", bytes: chunk("live"), limit: 7_000 },
        Line { name: "chunks: shared code", bytes: chunk("shared"), limit: 9_400 },
        Line { name: "program, glue and all chunks", bytes: program + all_chunks, limit: 306_000 },
        // Among them those of some pages only, which others load last.
        Line { name: "stylesheets", bytes: sheets, limit: 9_020 },
        Line { name: "stylesheet: reading comfort", bytes: comfort_sheet, limit: 2_000 },
        Line { name: "stylesheet: other languages", bytes: languages_sheet, limit: 700 },
        Line { name: "stylesheet: live article", bytes: live_sheet, limit: 1_000 },
        // Of which 1,000 bytes are the names of files. It is loaded when the browser is idle.
        Line { name: "service worker, minified", bytes: worker, limit: 5_150 },
        // The page inlines its styles, so the first paint needs no other response.
        Line { name: "on the way to the first paint", bytes: with_feed, limit: 22_000 },
        Line { name: "everything before pictures", bytes: with_feed + program, limit: 180_000 },
    ];
    std::io::stdout()
        .write_all(table(&lines).as_bytes())
        .map_err(|cause| Error::failed(format!("cannot print: {cause}")))?;
    match lines.iter().filter(|line| line.bytes > line.limit).count() {
        0 => Ok(()),
        over => Err(Error::failed(format!("{over} of the budgets above are exceeded"))),
    }
}

/// The size of the main module with its glue, and the name and size of each other module: brotli
/// files, in bytes.
fn program_sizes(folder: &Path) -> Result<(usize, Vec<(String, usize)>)> {
    let (mut program, mut chunks) = (0, Vec::new());
    for path in files::list(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with("_bg.wasm.br") || name.starts_with("zaidu-") && name.ends_with(".js.br") {
            program += files::read_bytes(&path)?.len();
        } else if name.ends_with(".wasm.br") {
            chunks.push((name, files::read_bytes(&path)?.len()));
        }
    }
    Ok((program, chunks))
}

/// Total size of the brotli files of one type, such as `wasm`, in bytes.
fn compressed_size(folder: &Path, kind: &str) -> Result<usize> {
    let suffix = format!(".{kind}.br");
    let mut sum = 0;
    for path in files::list(folder)? {
        if path.to_string_lossy().ends_with(&suffix) {
            sum += files::read_bytes(&path)?.len();
        }
    }
    if sum == 0 {
        return Err(Error::failed(format!("dist/ has no {kind}")));
    }
    Ok(sum)
}

/// The size of the brotli file of the stylesheet whose name begins with `prefix`, in bytes.
fn sheet_size(folder: &Path, prefix: &str) -> Result<usize> {
    for path in files::list(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(prefix) && name.ends_with(".css.br") {
            return files::read_bytes(&path).map(|bytes| bytes.len());
        }
    }
    Err(Error::failed(format!("dist/ has no stylesheet {prefix}*")))
}

/// Whether the first paint of `page` waits for a sheet that it links. One that is disabled is not
/// loaded, and one for print is not waited for.
fn loads_sheet(page: &str) -> bool {
    let mut links = page.split("<link").skip(1).filter_map(|rest| rest.split('>').next());
    links.any(|link| {
        link.contains("stylesheet") && !link.contains(" disabled") && !link.contains("media=print")
    })
}

/// `page` without the feed after the article and without the feed's entry in the hydration data.
fn without_feed(page: &str) -> Result<String> {
    let cut = || {
        let start = page[..page.find("id=\"feed\"")?].rfind("<section")?;
        let end = page[start..].find("</section>")? + start;
        let rest = &page[end..];
        let data = rest.find("[\"/api/feeds/")?;
        // The start of the next entry; the feed is not the last one.
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
    fn the_feed_is_removed_completely() {
        let page = "<p>a</p><section class=\"x\"></section><section class=\"feed\" id=\"feed\">\
                    <ul></ul></section><footer>\
                    [[\"/api/a\",1],[\"/api/feeds/x?y\",{\"items\":[[]]}],[\"/api/rankings\",2]]";
        let cut = "<p>a</p><section class=\"x\"></section></section><footer>\
                   [[\"/api/a\",1],[\"/api/rankings\",2]]";
        assert_eq!(without_feed(page).unwrap(), cut);
        assert!(without_feed("<p>").is_err());
    }

    #[test]
    fn only_a_disabled_sheet_is_not_loaded() {
        assert!(!loads_sheet("<link rel=icon><link data-a disabled href=/a.css rel=stylesheet>"));
        assert!(!loads_sheet("<link media=print href=/a.css rel=stylesheet>"));
        assert!(loads_sheet("<link disabled rel=stylesheet><link href=/a.css rel=\"stylesheet\">"));
    }

    #[test]
    fn a_size_above_its_limit_is_reported() {
        let line = |bytes| table(&[Line { name: "x", bytes, limit: 10 }]);
        assert!(line(10).ends_with("  ok\n"));
        assert!(line(11).ends_with("  TOO MUCH\n"));
    }
}
