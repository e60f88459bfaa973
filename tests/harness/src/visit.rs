//! Test builder: configures host and browser, runs the steps, and checks after every test that
//! the browser's console has no errors.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use tokio::runtime;
use tokio::sync::{Mutex, Semaphore};

use super::browser::{self, Device};
use super::driver::Driver;
use super::engine::{Capability, Skip};
use super::host::{Content, Host, Layer};
use super::proxy::Proxy;
use super::{Page, fake_wechat, sample};

/// Limits concurrent browsers: with more than two, tests time out on a small machine.
static BROWSERS: Semaphore = Semaphore::const_new(2);

const PHONE: Device = Device {
    width: 360,
    height: 740,
    mobile: true,
    dark: false,
    reduced_motion: false,
    scripts: true,
    user_agent: Some(CHROME_ANDROID),
};

/// User agent of Chromium on Android.
const CHROME_ANDROID: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 \
    (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36";

/// User agent of Safari on iOS.
const SAFARI_IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) \
    AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";

/// User agent of WeChat on Android.
const WECHAT_ANDROID: &str = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 \
    (KHTML, like Gecko) Version/4.0 Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0.50";

/// User agent of WeChat on iOS.
const WECHAT_IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) \
    AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50";

/// Builder for one test run: device, content and server configuration.
#[derive(Debug, Clone)]
#[must_use = "a visit happens when it runs"]
pub struct Visit {
    device: Device,
    content: Option<Content>,
    mounted: bool,
    layer: Option<Layer>,
    wechat_account: bool,
    makes_pictures: bool,
    saves_data: bool,
    has_worker: bool,
    has_events: bool,
    tolerated: Vec<&'static str>,
    needs: Vec<Capability>,
}

/// A phone with a viewport of 360 × 740 CSS pixels.
pub fn phone() -> Visit {
    Visit {
        device: PHONE,
        content: None,
        mounted: false,
        layer: None,
        wechat_account: false,
        makes_pictures: false,
        saves_data: false,
        has_worker: false,
        has_events: false,
        tolerated: Vec::new(),
        needs: Vec::new(),
    }
}

/// A desktop with a viewport of 1440 × 900 CSS pixels.
pub fn desktop() -> Visit {
    phone().sized(1440, 900).on_desktop()
}

impl Visit {
    /// Sets the viewport size, in CSS pixels.
    pub fn sized(mut self, width: u32, height: u32) -> Self {
        (self.device.width, self.device.height) = (width, height);
        self
    }

    fn on_desktop(mut self) -> Self {
        self.device.mobile = false;
        self.device.user_agent = None;
        self
    }

    /// Emulates `prefers-color-scheme: dark`.
    pub fn dark(mut self) -> Self {
        self.device.dark = true;
        self
    }

    /// Emulates `prefers-reduced-motion: reduce`.
    pub fn reduced_motion(mut self) -> Self {
        self.device.reduced_motion = true;
        self.needs(Capability::ReducedMotion)
    }

    /// Disables JavaScript.
    pub fn without_scripts(mut self) -> Self {
        self.device.scripts = false;
        self.needs(Capability::WithoutScripts)
    }

    /// Emulates a data saver (`Save-Data: on`): lists then load further pages only on a tap.
    pub fn saving_data(mut self) -> Self {
        self.saves_data = true;
        self
    }

    /// Lets pages have their service worker.
    pub fn with_worker(mut self) -> Self {
        self.has_worker = true;
        self
    }

    /// Lets pages receive events.
    pub fn with_events(mut self) -> Self {
        self.has_events = true;
        self
    }

    /// Uses the user agent of Safari on an iPhone.
    pub fn on_iphone(mut self) -> Self {
        self.device.user_agent = Some(SAFARI_IPHONE);
        self
    }

    /// Uses the user agent of WeChat on Android.
    pub fn in_wechat(mut self) -> Self {
        self.device.user_agent = Some(WECHAT_ANDROID);
        self
    }

    /// Uses the user agent of WeChat on an iPhone.
    pub fn in_wechat_on_iphone(mut self) -> Self {
        self.device.user_agent = Some(WECHAT_IPHONE);
        self
    }

    /// Gives the server a WeChat account, at the fake WeChat API.
    pub fn with_wechat_account(mut self) -> Self {
        self.wechat_account = true;
        self
    }

    /// Makes the pictures of the newsroom in several widths before the test begins.
    pub fn making_pictures(mut self) -> Self {
        self.makes_pictures = true;
        self
    }

    /// Serves the mock build, without a server.
    pub fn with_mock(mut self) -> Self {
        self.content = Some(Content::Mock);
        self
    }

    /// Serves the page from a static host whose API server has another origin.
    pub fn with_remote_backend(mut self) -> Self {
        self.content = Some(Content::RemoteBackend);
        self
    }

    /// Serves pages without server rendering: the app mounts and fetches all its data, as on a
    /// static host beside the server.
    pub fn mounted(mut self) -> Self {
        self.mounted = true;
        self
    }

    /// Adds middleware between the server and the proxy.
    pub fn with_layer(mut self, layer: Layer) -> Self {
        self.layer = Some(layer);
        self
    }

    /// Serves the newsroom of this JSON Feed instead of the sample.
    pub fn with_feed(mut self, feed: impl Into<Vec<u8>>) -> Self {
        self.content = Some(Content::Feed(Arc::from(feed.into())));
        self
    }

    /// Skips the visit, saying so, in engines without `capability`.
    pub fn needs(mut self, capability: Capability) -> Self {
        self.needs.push(capability);
        self
    }

    /// Tolerates console errors that contain `text`. Any other error on the browser's console
    /// fails the test.
    pub fn tolerating(mut self, text: &'static str) -> Self {
        self.tolerated.push(text);
        self
    }

    /// Starts host and browser, runs `steps`, and closes both.
    ///
    /// # Panics
    /// When a step panics, or on a console error that is not tolerated.
    pub fn run(self, steps: impl AsyncFnOnce(&Page)) {
        if let Some(skip) = self.needs.iter().find_map(|it| Skip::for_lack_of(*it, "")) {
            return skip.print();
        }
        let runtime = runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        runtime.unwrap().block_on(async {
            let driver = Driver::shared();
            let _permit = BROWSERS.acquire().await.unwrap();
            let driver = driver.unwrap_or_else(|| Driver::start(self.device.reduced_motion));
            let content = self.content.unwrap_or_else(|| Content::Feed(sample::feed().into()));
            let proxy = Proxy::default();
            let wechat =
                if self.wechat_account { Some(fake_wechat::account().await) } else { None };
            let host = Host::start(
                content,
                self.mounted,
                self.layer,
                wechat,
                self.makes_pictures,
                proxy.clone(),
            );
            let host = host.await;
            let browser = browser::start(&driver, self.device).await;
            let page =
                Page::new(browser, proxy, Mutex::new(host), self.has_worker, self.has_events).await;
            if self.saves_data {
                page.set_save_data().await;
            }
            // Close the browser even after a panic: nothing else would close it.
            let outcome = tokio::task::block_in_place(|| {
                catch_unwind(AssertUnwindSafe(|| {
                    runtime::Handle::current().block_on(async {
                        steps(&page).await;
                        page.assert_console_clean(&self.tolerated).await;
                    });
                }))
            });
            let failure = outcome.err().and_then(|panic| match panic.downcast::<Skip>() {
                Ok(skip) => {
                    skip.print();
                    None
                }
                Err(panic) => Some(panic),
            });
            if let Some(panic) = &failure {
                page.report_failure(message(panic.as_ref())).await;
            }
            page.close().await;
            if let Some(panic) = failure {
                resume_unwind(panic);
            }
        });
    }
}

/// The text of a panic.
fn message(panic: &(dyn Any + Send)) -> &str {
    let literal = panic.downcast_ref::<&str>().copied();
    literal.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("")
}
