//! A test from its first word to its last: host, browser, steps, and what must
//! hold at the end of each.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use axum::Router;
use tokio::runtime;
use tokio::sync::{Mutex, Semaphore};

use super::browser::{self, Look};
use super::driver::Driver;
use super::gate::Gate;
use super::host::{Content, Host};
use super::{Page, sample, weixin};

/// Browsers at once: more than this many make each other late on a small machine.
static PLACES: Semaphore = Semaphore::const_new(2);

const PHONE: Look = Look {
    width: 360,
    height: 740,
    phone: true,
    dark: false,
    still: false,
    scripts: true,
    agent: None,
};

/// WeChat on a phone.
const WECHAT: &str = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 \
    (KHTML, like Gecko) Version/4.0 Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0.50";

/// The same on another phone.
const WECHAT_IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) \
    AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50";

/// A visit that is being prepared.
#[derive(Debug, Clone)]
#[must_use = "a visit happens when it runs"]
pub struct Visit {
    look: Look,
    content: Option<Content>,
    mounted: bool,
    through: Option<Through>,
    account: bool,
    saves_data: bool,
    tolerated: Vec<&'static str>,
}

/// What stands between the server and the gate.
pub type Through = fn(Router) -> Router;

/// On a phone of 360 × 740.
pub fn phone() -> Visit {
    Visit {
        look: PHONE,
        content: None,
        mounted: false,
        through: None,
        account: false,
        saves_data: false,
        tolerated: Vec::new(),
    }
}

/// On a screen of 1440 × 900.
pub fn desktop() -> Visit {
    phone().sized(1440, 900).on_desktop()
}

impl Visit {
    /// On a screen of this size, in CSS pixels.
    pub fn sized(mut self, width: u32, height: u32) -> Self {
        (self.look.width, self.look.height) = (width, height);
        self
    }

    fn on_desktop(mut self) -> Self {
        self.look.phone = false;
        self
    }

    /// By a reader who prefers dark pages.
    pub fn dark(mut self) -> Self {
        self.look.dark = true;
        self
    }

    /// By a reader who wants no motion.
    pub fn still(mut self) -> Self {
        self.look.still = true;
        self
    }

    /// In a browser that runs no scripts.
    pub fn without_scripts(mut self) -> Self {
        self.look.scripts = false;
        self
    }

    /// By a reader who asked for less data: lists wait for their button.
    pub fn saving_data(mut self) -> Self {
        self.saves_data = true;
        self
    }

    /// Inside WeChat.
    pub fn in_wechat(mut self) -> Self {
        self.look.agent = Some(WECHAT);
        self
    }

    /// Inside WeChat on an iPhone.
    pub fn in_wechat_on_iphone(mut self) -> Self {
        self.look.agent = Some(WECHAT_IPHONE);
        self
    }

    /// To a server with a WeChat account.
    pub fn with_account(mut self) -> Self {
        self.account = true;
        self
    }

    /// To the page with its mock, without a server.
    pub fn at_mock(mut self) -> Self {
        self.content = Some(Content::Mock);
        self
    }

    /// To the page on a static host that names a server elsewhere.
    pub fn at_remote(mut self) -> Self {
        self.content = Some(Content::Remote);
        self
    }

    /// To pages that are not rendered: the app mounts and asks for everything,
    /// as on a static host beside the server.
    pub fn mounted(mut self) -> Self {
        self.mounted = true;
        self
    }

    /// To a server that is reached through something else.
    pub fn through(mut self, through: Through) -> Self {
        self.through = Some(through);
        self
    }

    /// To a newsroom of the test's own: a JSON Feed.
    pub fn to(mut self, feed: impl Into<Vec<u8>>) -> Self {
        self.content = Some(Content::Feed(Arc::from(feed.into())));
        self
    }

    /// Where errors with these words are part of the test. Any other on the
    /// browser's console fails it.
    pub fn tolerating(mut self, words: &'static str) -> Self {
        self.tolerated.push(words);
        self
    }

    /// Runs `steps`.
    pub fn run(self, steps: impl AsyncFnOnce(&Page)) {
        let runtime = runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        runtime.unwrap().block_on(async {
            let driver = Driver::shared();
            let _place = PLACES.acquire().await.unwrap();
            let content = self.content.unwrap_or_else(|| Content::Feed(sample::feed().into()));
            let gate = Gate::default();
            let account = if self.account { Some(weixin::account().await) } else { None };
            let host =
                Host::start(content, self.mounted, self.through, account, gate.clone()).await;
            let browser = browser::start(&driver, self.look).await;
            let page = Page::new(browser, gate, Mutex::new(host)).await;
            if self.saves_data {
                page.save_data().await;
            }
            // Whatever happens, the browser must end: nobody else would end it.
            let outcome = tokio::task::block_in_place(|| {
                catch_unwind(AssertUnwindSafe(|| {
                    runtime::Handle::current().block_on(async {
                        steps(&page).await;
                        page.console_is_clean(&self.tolerated).await;
                    });
                }))
            });
            if outcome.is_err() {
                page.describe().await;
            }
            page.close().await;
            if let Err(panic) = outcome {
                resume_unwind(panic);
            }
        });
    }
}
