//! Browser launch with a fresh profile, in the engine of this run.

mod chromium;
mod firefox;
mod webkit;

use thirtyfour::WebDriver;

use super::driver::Driver;
use super::engine::Engine;

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
    /// The `User-Agent` header, if not the browser's own.
    pub(super) user_agent: Option<&'static str>,
}

/// Starts a browser with a fresh profile.
pub(super) async fn start(driver: &Driver, device: Device) -> WebDriver {
    match Engine::current() {
        Engine::Chromium => chromium::start(driver, device).await,
        Engine::Firefox => firefox::start(driver, device).await,
        Engine::WebKit => webkit::start(driver, device).await,
    }
}

/// Sizes the window so that pages have the device's viewport.
async fn set_viewport(browser: &WebDriver, device: Device) {
    let (mut width, mut height) = (device.width, device.height);
    // The first size shows how much of a window is not the page.
    for _ in 0..2 {
        browser.set_window_rect(0, 0, width, height).await.unwrap();
        let script = "return [innerWidth, innerHeight]";
        let seen = browser.execute(script, Vec::new()).await.unwrap();
        let seen: [u32; 2] = serde_json::from_value(seen.json().clone()).unwrap();
        width = (width + device.width).saturating_sub(seen[0]);
        height = (height + device.height).saturating_sub(seen[1]);
    }
}
