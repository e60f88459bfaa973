//! A hint that the site can be installed: from the third visit on, until it is installed or the reader
//! has closed the hint.

use super::bar::{self, ACTION};
use crate::browser::storage::Storage;
use crate::browser::user_agent::{App, System, UserAgent};
use crate::browser::{comfort, install};
use crate::strings;
use crate::ui::node::{Node, element};

/// sessionStorage key that is set once this visit is counted.
const COUNTED_KEY: &str = "zaidu:visit";
/// localStorage key of the number of visits, up to [`SHOWN_FROM`]; [`DISMISSED`] ends it for good.
const VISITS_KEY: &str = "zaidu:visits";
/// The value of a reader who does not want to see the hint again.
const DISMISSED: &str = "no";
/// The visit from which on the hint is shown.
const SHOWN_FROM: u8 = 3;
/// The action of the button that installs.
const INSTALL: &str = "install";

/// Counts the visit, and shows the hint when it is due and the browser offers to install. Browsers of
/// iOS offer nothing; there the hint says how.
pub(super) fn offer() {
    let is_due = count_visit() && !install::is_installed() && !comfort::is_caring();
    install::on_offer(
        move || {
            if is_due {
                let button = element("button").attr("class", "button").attr(ACTION, INSTALL);
                show(strings::INSTALL_HINT, button.with(strings::INSTALL).into());
            }
        },
        dismiss,
    );
    let UserAgent { app, system, .. } = UserAgent::current();
    if is_due && system == System::Ios && app == App::Browser {
        show(strings::INSTALL_HINT_IOS, element("span").into());
    }
}

/// Counts the visit once a session. Returns whether the hint is due; never where storage is closed,
/// because it could not be closed for good.
fn count_visit() -> bool {
    let Ok(visits) = Storage::Local.get(VISITS_KEY) else { return false };
    let visits = visits.unwrap_or_default();
    if visits == DISMISSED {
        return false;
    }
    let before = visits.parse::<u8>().unwrap_or_default().min(SHOWN_FROM);
    let is_counted = matches!(Storage::Session.get(COUNTED_KEY), Ok(Some(_)));
    if is_counted || Storage::Session.set(COUNTED_KEY, "1").is_err() {
        return before >= SHOWN_FROM;
    }
    let now = (before + 1).min(SHOWN_FROM);
    Storage::Local.set(VISITS_KEY, &now.to_string()).is_ok() && now >= SHOWN_FROM
}

/// Shows the hint, unless the line is needed for something else.
fn show(text: &str, control: Node) {
    if !bar::is_open() {
        bar::show(text, control, |action| {
            if action == INSTALL {
                install::accept();
            }
            dismiss();
        });
    }
}

fn dismiss() {
    // The hint was shown, so there is storage; if it is full, the hint comes back.
    let _ = Storage::Local.set(VISITS_KEY, DISMISSED);
}
