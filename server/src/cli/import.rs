//! `zaidu-server import`: imports a newsroom's feed file into the database.

use std::process::ExitCode;

use super::database::{import_newsroom, open_store, read_feed};
use super::error::StartError;
use super::options::ImportOptions;
use super::output::{Failure, print_error, print_line};

/// The exit code of an import that refused some of the items.
const REFUSED_SOME: u8 = 3;

pub(super) async fn import(options: &ImportOptions) -> Result<ExitCode, Failure> {
    let import = read_feed(&options.file)?;
    if options.strict
        && let Some(first) = import.refused.first()
    {
        let reason = format!("{first}; {} items are refused in all", import.refused.len());
        return Err(StartError::content(&options.file, reason).into());
    }
    for error in &import.refused {
        print_error(&format!("refused {error}"));
    }
    let store = open_store(&options.database).await?;
    let summary = import_newsroom(&store, &options.database, &import.newsroom).await?;
    store.close().await;
    let refused = import.refused.len();
    print_line(&format!("{summary}, {refused} refused"))?;
    Ok(if refused == 0 { ExitCode::SUCCESS } else { ExitCode::from(REFUSED_SOME) })
}
