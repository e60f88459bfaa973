//! What a reader does with a page and sees of it.
//!
//! Places are CSS selectors. What is seen must be visible: present is not enough.

use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::{Key, WebDriver, WebElement, WindowHandle};
use tokio::sync::Mutex;

use super::env;
use super::gate::Gate;
use super::host::Host;

/// How long a test waits for what it expects; past it, it fails and says what it
/// saw instead.
pub(super) const PATIENCE: Duration = Duration::from_secs(15);

/// How often it looks.
const LOOK: Duration = Duration::from_millis(25);

/// In every page before its own scripts: the visible elements of a selector, and
/// what moved without a reader's doing.
const EYES: &str = r"
    window.visible = css => [...document.querySelectorAll(css)].filter(node =>
        node.checkVisibility({ visibilityProperty: true, opacityProperty: true })
        && !node.closest('[hidden]'));
    window.words = node => node.innerText.replace(/\s+/g, ' ').trim();
    window.shifts = [];
    new PerformanceObserver(list => window.shifts.push(...list.getEntries()))
        .observe({ type: 'layout-shift', buffered: true });
";

/// A page in a browser.
pub struct Page {
    browser: WebDriver,
    origin: String,
    host: Mutex<Host>,
    /// What stands before the server.
    pub gate: Gate,
}

impl Page {
    pub(super) async fn new(browser: WebDriver, gate: Gate, host: Mutex<Host>) -> Self {
        let origin = host.lock().await.origin();
        let page = Self { browser, origin, host, gate };
        page.prepare(EYES).await;
        page
    }

    /// Runs `script` in every page from now on, before the page's own.
    pub async fn prepare(&self, script: &str) {
        let parameters = json!({ "source": script });
        let command = "Page.addScriptToEvaluateOnNewDocument";
        self.browser.cdp().send_raw(command, parameters).await.unwrap();
    }

    /// Says from now on, as browsers do, that the reader wants less data.
    pub(super) async fn save_data(&self) {
        let script = "Object.defineProperty(Navigator.prototype, 'connection', \
            { value: { saveData: true } })";
        self.prepare(script).await;
        self.command("Network.enable", json!({})).await;
        let headers = json!({ "headers": { "Save-Data": "on" } });
        self.command("Network.setExtraHTTPHeaders", headers).await;
    }

    /// Opens a second tab of the same browser, at `address`. Gives both tabs.
    pub async fn open_tab(&self, address: &str) -> [WindowHandle; 2] {
        let first = self.browser.window().await.unwrap();
        let second = self.browser.new_tab().await.unwrap();
        self.go_to_tab(&second).await;
        self.prepare(EYES).await;
        self.open(address).await;
        [first, second]
    }

    /// Looks at another tab from now on.
    pub async fn go_to_tab(&self, tab: &WindowHandle) {
        self.browser.switch_to_window(tab.clone()).await.unwrap();
    }

    /// Goes to `address` of this host and waits for the app.
    pub async fn open(&self, address: &str) {
        self.goto(address).await;
        self.see("main#content, noscript").await;
    }

    /// Goes to `address` of this host.
    pub async fn goto(&self, address: &str) {
        self.browser.goto(format!("{}{address}", self.origin)).await.unwrap();
    }

    /// Loads the page again and waits for the app.
    pub async fn reload(&self) {
        self.browser.refresh().await.unwrap();
        self.see("main#content").await;
    }

    /// The browser's button.
    pub async fn back(&self) {
        self.browser.back().await.unwrap();
    }

    /// The browser's button.
    pub async fn forward(&self) {
        self.browser.forward().await.unwrap();
    }

    /// Where this host is, such as `http://127.0.0.1:8720`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Ends the server and starts it again on its database.
    pub async fn restart_server(&self) {
        self.host.lock().await.restart().await;
    }

    /// What `expression` is worth in the page.
    pub async fn value<T: DeserializeOwned>(&self, expression: &str) -> T {
        let script = format!("return ({expression})");
        let outcome = self.browser.execute(script, Vec::new()).await;
        let outcome = outcome.unwrap_or_else(|error| panic!("{expression}: {error}"));
        let value = outcome.json().clone();
        serde_json::from_value(value.clone())
            .unwrap_or_else(|error| panic!("{expression} is {value}: {error}"))
    }

    /// Does `expression` in the page, whatever it is worth.
    pub async fn act(&self, expression: &str) {
        let _: Value = self.value(&format!("void ({expression})")).await;
    }

    /// What `promise` becomes in the page.
    pub async fn promised(&self, promise: &str) -> Value {
        let script = format!(
            "const done = arguments[0]; ({promise}).then(done, error => done(String(error)))"
        );
        self.browser.execute_async(script, Vec::new()).await.unwrap().json().clone()
    }

    /// What `promise` becomes in the page, if that is within `patience`.
    pub async fn promised_within(&self, promise: &str, patience: Duration) -> Option<Value> {
        self.browser.set_script_timeout(patience).await.unwrap();
        let script = format!("const done = arguments[0]; ({promise}).then(done)");
        match self.browser.execute_async(script, Vec::new()).await {
            Ok(outcome) => Some(outcome.json().clone()),
            Err(error) if matches!(*error, WebDriverErrorInner::ScriptTimeout(_)) => None,
            Err(error) => panic!("{promise}: {error}"),
        }
    }

    /// Waits until `look` is content; on failure it says what `look` saw.
    pub async fn until<T>(
        &self,
        wish: &str,
        mut look: impl AsyncFnMut() -> Result<T, String>,
    ) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match look().await {
                Ok(found) => return found,
                Err(seen) if Instant::now() >= deadline => {
                    panic!("waited in vain for {wish}\nsaw: {seen}")
                }
                Err(_) => tokio::time::sleep(LOOK).await,
            }
        }
    }

    /// Waits until `expression` is worth `expected`.
    pub async fn until_value(&self, expression: &str, expected: impl Into<Value>) {
        let expected = expected.into();
        self.until(&format!("{expression} to be {expected}"), async || {
            let seen: Value = self.value(expression).await;
            if seen == expected { Ok(()) } else { Err(seen.to_string()) }
        })
        .await;
    }

    /// Waits for a visible `place`.
    pub async fn see(&self, place: &str) {
        self.until(&format!("a visible {place}"), async || match self.count(place).await {
            0 => Err(self.outline().await),
            _ => Ok(()),
        })
        .await;
    }

    /// Waits for a visible `place` with exactly these words.
    pub async fn see_words(&self, place: &str, words: &str) {
        self.until(&format!("{words:?} in {place}"), async || {
            let seen = self.words(place).await;
            if seen.iter().any(|seen| seen == words) { Ok(()) } else { Err(format!("{seen:?}")) }
        })
        .await;
    }

    /// Waits until no `place` is visible.
    pub async fn see_none(&self, place: &str) {
        self.until(&format!("no visible {place}"), async || match &self.words(place).await[..] {
            [] => Ok(()),
            seen => Err(format!("{seen:?}")),
        })
        .await;
    }

    /// How many of `place` are visible now.
    pub async fn count(&self, place: &str) -> usize {
        self.value(&format!("visible({}).length", quoted(place))).await
    }

    /// The words of each visible `place` now, with single blanks.
    pub async fn words(&self, place: &str) -> Vec<String> {
        self.value(&format!("visible({}).map(words)", quoted(place))).await
    }

    /// The value of `attribute` on each visible `place` now; null where there is
    /// none.
    pub async fn attributes(&self, place: &str, attribute: &str) -> Vec<Option<String>> {
        let (place, attribute) = (quoted(place), quoted(attribute));
        self.value(&format!("visible({place}).map(node => node.getAttribute({attribute}))")).await
    }

    /// Waits for a visible `place` and taps it.
    pub async fn tap(&self, place: &str) {
        self.tap_by(place, &format!("visible({})[0]", quoted(place))).await;
    }

    /// Waits for a visible `place` with exactly these words and taps it.
    pub async fn tap_words(&self, place: &str, words: &str) {
        let found =
            format!("visible({}).find(node => words(node) === {})", quoted(place), quoted(words));
        self.tap_by(&format!("{place} {words:?}"), &found).await;
    }

    /// Taps until the tap arrives: something may cover the place, or be moving.
    async fn tap_by(&self, wish: &str, found: &str) {
        self.until(&format!("{wish} to take a tap"), async || {
            let node = self.node(found).await?;
            node.click().await.map_err(|error| error.to_string())
        })
        .await;
    }

    async fn node(&self, found: &str) -> Result<WebElement, String> {
        let script = format!("return {found}");
        let outcome = self.browser.execute(script, Vec::new()).await;
        let node = outcome.and_then(|outcome| outcome.element());
        node.map_err(|error| error.to_string())
    }

    /// Waits for a visible `place` and gives it the focus.
    pub async fn focus(&self, place: &str) {
        self.see(place).await;
        let _: Value = self.value(&format!("visible({})[0].focus()", quoted(place))).await;
    }

    /// Presses a key where the focus is.
    pub async fn press(&self, key: Key) {
        self.browser.action_chain().send_keys(key).perform().await.unwrap();
    }

    /// Presses a key while another is held down.
    pub async fn press_with(&self, held: Key, key: Key) {
        let chain = self.browser.action_chain().key_down(held.clone()).send_keys(key).key_up(held);
        chain.perform().await.unwrap();
    }

    /// Scrolls `place` to the top of the screen.
    pub async fn scroll_to(&self, place: &str) {
        let place = quoted(place);
        let scroll = format!("document.querySelector({place}).scrollIntoView()");
        let _: Value = self.value(&scroll).await;
    }

    /// The page's title.
    pub async fn title(&self) -> String {
        self.browser.title().await.unwrap()
    }

    /// The path and query of the page's address.
    pub async fn address(&self) -> String {
        self.value("location.pathname + location.search").await
    }

    /// The screen as a picture, in the bytes of a PNG.
    pub async fn screenshot(&self) -> Vec<u8> {
        self.browser.screenshot_as_png().await.unwrap()
    }

    /// Sends a command of the browser's own protocol. Gives its answer.
    pub async fn command(&self, command: &str, parameters: Value) -> Value {
        self.browser.cdp().send_raw(command, parameters).await.unwrap()
    }

    /// Fails on console errors that hold none of the tolerated words.
    pub(super) async fn console_is_clean(&self, tolerated: &[&str]) {
        let log = self.browser.browser_log().await.unwrap();
        let errors = log.into_iter().filter(|entry| entry.level == "SEVERE");
        let errors: Vec<String> = errors
            .map(|entry| entry.message)
            .filter(|message| !tolerated.iter().any(|words| message.contains(words)))
            .collect();
        assert!(errors.is_empty(), "errors on the browser's console: {errors:#?}");
    }

    /// Says where a failed test stood.
    pub(super) async fn describe(&self) {
        let name = std::thread::current().name().unwrap_or("test").replace("::", "-");
        let picture = env::path("ZAIDU_PICTURES").join(format!("{name}.png"));
        let log = self.browser.browser_log().await.unwrap_or_default();
        let log: Vec<_> = log.into_iter().map(|entry| entry.message).collect();
        let kept = self.browser.screenshot(&picture).await;
        let at = self.browser.current_url().await.map(String::from).unwrap_or_default();
        eprintln!("at {at}\nconsole: {log:#?}");
        if kept.is_ok() {
            eprintln!("picture: {}", picture.display());
        }
    }

    /// Ends the browser, then its host.
    pub(super) async fn close(self) {
        let ended = self.browser.quit().await;
        self.host.into_inner().stop().await;
        ended.unwrap();
    }

    /// The beginning of what the page says, for failures.
    async fn outline(&self) -> String {
        self.value("document.body ? words(document.body).slice(0, 400) : ''").await
    }
}

/// `text` as a string of JavaScript.
pub fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
