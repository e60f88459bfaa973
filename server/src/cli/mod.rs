//! Command line: parses the options, runs one command and returns its exit code: 0 for success,
//! 1 for a failure, 2 for a wrong command line, 3 for an import that refused some of the items or to
//! prune, and for warnings of `doctor`.

mod check;
mod content_options;
mod copy;
mod credentials;
mod database;
mod doctor;
mod error;
mod export;
mod headers;
mod health;
mod import;
mod import_options;
mod logging;
mod options;
mod otlp;
mod output;
mod picture_options;
mod serve;
mod signals;
mod withdraw;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use options::{Cli, Command};
use output::{Failure, print_error};

/// Runs the command that the arguments of the process name.
#[must_use]
pub fn run() -> ExitCode {
    let folder = std::env::var_os(credentials::FOLDER).map(PathBuf::from);
    let arguments = std::env::args_os().collect();
    let arguments = match credentials::with_credentials(arguments, folder.as_deref()) {
        Ok(arguments) => arguments,
        Err(reason) => {
            print_error(&reason);
            return ExitCode::FAILURE;
        }
    };
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return report_usage(&error),
    };
    let runtime = tokio::runtime::Runtime::new();
    let result = runtime.map_err(Failure::from).and_then(|runtime| {
        runtime.block_on(async {
            match cli.command {
                Command::Serve(options) => serve::serve(&options).await?,
                Command::Import(options) => return import::import(&options).await,
                Command::Withdraw(options) => return withdraw::withdraw(&options).await,
                Command::Export(options) => export::export(&options).await?,
                Command::Check(options) => check::check(&options).await?,
                Command::Copy(options) => copy::copy(&options).await?,
                Command::Headers(options) => headers::headers(&options)?,
                Command::Doctor(options) => return doctor::doctor(&options).await,
                Command::Health(options) => health::health(&options).await?,
            }
            Ok(ExitCode::SUCCESS)
        })
    });
    match result {
        Ok(code) => code,
        Err(failure) => {
            print_error(&failure.to_string());
            ExitCode::FAILURE
        }
    }
}

/// Prints help and version as they are, and any other parse error as one line instead of a page.
fn report_usage(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // A failure to print cannot be reported anywhere.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let text = error.to_string();
    // clap appends hints and the usage as separate paragraphs.
    let first = text.split("\n\n").next().unwrap_or_default();
    print_error(&format!("{}; see --help", first.trim_start_matches("error: ")));
    ExitCode::from(2)
}
