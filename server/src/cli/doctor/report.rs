//! What the checks have found, as lines and as JSON.

use std::process::ExitCode;

use serde::Serialize;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Level {
    Ok,
    Warn,
    Fail,
}

/// The outcome of one check.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Finding {
    check: &'static str,
    level: Level,
    found: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<String>,
}

impl Finding {
    pub(super) fn ok(check: &'static str, found: impl Into<String>) -> Self {
        Self { check, level: Level::Ok, found: found.into(), advice: None }
    }

    pub(super) fn warn(
        check: &'static str,
        found: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self { check, level: Level::Warn, found: found.into(), advice: Some(advice.into()) }
    }

    pub(super) fn fail(
        check: &'static str,
        found: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self { check, level: Level::Fail, found: found.into(), advice: Some(advice.into()) }
    }
}

/// All findings, in the order of the checks.
#[derive(Debug, Default, Serialize)]
pub(super) struct Report {
    findings: Vec<Finding>,
}

impl Report {
    pub(super) fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Adds `good` if `is_good`, or else `bad`.
    pub(super) fn add_if(&mut self, is_good: bool, good: Finding, bad: Finding) {
        self.add(if is_good { good } else { bad });
    }

    /// A line for each finding, with its advice, and a last one that counts them.
    pub(super) fn lines(&self) -> impl Iterator<Item = String> {
        let line = |it: &Finding| {
            let level = match it.level {
                Level::Ok => "ok  ",
                Level::Warn => "warn",
                Level::Fail => "FAIL",
            };
            let advice = it.advice.as_ref().map(|advice| format!("; {advice}"));
            format!("{level}  {}: {}{}", it.check, it.found, advice.unwrap_or_default())
        };
        let count = |level| self.findings.iter().filter(|it| it.level == level).count();
        let summary = format!(
            "{} checks: {} passed, {} warnings, {} failed",
            self.findings.len(),
            count(Level::Ok),
            count(Level::Warn),
            count(Level::Fail)
        );
        self.findings.iter().map(line).chain([summary])
    }

    /// 0 when all is well, 1 when a check failed, 3 when there are warnings only.
    pub(super) fn exit_code(&self) -> ExitCode {
        match self.findings.iter().map(|it| it.level).max().unwrap_or(Level::Ok) {
            Level::Ok => ExitCode::SUCCESS,
            Level::Warn => ExitCode::from(3),
            Level::Fail => ExitCode::FAILURE,
        }
    }
}
