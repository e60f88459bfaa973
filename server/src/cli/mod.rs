//! Command line: parses the options, runs one command and returns its exit code: 0 for success,
//! 1 for a failure, 2 for a wrong command line, 3 for an import that refused some of the items.

mod check;
mod copy;
mod database;
mod error;
mod headers;
mod import;
mod logging;
mod options;
mod output;
mod serve;
mod signals;

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use options::{Cli, Command};
use output::{Failure, print_error};

/// Runs the command that the arguments of the process name.
#[must_use]
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return report_usage(&error),
    };
    let runtime = tokio::runtime::Runtime::new();
    let result = runtime.map_err(Failure::from).and_then(|runtime| {
        runtime.block_on(async {
            match cli.command {
                Command::Serve(options) => serve::serve(&options).await?,
                Command::Import(options) => return import::import(&options).await,
                Command::Check(options) => check::check(&options).await?,
                Command::Copy(options) => copy::copy(&options).await?,
                Command::Headers(options) => headers::headers(&options)?,
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
