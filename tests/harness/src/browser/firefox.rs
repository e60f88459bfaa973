//! Firefox: preferences, and a window as narrow as a phone.

use axum::http::Method;
use serde_json::{Value, json};
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::{Capabilities, RequestData, SessionId, WebDriver};

use super::{Device, set_viewport};
use crate::driver::Driver;
use crate::env;

/// Starts a browser with a fresh profile.
pub(super) async fn start(driver: &Driver, device: Device) -> WebDriver {
    let mut preferences = json!({
        "intl.accept_languages": "zh-CN, zh",
        "layout.css.prefers-color-scheme.content-override": if device.dark { 0 } else { 1 },
        "ui.prefersReducedMotion": i32::from(device.reduced_motion),
        "ui.useOverlayScrollbars": 1,
    });
    if let Some(user_agent) = device.user_agent {
        preferences["general.useragent.override"] = user_agent.into();
    }
    let mut capabilities = Capabilities::new();
    let options = json!({
        "binary": env::path("ZAIDU_FIREFOX"),
        "args": ["-headless"],
        "prefs": preferences,
    });
    capabilities.set("browserName", "firefox").unwrap();
    capabilities.set("moz:firefoxOptions", options).unwrap();
    let browser = WebDriver::new(&driver.url, capabilities).await.unwrap();
    // Firefox's own window is never narrower than 450 px.
    browser.handle().cmd(SetContext("chrome")).await.unwrap();
    let unbounded = "document.documentElement.style.setProperty('min-width', '0', 'important')";
    browser.execute(unbounded, Vec::<Value>::new()).await.unwrap();
    browser.handle().cmd(SetContext("content")).await.unwrap();
    set_viewport(&browser, device).await;
    browser
}

/// Chooses whether scripts run in the page (`content`) or in Firefox's own window (`chrome`).
#[derive(Debug)]
struct SetContext(&'static str);

impl FormatRequestData for SetContext {
    fn format_request(&self, session: &SessionId) -> RequestData {
        RequestData::new(Method::POST, format!("/session/{session}/moz/context"))
            .add_body(json!({ "context": self.0 }))
    }
}
