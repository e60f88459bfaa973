//! A browser as a test wants it.

use serde_json::json;
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities;
use thirtyfour::{DesiredCapabilities, LoggingPrefsLogLevel, WebDriver};

use super::driver::Driver;
use super::env;

/// Who reads, and on what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    /// In CSS pixels.
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) phone: bool,
    pub(super) dark: bool,
    /// Wants no motion.
    pub(super) still: bool,
    pub(super) scripts: bool,
    /// What the browser calls itself, if not itself.
    pub(super) agent: Option<&'static str>,
}

/// Flags that make Chromium quiet and alike on every machine.
const FLAGS: [&str; 9] = [
    "--headless=new",
    // Containers rarely allow the namespaces that the sandbox is made of, and
    // the only pages opened are ours.
    "--no-sandbox",
    // Small in containers; the browser then writes to the disk instead.
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--lang=zh-CN",
];

/// A new browser with a profile of its own.
pub(super) async fn start(driver: &Driver, look: Look) -> WebDriver {
    let mut wanted = DesiredCapabilities::chrome();
    wanted.set_binary(&env::path("ZAIDU_CHROME").to_string_lossy()).unwrap();
    for flag in FLAGS {
        wanted.add_arg(flag).unwrap();
    }
    wanted.add_arg(&format!("--window-size={},{}", look.width, look.height)).unwrap();
    if let Some(agent) = look.agent {
        wanted.add_arg(&format!("--user-agent={agent}")).unwrap();
    }
    wanted.set_browser_log_level(LoggingPrefsLogLevel::All).unwrap();
    let browser = WebDriver::new(&driver.url, wanted).await.unwrap();
    dress(&browser, look).await;
    browser
}

/// What a window cannot be told by flags: its exact size, and what media queries
/// answer.
async fn dress(browser: &WebDriver, look: Look) {
    let (scheme, motion) = (
        if look.dark { "dark" } else { "light" },
        if look.still { "reduce" } else { "no-preference" },
    );
    let commands = [
        (
            "Emulation.setDeviceMetricsOverride",
            json!({
                "width": look.width, "height": look.height,
                "deviceScaleFactor": 1, "mobile": look.phone,
            }),
        ),
        (
            "Emulation.setEmulatedMedia",
            json!({ "features": [
                { "name": "prefers-color-scheme", "value": scheme },
                { "name": "prefers-reduced-motion", "value": motion },
            ] }),
        ),
        ("Emulation.setScriptExecutionDisabled", json!({ "value": !look.scripts })),
    ];
    for (command, parameters) in commands {
        browser.cdp().send_raw(command, parameters).await.unwrap();
    }
}
