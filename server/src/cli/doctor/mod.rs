//! `zaidu-server doctor`: checks a deployment from the settings of its server and says what to do.
//!
//! It asks the site as a reader would, reads the database and changes nothing. The settings are the
//! options and variables of `serve`.

mod certificate;
mod content;
mod database;
mod events;
mod report;
mod site;
mod vote;
mod wechat;

use std::process::ExitCode;

use super::options::{DoctorOptions, ServeOptions};
use super::output::{Failure, print_line};
use crate::share_card;
use report::{Finding, Report};

/// Runs all checks. Exit code 1 when one fails, 3 when there are warnings only.
pub(super) async fn doctor(options: &DoctorOptions) -> Result<ExitCode, Failure> {
    let mut report = Report::default();
    let serve = &options.serve;
    site::check(&mut report, serve).await?;
    database::check(&mut report, serve).await;
    content::check(&mut report, serve).await;
    wechat::check(&mut report, serve).await?;
    check_fonts(&mut report);
    if options.json {
        print_line(&serde_json::to_string_pretty(&report)?)?;
    } else {
        report.lines().try_for_each(|line| print_line(&line))?;
    }
    Ok(report.exit_code())
}

fn check_fonts(report: &mut Report) {
    const CHECK: &str = "fonts";
    report.add(if share_card::is_available() {
        Finding::ok(CHECK, "a Chinese font draws the pictures of shared pages")
    } else {
        let found = "no Chinese font is installed: shared pages without a picture have none";
        Finding::warn(CHECK, found, "apt install fonts-noto-cjk, and restart the server")
    });
}

/// Where readers find the site: the origin of the settings, or else the listener.
fn base(serve: &ServeOptions) -> String {
    let origin = serve.origin.as_ref().and_then(|origin| origin.0.to_str().ok());
    let scheme = if serve.tls_certificate.is_some() { "https" } else { "http" };
    origin.map_or_else(|| format!("{scheme}://{}", serve.listen), ToOwned::to_owned)
}
