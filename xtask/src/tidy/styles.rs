//! Rule: every stylesheet is linked, in cascade order, and named after a feature or page. Those of
//! the chunks are part of the program, and not linked.

use super::{
    lexer::line_of,
    source::{Finding, Source},
};

/// The first stylesheets of the cascade, in this order: design tokens, bare elements, shared
/// components, page layout.
const FIRST: [&str; 4] = ["tokens", "base", "ui", "page"];

/// The last stylesheet of the cascade: print styles.
const LAST: &str = "print";

/// The stylesheet that the page loads on demand. It stands before the others, where the first paint
/// can wait for it, and each of its rules is more specific than theirs.
const ON_DEMAND: &str = "comfort";
/// The folder of the stylesheets that chunks of the program bring with them.
const CHUNKS: &str = "chunks/";

const PAGE: &str = "index.html";

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let (of_chunks, sheets): (Vec<_>, Vec<_>) = sources
        .iter()
        .filter_map(|source| Some((source, sheet_name(&source.path)?)))
        .partition(|(_, name)| name.starts_with(CHUNKS));
    let Some(page) = sources.iter().find(|source| source.path == PAGE) else { return Vec::new() };
    let linked = links(&page.text);
    let mut findings = Vec::new();
    for (source, _) in &of_chunks {
        if !sources.iter().any(|it| it.is_rust_in("src/") && it.text.contains(&source.path)) {
            findings.push(source.finding(1, "no source includes it, so nothing loads it"));
        }
    }
    for (source, name) in &sheets {
        if !linked.iter().any(|(_, link)| link == name) {
            findings.push(source.finding(1, format!("no link in {PAGE}, so nothing loads it")));
        }
        if !FIRST.contains(name) && *name != LAST && !has_feature(name, sources) {
            let why = format!("no feature or page is called `{name}`: a sheet has its name");
            findings.push(source.finding(1, why));
        }
    }
    let mut highest = 0;
    for (line, name) in &linked {
        if !sheets.iter().any(|(_, sheet)| sheet == name) {
            findings.push(page.finding(*line, format!("style/{name}.css does not exist")));
        }
        if *name == ON_DEMAND {
            continue;
        }
        if rank(name) < highest {
            let why = format!("the order is {}, the features, {LAST}", FIRST.join(", "));
            findings.push(page.finding(*line, format!("{name}.css comes too late: {why}")));
        }
        highest = highest.max(rank(name));
    }
    findings
}

/// The position in the cascade; all features share one.
fn rank(name: &str) -> usize {
    let features = FIRST.len() + usize::from(name == LAST);
    FIRST.iter().position(|first| *first == name).unwrap_or(features)
}

/// `feed` for `style/feed.css`.
fn sheet_name(path: &str) -> Option<&str> {
    path.strip_prefix("style/")?.strip_suffix(".css")
}

/// The linked stylesheets with their line numbers, from 1.
fn links(html: &str) -> Vec<(usize, &str)> {
    html.match_indices("href=\"")
        .filter_map(|(at, opening)| {
            let (link, _) = html[at + opening.len()..].split_once('"')?;
            Some((line_of(html, at), sheet_name(link.trim_start_matches("./"))?))
        })
        .collect()
}

fn has_feature(name: &str, sources: &[Source]) -> bool {
    let of = |folder: &str| [format!("src/{folder}/{name}.rs"), format!("src/{folder}/{name}/")];
    let prefixes: Vec<String> = ["features", "pages"].into_iter().flat_map(of).collect();
    sources.iter().any(|source| prefixes.iter().any(|prefix| source.path.starts_with(prefix)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(page: &str, sheets: &[&str]) -> Vec<String> {
        let mut sources =
            vec![Source::new(PAGE, page), Source::new("src/features/feed/mod.rs", "")];
        sources.extend(sheets.iter().map(|name| Source::new(format!("style/{name}.css"), "")));
        check(&sources).iter().map(ToString::to_string).collect()
    }

    const GOOD: &str = "<link rel=\"css\" href=\"style/tokens.css\">\n\
                        <link rel=\"css\" href=\"style/base.css\">\n\
                        <link rel=\"css\" href=\"style/feed.css\">\n";

    #[test]
    fn linked_ordered_and_named_stylesheets_pass() {
        assert_eq!(found(GOOD, &["tokens", "base", "feed"]), Vec::<String>::new());
        let printed = format!("{GOOD}href=\"style/print.css\"");
        assert_eq!(found(&printed, &["tokens", "base", "feed", "print"]), Vec::<String>::new());
    }

    #[test]
    fn every_violation_is_reported() {
        let only = |findings: Vec<String>| -> String {
            assert_eq!(findings.len(), 1, "{findings:?}");
            findings.concat()
        };
        assert!(only(found(GOOD, &["tokens", "base", "feed", "ui"])).contains("no link"));
        assert!(only(found(GOOD, &["tokens", "base"])).contains("does not exist"));
        let late = "href=\"style/feed.css\"\nhref=\"style/base.css\"";
        assert!(only(found(late, &["base", "feed"])).starts_with("index.html:2"));
        let mut sources = vec![
            Source::new(PAGE, ""),
            Source::new("style/chunks/a.css", ""),
            Source::new("style/chunks/b.css", ""),
            Source::new("src/features/a.rs", "include_str!(\"../../style/chunks/a.css\")"),
        ];
        let chunks = check(&sources).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert!(only(chunks).starts_with("style/chunks/b.css:1"));
        sources.remove(2);
        assert!(check(&sources).is_empty());
        let stray = "href=\"style/other.css\"";
        assert!(only(found(stray, &["other"])).contains("no feature"));
    }
}
