//! Automated accessibility checks with axe-core.

use serde::Deserialize;
use serde_json::Value;

use super::{Page, env};

/// All of axe's WCAG 2.2 AA rules and its best practices. The target size rule is off by
/// default in axe.
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
    /// Fails when axe finds a violation in the page's current state.
    ///
    /// # Panics
    /// On a violation.
    pub async fn assert_accessible(&self) {
        self.assert_no_violation(OPTIONS).await;
    }

    /// The same with the contrast of level AAA: 7 to 1, and 4.5 to 1 for large text.
    ///
    /// # Panics
    /// On a violation.
    pub async fn assert_accessible_with_high_contrast(&self) {
        let enhanced = "rules: { 'color-contrast-enhanced': { enabled: true },";
        self.assert_no_violation(&OPTIONS.replace("rules: {", enhanced)).await;
    }

    async fn assert_no_violation(&self, options: &str) {
        // Colours are not final while a fade is running; axe would report their contrast.
        self.wait_for_value("document.getAnimations().length", 0).await;
        // As a script of the driver, to which the page's policy does not apply.
        let program = std::fs::read_to_string(env::path("ZAIDU_AXE")).unwrap();
        self.run_script(&format!("if (!window.axe) {{ {program} }}")).await;
        let run = format!("axe.run(document, {options}).then(found => found.violations)");
        let result = self.evaluate_async(&run).await;
        let violations: Vec<Violation> = serde_json::from_value(result.clone())
            .unwrap_or_else(|error| panic!("axe says {result}: {error}"));
        let reports: Vec<String> = violations.iter().map(report).collect();
        assert!(reports.is_empty(), "axe found:\n{}", reports.join("\n"));
    }
}

fn report(violation: &Violation) -> String {
    let mut report = format!("{}: {}", violation.id, violation.help);
    for Node { target, failure_summary } in &violation.nodes {
        let summary = failure_summary.as_deref().unwrap_or_default().replace('\n', " ");
        report.push_str(&format!("\n    {target} {summary}"));
    }
    report
}
