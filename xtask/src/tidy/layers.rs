//! Who may name whom. Arrows run one way: model ← backend ← features ← pages
//! ← app ← main; browser, ui ← features; and features do not know each other.

use super::{
    lexer::{is_word, line_of},
    source::{Finding, Source},
    uses,
};

/// The browser's interfaces, and the crates that wrap them.
const BROWSER: [&str; 6] =
    ["web_sys", "js_sys", "gloo_net", "gloo_timers", "wasm_bindgen", "wasm_bindgen_futures"];

/// The only places that talk to the browser.
const BROWSER_PLACES: [&str; 4] =
    ["src/browser/", "src/backend/http.rs", "src/backend/mock/", "src/main.rs"];

const MODEL: [&str; 6] = ["leptos", "web_sys", "js_sys", "wasm_bindgen", "axum", "sea_orm"];

/// A folder, the modules of the app that its files must not name, and why.
const BANS: [(&str, &[&str], &str); 5] = [
    (
        "src/browser/",
        &["app", "backend", "features", "data", "pages", "ui", "strings"],
        "browser/ is the lowest",
    ),
    (
        "src/backend/",
        &["app", "features", "data", "pages", "ui", "strings"],
        "backend/ is below what is shown",
    ),
    ("src/ui/", &["app", "backend", "features", "data", "pages"], "ui/ knows no domain"),
    ("src/data/", &["app", "features", "pages"], "data/ is below the features"),
    ("src/features/", &["app", "pages"], "pages compose features, not the reverse"),
];

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let rust = || sources.iter().filter(|source| source.path.ends_with(".rs"));
    let mut findings = Vec::new();
    for source in rust() {
        if source.path.starts_with("src/")
            && !BROWSER_PLACES.iter().any(|place| source.path.starts_with(place))
        {
            let why = "the browser is asked in src/browser/ and src/backend/http.rs only";
            findings.extend(words(source, &BROWSER, why));
        }
        if source.path.starts_with("model/") {
            findings.extend(words(source, &MODEL, "the model knows rules, no framework"));
        }
        if source.path.starts_with("src/ui/") {
            findings.extend(words(source, &["zaidu_model"], "ui/ knows no domain"));
        }
        findings.extend(banned_modules(source));
        findings.extend(other_features(source));
    }
    findings
}

fn words(source: &Source, banned: &[&str], why: &str) -> Vec<Finding> {
    let bare = &source.views.bare;
    let whole = |at: usize, word: &str| {
        !bare[..at].ends_with(is_word) && !bare[at + word.len()..].starts_with(is_word)
    };
    banned
        .iter()
        .flat_map(|word| bare.match_indices(word))
        .filter(|(at, word)| whole(*at, word))
        .map(|(at, word)| source.finding(line_of(bare, at), format!("`{word}`: {why}")))
        .collect()
}

fn banned_modules(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (folder, modules, why) in BANS {
        if !source.is_rust_in(folder) {
            continue;
        }
        for (line, path) in uses::paths(&source.views.bare) {
            let module = path.split("::").nth(1).unwrap_or_default();
            if path.starts_with("crate::") && modules.contains(&module) {
                findings.push(source.finding(line, format!("`crate::{module}`: {why}")));
            }
        }
    }
    findings
}

fn other_features(source: &Source) -> Vec<Finding> {
    let Some(own) = feature_of(&source.path) else { return Vec::new() };
    let up = "super::".repeat(levels(&source.path));
    let mut findings = Vec::new();
    for (line, path) in uses::paths(&source.views.bare) {
        // Inside a test module `super` is the file itself, one level nearer.
        let above = path.strip_prefix(&up).filter(|_| !source.views.is_test(line));
        let named = path.strip_prefix("crate::features::").or(above);
        let feature = named.and_then(|path| path.split("::").next());
        if let Some(other) = feature.filter(|it| *it != own && *it != "super") {
            findings.push(source.finding(
                line,
                format!(
                    "`{own}` names the feature `{other}`: what two need moves down to ui/, \
                     browser/ or model/"
                ),
            ));
        }
    }
    findings
}

/// `article` for `src/features/article/view.rs` and `src/features/article.rs`.
fn feature_of(path: &str) -> Option<&str> {
    let within = path.strip_prefix("src/features/")?.strip_suffix(".rs")?;
    within.split('/').next().filter(|name| *name != "mod")
}

/// How many `super` lead from a file to `features`.
fn levels(path: &str) -> usize {
    path.matches('/').count() - usize::from(path.ends_with("/mod.rs")) - 1
}

#[cfg(test)]
mod tests {
    use super::{super::source::lines, *};

    fn found(path: &str, text: &str) -> Vec<usize> {
        lines(&check(&[Source::new(path, text)]))
    }

    #[test]
    fn the_browser_is_asked_in_its_place() {
        let text = "// web_sys\nuse web_sys::Window;\nlet a = leptos::web_sys::window();";
        assert_eq!(found("src/features/share/view.rs", text), [2, 3]);
        assert_eq!(found("src/browser/share.rs", text), []);
        assert_eq!(found("src/backend/mod.rs", "use my_web_sys_like::a;"), []);
    }

    #[test]
    fn the_model_knows_no_framework() {
        assert_eq!(found("model/src/lib.rs", "use leptos::prelude::*;\n// axum"), [1]);
    }

    #[test]
    fn ui_knows_no_domain() {
        let text = "use crate::{browser::a, features::b};\nuse zaidu_model::Article;";
        assert_eq!(found("src/ui/dialog.rs", text).len(), 2);
    }

    #[test]
    fn features_do_not_know_each_other() {
        let text = "use crate::features::{article::a, feed::b};\nuse super::super::share;\n\
                    use super::state;\n#[cfg(test)]\nmod tests { use super::super::state; }";
        assert_eq!(found("src/features/article/view.rs", text), [1, 2]);
        assert_eq!(found("src/features/article/mod.rs", "use super::share;"), [1]);
        assert_eq!(found("src/features/cards.rs", "use super::share;"), [1]);
        assert_eq!(found("src/features/mod.rs", "pub use self::share::b;"), []);
        assert_eq!(found("src/pages/article.rs", "use crate::features::{a, b};"), []);
    }

    #[test]
    fn pages_are_above_features() {
        assert_eq!(found("src/features/feed/card.rs", "fn a() { crate::pages::b() }"), [1]);
    }
}
