//! What a reader does on a page: taps, keys, scrolling.

use serde_json::Value;
use thirtyfour::{Key, WebElement};

use super::{Page, js_string};

impl Page {
    /// Waits for a visible element of `selector` and taps it.
    pub async fn tap(&self, selector: &str) {
        self.tap_element(selector, &format!("visible({})[0]", js_string(selector))).await;
    }

    /// Waits for a visible element of `selector` with exactly this text and taps it.
    pub async fn tap_text(&self, selector: &str, text: &str) {
        let (css, string) = (js_string(selector), js_string(text));
        let element = format!("visible({css}).find(node => words(node) === {string})");
        self.tap_element(&format!("{selector} {text:?}"), &element).await;
    }

    /// Retries a tap on the element of the JavaScript expression `element` until it succeeds:
    /// another element may cover it, or it may be moving. One that is scrolled to the edge of the
    /// viewport may be below a sticky bar: it is then scrolled to the middle, as a reader does.
    async fn tap_element(&self, name: &str, element: &str) {
        self.wait_until(&format!("{name} to take a tap"), async || {
            let element = self.find_element(element).await?;
            let tapped = element.click().await.map_err(|error| error.to_string());
            if tapped.is_err() {
                // It may be gone by now: the next try says so.
                let _ = element.scroll_into_view().await;
            }
            tapped
        })
        .await;
    }

    async fn find_element(&self, element: &str) -> Result<WebElement, String> {
        let script = format!("return {element}");
        let outcome = self.browser.execute(script, Vec::new()).await;
        let element = outcome.and_then(|outcome| outcome.element());
        element.map_err(|error| error.to_string())
    }

    /// Waits for a visible element of `selector` and focuses it.
    pub async fn focus(&self, selector: &str) {
        self.wait_for(selector).await;
        let _: Value = self.evaluate(&format!("visible({})[0].focus()", js_string(selector))).await;
    }

    /// Types `text` into the focused element.
    pub async fn type_text(&self, text: &str) {
        self.browser.action_chain().send_keys(text).perform().await.unwrap();
    }

    /// Presses a key on the focused element.
    pub async fn press(&self, key: Key) {
        self.browser.action_chain().send_keys(key).perform().await.unwrap();
    }

    /// Presses `key` while `held` is down.
    pub async fn press_with(&self, held: Key, key: Key) {
        let chain = self.browser.action_chain().key_down(held.clone()).send_keys(key).key_up(held);
        chain.perform().await.unwrap();
    }

    /// Scrolls the first element of `selector` to the top of the viewport.
    pub async fn scroll_to(&self, selector: &str) {
        let selector = js_string(selector);
        let scroll = format!("document.querySelector({selector}).scrollIntoView()");
        let _: Value = self.evaluate(&scroll).await;
    }
}
