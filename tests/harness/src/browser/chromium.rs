//! Chromium: WebDriver capabilities, command-line flags and device emulation.

use serde_json::json;
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities;
use thirtyfour::{DesiredCapabilities, LoggingPrefsLogLevel, WebDriver};

use super::Device;
use crate::driver::Driver;
use crate::env;

/// Flags that make Chromium behave the same on every machine, without background traffic.
const FLAGS: [&str; 9] = [
    "--headless=new",
    // Containers rarely allow the namespaces that the sandbox needs, and the tests open only
    // our own pages.
    "--no-sandbox",
    // /dev/shm is small in containers; with this flag Chromium uses the disk instead.
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--lang=zh-CN",
];

/// Starts a browser with a fresh profile.
pub(super) async fn start(driver: &Driver, device: Device) -> WebDriver {
    let mut capabilities = DesiredCapabilities::chrome();
    capabilities.set_binary(&env::path("ZAIDU_CHROME").to_string_lossy()).unwrap();
    for flag in FLAGS {
        capabilities.add_arg(flag).unwrap();
    }
    capabilities.add_arg(&format!("--window-size={},{}", device.width, device.height)).unwrap();
    if let Some(user_agent) = device.user_agent {
        capabilities.add_arg(&format!("--user-agent={user_agent}")).unwrap();
    }
    capabilities.set_browser_log_level(LoggingPrefsLogLevel::All).unwrap();
    let browser = WebDriver::new(&driver.url, capabilities).await.unwrap();
    emulate(&browser, device).await;
    browser
}

/// Emulates what command-line flags cannot set: exact viewport size, media features, disabled
/// JavaScript.
async fn emulate(browser: &WebDriver, device: Device) {
    let (scheme, motion) = (
        if device.dark { "dark" } else { "light" },
        if device.reduced_motion { "reduce" } else { "no-preference" },
    );
    let commands = [
        (
            "Emulation.setDeviceMetricsOverride",
            json!({
                "width": device.width, "height": device.height,
                "deviceScaleFactor": 1, "mobile": device.mobile,
            }),
        ),
        (
            "Emulation.setEmulatedMedia",
            json!({ "features": [
                { "name": "prefers-color-scheme", "value": scheme },
                { "name": "prefers-reduced-motion", "value": motion },
            ] }),
        ),
        ("Emulation.setScriptExecutionDisabled", json!({ "value": !device.scripts })),
    ];
    for (command, parameters) in commands {
        browser.cdp().send_raw(command, parameters).await.unwrap();
    }
}
