//! Bans on names, in addition to the order of modules: browser APIs are used in few places, the model
//! knows no framework, `ui` no domain, and features do not name each other.

use super::{
    lexer::{is_word, line_of},
    resolve::{absolute_paths, module_path},
    source::{Finding, Source},
};

/// The source folder of the app.
const APP: &str = "src/";

/// The crates of the browser's APIs.
const BROWSER: [&str; 6] =
    ["web_sys", "js_sys", "gloo_net", "gloo_timers", "wasm_bindgen", "wasm_bindgen_futures"];

/// The only places that use browser APIs.
const BROWSER_PLACES: [&str; 4] =
    ["src/browser/", "src/backend/http.rs", "src/backend/mock/", "src/main.rs"];

/// The crates that the model must not use.
const MODEL: [&str; 6] = ["leptos", "web_sys", "js_sys", "wasm_bindgen", "axum", "sea_orm"];

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let rust = || sources.iter().filter(|source| source.path.ends_with(".rs"));
    let mut findings = Vec::new();
    for source in rust() {
        if source.path.starts_with("src/")
            && !BROWSER_PLACES.iter().any(|place| source.path.starts_with(place))
        {
            let why = "browser APIs are used in src/browser/ and src/backend/http.rs only";
            findings.extend(banned_names(source, &BROWSER, why));
        }
        if source.path.starts_with("model/") {
            findings.extend(banned_names(source, &MODEL, "the model knows rules, no framework"));
        }
        if source.path.starts_with("src/ui/") {
            findings.extend(banned_names(source, &["zaidu_model"], "ui/ knows no domain"));
            findings.extend(backend(source));
        }
        findings.extend(other_features(source));
    }
    findings
}

/// The lines with one of the `banned` words.
fn banned_names(source: &Source, banned: &[&str], why: &str) -> Vec<Finding> {
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

/// The uses of the backend in `ui/`, which the order of modules would allow.
fn backend(source: &Source) -> Vec<Finding> {
    absolute_paths(source, APP)
        .into_iter()
        .filter(|(_, path)| path.first().is_some_and(|module| module == "backend"))
        .map(|(line, _)| source.finding(line, "`crate::backend`: ui/ knows no domain"))
        .collect()
}

fn other_features(source: &Source) -> Vec<Finding> {
    if !source.is_rust_in(APP) {
        return Vec::new();
    }
    let ["features", own, ..] = module_path(&source.path[APP.len()..])[..] else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for (line, path) in absolute_paths(source, APP) {
        if let [features, other, ..] = &path[..]
            && features == "features"
            && other != own
        {
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

#[cfg(test)]
mod tests {
    use super::{super::source::lines, *};

    fn found(path: &str, text: &str) -> Vec<usize> {
        lines(&check(&[Source::new(path, text)]))
    }

    #[test]
    fn browser_apis_are_used_in_few_places() {
        let text = "// web_sys\nuse web_sys::Window;\nlet a = leptos::web_sys::window();";
        assert_eq!(found("src/features/share/view.rs", text), [2, 3]);
        assert!(found("src/browser/share.rs", text).is_empty());
        assert!(found("src/backend/mod.rs", "use my_web_sys_like::a;").is_empty());
    }

    #[test]
    fn the_model_knows_no_framework() {
        assert_eq!(found("model/src/lib.rs", "use leptos::prelude::*;\n// axum"), [1]);
    }

    #[test]
    fn ui_knows_no_domain() {
        let text = "use crate::{browser::a, backend::b};\nuse zaidu_model::Article;";
        assert_eq!(found("src/ui/dialog.rs", text).len(), 2);
    }

    #[test]
    fn features_do_not_know_each_other() {
        let text = "use crate::features::{article::a, feed::b};\nuse super::super::share;\n\
                    use super::state;\n#[cfg(test)]\nmod tests { use super::super::state; }";
        assert_eq!(found("src/features/article/view.rs", text), [1, 2]);
        assert_eq!(found("src/features/article/mod.rs", "use super::share;"), [1]);
        assert_eq!(found("src/features/cards.rs", "use super::share;"), [1]);
        assert!(found("src/features/mod.rs", "pub use self::share::b;").is_empty());
        assert!(found("src/pages/article.rs", "use crate::features::{a, b};").is_empty());
    }
}
