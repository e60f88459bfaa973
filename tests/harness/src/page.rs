//! Page object: a page in a browser, its navigation and its host; reading it and acting in it are in
//! modules of their own.
//!
//! Elements are named by CSS selectors. Only visible elements match: being in the document is
//! not enough.

mod input;
mod waits;

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::{WebDriver, WindowHandle};
use tokio::sync::Mutex;

use super::engine::{Capability, Engine, Skip};
use super::host::Host;
use super::proxy::Proxy;
use super::{env, inject};

/// Helper functions that are injected into every page before its own scripts: `visible` lists
/// the visible elements of a selector, `words` returns an element's text, and `shifts` collects
/// layout shifts.
const HELPERS: &str = r"
    window.visible = css => [...document.querySelectorAll(css)].filter(node =>
        node.checkVisibility({ visibilityProperty: true, opacityProperty: true })
        && !node.closest('[hidden]'));
    window.words = node => node.innerText.replace(/\s+/g, ' ').trim();
    window.shifts = [];
    new PerformanceObserver(list => window.shifts.push(...list.getEntries()))
        .observe({ type: 'layout-shift', buffered: true });
";

/// Takes service workers from a page, as the browsers of apps do: with one a response may come from a
/// cache, and only tests of that expect it.
const NO_WORKER: &str = "delete Navigator.prototype.serviceWorker;";

/// Takes event streams from a page: by them the server changes it at any time.
const NO_EVENTS: &str = "delete window.EventSource;";

/// A page in a browser, with the host that serves it.
pub struct Page {
    browser: WebDriver,
    origin: String,
    host: Mutex<Host>,
    /// Whether pages have service workers.
    has_worker: bool,
    /// Whether pages receive events.
    has_events: bool,
    /// The proxy in front of the server.
    pub proxy: Proxy,
}

impl Page {
    pub(super) async fn new(
        browser: WebDriver,
        proxy: Proxy,
        host: Mutex<Host>,
        has_worker: bool,
        has_events: bool,
    ) -> Self {
        let origin = host.lock().await.origin();
        let page = Self { browser, origin, host, has_worker, has_events, proxy };
        page.prepare_tab().await;
        page
    }

    async fn prepare_tab(&self) {
        if Engine::current() != Engine::Chromium {
            self.prepare(inject::ERROR_LOG).await;
        }
        self.prepare(HELPERS).await;
        if !self.has_worker {
            self.prepare(NO_WORKER).await;
        }
        if !self.has_events {
            self.prepare(NO_EVENTS).await;
        }
    }

    /// Injects `script` into every page loaded from now on, before the page's own scripts.
    pub async fn prepare(&self, script: &str) {
        if Engine::current() != Engine::Chromium {
            return self.proxy.add_script(script);
        }
        let parameters = json!({ "source": script });
        let command = "Page.addScriptToEvaluateOnNewDocument";
        self.browser.cdp().send_raw(command, parameters).await.unwrap();
    }

    /// Turns on the data saver: `navigator.connection.saveData` and the `Save-Data` header.
    pub(super) async fn set_save_data(&self) {
        let script = "Object.defineProperty(Navigator.prototype, 'connection', \
            { value: { saveData: true } })";
        self.prepare(script).await;
        if Engine::current() != Engine::Chromium {
            return self.proxy.save_data();
        }
        self.cdp("Network.enable", json!({})).await;
        let headers = json!({ "headers": { "Save-Data": "on" } });
        self.cdp("Network.setExtraHTTPHeaders", headers).await;
    }

    /// Opens a second tab of the same browser at `path`. Returns both tabs.
    pub async fn open_tab(&self, path: &str) -> [WindowHandle; 2] {
        let first = self.browser.window().await.unwrap();
        let second = self.browser.new_tab().await.unwrap();
        self.switch_to_tab(&second).await;
        // The proxy's scripts are in the pages of all tabs.
        if Engine::current() == Engine::Chromium {
            self.prepare_tab().await;
        }
        self.open(path).await;
        [first, second]
    }

    /// Makes `tab` the current tab.
    pub async fn switch_to_tab(&self, tab: &WindowHandle) {
        self.browser.switch_to_window(tab.clone()).await.unwrap();
    }

    /// Navigates to `path` of this host and waits for the app.
    pub async fn open(&self, path: &str) {
        self.goto(path).await;
        self.wait_for("main#content, noscript").await;
    }

    /// Navigates to `path` of this host.
    pub async fn goto(&self, path: &str) {
        self.browser.goto(format!("{}{path}", self.origin)).await.unwrap();
    }

    /// Reloads the page and waits for the app.
    pub async fn reload(&self) {
        self.browser.refresh().await.unwrap();
        self.wait_for("main#content").await;
    }

    /// Presses the browser's Back button.
    pub async fn back(&self) {
        self.browser.back().await.unwrap();
    }

    /// Presses the browser's Forward button.
    pub async fn forward(&self) {
        self.browser.forward().await.unwrap();
    }

    /// The origin of this host, such as `http://127.0.0.1:8720`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Stops the server and starts it again on its database.
    pub async fn restart_server(&self) {
        self.host.lock().await.restart().await;
    }

    /// Stops the server, as if there were no network.
    pub async fn stop_server(&self) {
        self.host.lock().await.stop().await;
    }

    /// Starts it again, with the service worker that removes itself.
    pub async fn restart_without_worker(&self) {
        self.host.lock().await.restart_without_worker().await;
    }

    /// Deploys another build: without the files whose names begin with `prefix`.
    pub async fn deploy_without(&self, prefix: &str) {
        self.host.lock().await.deploy_without(prefix).await;
    }

    /// Imports `feed` too, while the server runs.
    pub async fn import(&self, feed: &[u8]) {
        self.host.lock().await.import(feed).await;
    }

    /// Withdraws the article `id` while the server runs.
    pub async fn withdraw(&self, id: &str) {
        self.host.lock().await.withdraw(id).await;
    }

    /// Evaluates the JavaScript `expression` in the page.
    pub async fn evaluate<T: DeserializeOwned>(&self, expression: &str) -> T {
        let value = self.try_evaluate(expression).await;
        value.unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    /// Evaluates `expression`; an error while one document gives way to another.
    async fn try_evaluate<T: DeserializeOwned>(&self, expression: &str) -> Result<T, String> {
        let script = format!("return ({expression})");
        let outcome = self.browser.execute(script, Vec::new()).await;
        let value = outcome.map_err(|error| error.to_string())?.json().clone();
        serde_json::from_value(value.clone()).map_err(|error| format!("{value}: {error}"))
    }

    /// Evaluates `expression` in the page and discards its value.
    pub async fn execute(&self, expression: &str) {
        let _: Value = self.evaluate(&format!("void ({expression})")).await;
    }

    /// Runs the statements of `script` in the page.
    pub(super) async fn run_script(&self, script: &str) {
        self.browser.execute(script, Vec::new()).await.unwrap();
    }

    /// Awaits the JavaScript `promise` in the page; a rejection becomes a string.
    pub async fn evaluate_async(&self, promise: &str) -> Value {
        let script = format!(
            "const done = arguments[0]; ({promise}).then(done, error => done(String(error)))"
        );
        self.browser.execute_async(script, Vec::new()).await.unwrap().json().clone()
    }

    /// Awaits `promise` in the page; `None` when it does not resolve within `timeout`.
    pub async fn evaluate_async_within(&self, promise: &str, timeout: Duration) -> Option<Value> {
        self.browser.set_script_timeout(timeout).await.unwrap();
        let script = format!("const done = arguments[0]; ({promise}).then(done)");
        match self.browser.execute_async(script, Vec::new()).await {
            Ok(outcome) => Some(outcome.json().clone()),
            Err(error) if matches!(*error, WebDriverErrorInner::ScriptTimeout(_)) => None,
            Err(error) => panic!("{promise}: {error}"),
        }
    }

    /// The HTTP status of the current location. It is requested once more: not every engine tells that
    /// of the document.
    pub async fn status(&self) -> Value {
        self.evaluate_async("fetch(location.href).then(response => response.status)").await
    }

    /// The document's title.
    pub async fn title(&self) -> String {
        self.browser.title().await.unwrap()
    }

    /// The path and query of the current location.
    pub async fn current_path(&self) -> String {
        self.evaluate("location.pathname + location.search").await
    }

    /// A screenshot of the viewport, as PNG.
    pub async fn screenshot(&self) -> Vec<u8> {
        self.browser.screenshot_as_png().await.unwrap()
    }

    /// Sends a Chrome DevTools Protocol command and returns its result. In other engines the visit
    /// ends here, as one that was skipped.
    pub async fn cdp(&self, command: &str, parameters: Value) -> Value {
        Skip::unless(Capability::DevTools, command);
        self.browser.cdp().send_raw(command, parameters).await.unwrap()
    }

    /// Fails on console errors that contain none of the tolerated texts. Of a file that could not be
    /// loaded only Chromium says why: in other engines a visit that tolerates any reason tolerates it.
    pub(super) async fn assert_console_clean(&self, tolerated: &[&str]) {
        let mut errors = self.console_errors().await.expect("the browser has a log");
        if Engine::current() != Engine::Chromium && !tolerated.is_empty() {
            errors.retain(|message| !message.starts_with(inject::LOAD_FAILED));
        }
        errors.retain(|message| !tolerated.iter().any(|text| message.contains(text)));
        assert!(errors.is_empty(), "errors on the browser's console: {errors:#?}");
    }

    /// The errors on the console so far; `None` when the browser does not answer.
    async fn console_errors(&self) -> Option<Vec<String>> {
        if Engine::current() == Engine::Chromium {
            let log = self.browser.browser_log().await.ok()?;
            let errors = log.into_iter().filter(|entry| entry.level == "SEVERE");
            return Some(errors.map(|entry| entry.message).collect());
        }
        // Documents without an origin have no storage.
        let script = "try { return JSON.parse(sessionStorage.getItem('harness-errors') || '[]') }
            catch { return [] }";
        let logged = self.browser.execute(script, Vec::new()).await.ok()?;
        serde_json::from_value(logged.json().clone()).ok()
    }

    /// Prints the location and console log of a failed test, and saves a screenshot.
    pub(super) async fn report_failure(&self, message: &str) {
        let name = std::thread::current().name().unwrap_or("test").replace("::", "-");
        let picture = env::path("ZAIDU_PICTURES").join(format!("{name}.png"));
        let log = self.console_errors().await.unwrap_or_default();
        let saved = self.browser.screenshot(&picture).await;
        let at = self.browser.current_url().await.map(String::from).unwrap_or_default();
        eprintln!("at {at}\nconsole: {log:#?}");
        if saved.is_ok() {
            eprintln!("picture: {}", picture.display());
        }
        // Again and last: the panic itself stands above a long backtrace, which logs cut.
        eprintln!("failed: {message}");
    }

    /// Closes the browser, then stops the host.
    pub(super) async fn close(self) {
        let closed = self.browser.quit().await;
        self.host.into_inner().stop().await;
        closed.unwrap();
    }
}

/// `text` as a JavaScript string literal.
pub fn js_string(text: &str) -> String {
    Value::from(text).to_string()
}
