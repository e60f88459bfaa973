//! axe-core: what a program can find out about accessibility.

use serde::Deserialize;
use serde_json::Value;

use super::{Page, env};

/// Everything that axe knows of WCAG 2.2 AA, and its own advice. Target size is
/// off by default there.
const OPTIONS: &str = "{
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'target-size': { enabled: true } },
    resultTypes: ['violations'],
}";

#[derive(Debug, Deserialize)]
struct Violation {
    id: String,
    help: String,
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    target: Value,
    failure_summary: Option<String>,
}

impl Page {
    /// Fails when axe finds a violation in the page as it is now.
    pub async fn is_accessible(&self) {
        // What is still fading has not its own colours yet.
        self.until_value("document.getAnimations().length", 0).await;
        let program = std::fs::read_to_string(env::path("ZAIDU_AXE")).unwrap();
        let _: Value = self
            .value(&format!("(window.axe || eval({}), 0)", super::page::quoted(&program)))
            .await;
        let run = format!("axe.run(document, {OPTIONS}).then(found => found.violations)");
        let found = self.promised(&run).await;
        let found: Vec<Violation> = serde_json::from_value(found.clone())
            .unwrap_or_else(|error| panic!("axe says {found}: {error}"));
        let told: Vec<String> = found.iter().map(told).collect();
        assert!(told.is_empty(), "axe found:\n{}", told.join("\n"));
    }
}

fn told(violation: &Violation) -> String {
    let mut told = format!("{}: {}", violation.id, violation.help);
    for Node { target, failure_summary } in &violation.nodes {
        let summary = failure_summary.as_deref().unwrap_or_default().replace('\n', " ");
        told.push_str(&format!("\n    {target} {summary}"));
    }
    told
}
