//! `zaidu-server check`: compares derived data with the reactions, and repairs it on request.

use super::database::open_existing_store;
use super::options::CheckOptions;
use super::output::{Failure, print_line};
use crate::store::Fault;

/// How many faults are listed; the rest is only counted.
const LISTED: usize = 50;

pub(super) async fn check(options: &CheckOptions) -> Result<(), Failure> {
    let store = open_existing_store(&options.database).await?;
    let faults = if options.repair { store.repair().await } else { store.check().await };
    store.close().await;
    let faults = faults?;
    for fault in faults.iter().take(LISTED) {
        print_line(&fault.to_string())?;
    }
    if faults.len() > LISTED {
        print_line(&format!("and {} more", faults.len() - LISTED))?;
    }
    let repairable = faults.iter().filter(|fault| Fault::is_repairable(fault)).count();
    match (faults.len(), faults.len() - repairable) {
        (0, _) => print_line("sound: counts and rankings are those of the reactions"),
        (found, 0) if options.repair => print_line(&format!("repaired: {found} faults are mended")),
        (_, left) if options.repair => {
            Err(format!("{left} faults cannot be mended from the reactions; they are listed")
                .into())
        }
        (found, left) if left < found => {
            Err(format!("the database has {found} faults; see --repair").into())
        }
        (found, _) => Err(format!("the database has {found} faults; they are listed").into()),
    }
}
