//! WebKitGTK: its MiniBrowser, as a reader sets it.

use serde_json::json;
use thirtyfour::{Capabilities, WebDriver};

use super::{Device, set_viewport};
use crate::driver::Driver;
use crate::env;

/// Starts a browser with a profile of its own, as automated ones have.
pub(super) async fn start(driver: &Driver, device: Device) -> WebDriver {
    let mut arguments = vec!["--automation".to_owned()];
    if device.dark {
        arguments.push("--dark-mode".to_owned());
    }
    if let Some(user_agent) = device.user_agent {
        arguments.push(format!("--user-agent={user_agent}"));
    }
    let mut capabilities = Capabilities::new();
    let options = json!({ "binary": env::path("ZAIDU_WEBKIT"), "args": arguments });
    capabilities.set("webkitgtk:browserOptions", options).unwrap();
    let browser = WebDriver::new(&driver.url, capabilities).await.unwrap();
    set_viewport(&browser, device).await;
    browser
}
