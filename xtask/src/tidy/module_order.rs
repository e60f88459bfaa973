//! Module order: the top-level modules of a crate are layers, and a module names only those before
//! it.

use super::{
    resolve::{absolute_paths, module_path},
    source::{Finding, Source},
};

/// A source folder and its top-level modules, from the lowest layer to the highest. `lib.rs` and
/// `main.rs` are above all of them.
struct Order {
    folder: &'static str,
    modules: &'static [&'static str],
}

const ORDERS: [Order; 2] = [
    Order {
        folder: "src/",
        modules: &[
            "browser",
            "chunk",
            "backend",
            "client_effect",
            "scroll_restoration",
            "page_change",
            "router",
            "strings",
            "ui",
            "onward",
            "data",
            "head",
            "pictures",
            "facet_links",
            "preview_meta",
            "features",
            "pages",
            "app",
            "render",
        ],
    },
    Order {
        folder: "server/src/",
        modules: &[
            "clock",
            "embedded",
            "etag",
            "file_path",
            "origin",
            "secret",
            "telemetry",
            "share_card",
            "store",
            "events",
            "content",
            "follow",
            "pictures",
            "wechat",
            "state",
            "http",
            "cli",
        ],
    },
];

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for order in ORDERS {
        for source in sources.iter().filter(|source| source.is_rust_in(order.folder)) {
            findings.extend(order.check(source));
        }
    }
    findings
}

impl Order {
    fn check(&self, source: &Source) -> Vec<Finding> {
        let file = module_path(&source.path[self.folder.len()..]);
        let Some(own) = file.first().copied() else { return Vec::new() };
        let Some(level) = self.level(own) else {
            let message = format!("`{own}`: add the module to its place in ORDERS");
            return vec![source.finding(1, message)];
        };
        let mut findings = Vec::new();
        for (line, path) in absolute_paths(source, self.folder) {
            let Some(named) = path.first() else { continue };
            let message = match self.level(named) {
                Some(other) if other <= level => continue,
                Some(_) => format!("`{own}` names `{named}`, which is a higher layer"),
                None => format!("`{named}`: name an item by its module and not by the crate root"),
            };
            findings.push(source.finding(line, message));
        }
        findings
    }

    fn level(&self, module: &str) -> Option<usize> {
        self.modules.iter().position(|name| *name == module)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::source::lines, *};

    fn found(path: &str, text: &str) -> Vec<usize> {
        lines(&check(&[Source::new(path, text)]))
    }

    #[test]
    fn a_module_names_only_lower_ones() {
        let text = "use crate::{browser::a,\n features::b};\nfn c() { crate::app::d() }";
        assert_eq!(found("src/ui/dialog.rs", text), [2, 3]);
        assert!(found("src/app.rs", text).is_empty());
        assert_eq!(found("src/browser.rs", text), [2, 3]);
        assert!(found("src/render.rs", "use crate::app::a;\nuse crate::render::b;").is_empty());
    }

    #[test]
    fn the_server_is_in_layers() {
        let text = "use crate::store::a;\nuse crate::state::b;\nuse crate::http::c;";
        assert_eq!(found("server/src/store/votes/queue.rs", text), [2, 3]);
        assert_eq!(found("server/src/wechat/mod.rs", text), [2, 3]);
        assert_eq!(found("server/src/state.rs", text), [3]);
        assert!(found("server/src/cli/serve.rs", text).is_empty());
        assert_eq!(found("server/src/etag.rs", text), [1, 2, 3]);
    }

    #[test]
    fn super_paths_count_once_they_reach_the_root() {
        assert_eq!(found("server/src/state.rs", "use super::http::a;"), [1]);
        assert_eq!(found("server/src/store/mod.rs", "use super::http::a;"), [1]);
        assert!(found("server/src/store/site.rs", "use super::http::a;").is_empty());
        assert_eq!(found("server/src/store/site.rs", "use super::super::http::a;"), [1]);
        let text = "#[cfg(test)]\nmod tests {\n use super::http;\n use super::super::http::a;\n}\n\
                    use super::http::b;";
        assert_eq!(found("server/src/state.rs", text), [4, 6]);
        let text = "fn a(b: char) -> bool { b == '{' }\nmod c { use super::http; }";
        assert!(found("server/src/state.rs", text).is_empty());
    }

    #[test]
    fn modules_are_named_and_have_a_place() {
        assert_eq!(found("server/src/store/site.rs", "use crate::HttpState;"), [1]);
        assert_eq!(found("server/src/cache.rs", ""), [1]);
        assert!(found("server/src/lib.rs", "pub use crate::http::HttpState;").is_empty());
        assert!(found("server/tests/cache.rs", "use crate::common::Server;").is_empty());
    }
}
