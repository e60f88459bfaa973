//! The alert rules for Prometheus and the board for Grafana, read by Prometheus' own promtool. That
//! the server has every metric that they name is a test of the server.

use std::fs;

use serde_json::{Value, json};

use crate::{
    error::{Error, Result},
    files, process,
    workspace::Workspace,
};

/// The folder of the rules, their tests and a configuration that loads them.
const RULES: &str = "deploy/prometheus";
const BOARD: &str = "deploy/grafana/zaidu.json";

/// What Grafana replaces in an expression, and something that may stand there.
const VARIABLES: [(&str, &str); 2] = [("$__rate_interval", "5m"), ("$instance", ".*")];

/// Checks the configuration with its rules, that each alert fires when it should and is silent while
/// all is well, and that the board's queries are PromQL.
pub(super) fn check(workspace: &Workspace) -> Result<()> {
    let promtool =
        |arguments: &[&str]| process::run_quietly(workspace.command("promtool").args(arguments));
    promtool(&["check", "config", &format!("{RULES}/prometheus.yaml")])?;
    promtool(&["test", "rules", &format!("{RULES}/alerts_test.yaml")])?;
    let board = files::read_text(&workspace.root.join(BOARD))?;
    let rules =
        recording_rules(&board).map_err(|reason| Error::failed(format!("{BOARD}: {reason}")))?;
    let file = workspace.target().join("board-rules.json");
    fs::write(&file, rules.to_string()).map_err(|cause| Error::file("write", &file, &cause))?;
    promtool(&["check", "rules", &file.to_string_lossy()])
}

/// The queries of all panels as recording rules, which promtool parses. JSON is YAML.
fn recording_rules(board: &str) -> std::result::Result<Value, String> {
    let board: Value = serde_json::from_str(board).map_err(|error| error.to_string())?;
    let panels = board["panels"].as_array().ok_or("it has no panels")?;
    let mut rules = Vec::new();
    for panel in panels.iter().filter(|panel| panel["type"] != "row") {
        let title = panel["title"].as_str().unwrap_or_default();
        let targets = panel["targets"].as_array().filter(|targets| !targets.is_empty());
        for target in targets.ok_or_else(|| format!("“{title}” asks for nothing"))? {
            let query = target["expr"].as_str().ok_or_else(|| format!("“{title}” has no query"))?;
            let query = VARIABLES
                .iter()
                .fold(query.to_owned(), |it, (name, value)| it.replace(name, value));
            if query.contains('$') {
                return Err(format!("“{title}” has an unknown variable: {query}"));
            }
            // promtool warns of two rules that are the same.
            rules.push(json!({ "record": format!("board:query:{}", rules.len()), "expr": query }));
        }
    }
    Ok(json!({ "groups": [{ "name": "board", "rules": rules }] }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_become_rules() {
        let panel = |query: &str| {
            json!({ "panels": [{ "type": "row" }, {
                "type": "stat", "title": "A", "targets": [{ "expr": query }],
            }] })
            .to_string()
        };
        let rules = recording_rules(&panel("rate(a{i=~\"$instance\"}[$__rate_interval])")).unwrap();
        assert_eq!(rules["groups"][0]["rules"][0]["expr"], "rate(a{i=~\".*\"}[5m])");
        assert!(recording_rules(&panel("a{b=\"$c\"}")).unwrap_err().contains("unknown variable"));
        let nothing = r#"{"panels":[{"type":"stat","title":"A","targets":[]}]}"#;
        assert!(recording_rules(nothing).unwrap_err().contains("asks for nothing"));
    }
}
