//! Chromium launch: WebDriver capabilities, command-line flags and device emulation.

use serde_json::json;
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities;
use thirtyfour::{DesiredCapabilities, LoggingPrefsLogLevel, WebDriver};

use super::driver::Driver;
use super::env;

/// The emulated device and the reader's preferences.
#[derive(Debug, Clone, Copy)]
pub(super) struct Device {
    /// Viewport size in CSS pixels.
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) mobile: bool,
    /// `prefers-color-scheme: dark`.
    pub(super) dark: bool,
    /// `prefers-reduced-motion: reduce`.
    pub(super) reduced_motion: bool,
    /// Whether JavaScript is enabled.
    pub(super) scripts: bool,
    /// The `User-Agent` header, if not Chromium's own.
    pub(super) user_agent: Option<&'static str>,
}

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
