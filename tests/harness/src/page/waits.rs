//! What a page shows: queries for its visible content, and waits for it.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::{Page, js_string};
use crate::proxy::TIMEOUT;

/// Polling interval of [`Page::wait_until`].
const POLL_INTERVAL: Duration = Duration::from_millis(25);

/// Whether the program has taken over the page.
const HAS_PROGRAM: &str = "performance.getEntriesByName('zaidu-ready').length > 0";

impl Page {
    /// Polls `check` until it returns `Ok`.
    ///
    /// # Panics
    /// After the timeout, with what `check` saw last.
    pub async fn wait_until<T>(
        &self,
        expected: &str,
        mut check: impl AsyncFnMut() -> Result<T, String>,
    ) -> T {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            match check().await {
                Ok(found) => return found,
                Err(seen) if Instant::now() >= deadline => {
                    panic!("waited in vain for {expected}\nsaw: {seen}")
                }
                Err(_) => tokio::time::sleep(POLL_INTERVAL).await,
            }
        }
    }

    /// Waits until the JavaScript `expression` evaluates to `expected`.
    pub async fn wait_for_value(&self, expression: &str, expected: impl Into<Value>) {
        let expected = expected.into();
        self.wait_until(&format!("{expression} to be {expected}"), async || {
            let seen: Value = self.try_evaluate(expression).await?;
            if seen == expected { Ok(()) } else { Err(seen.to_string()) }
        })
        .await;
    }

    /// Whether the program has taken over the page. Until then links open other documents.
    pub async fn has_program(&self) -> bool {
        self.evaluate(HAS_PROGRAM).await
    }

    /// Waits until the program has taken over the page.
    pub async fn wait_for_program(&self) {
        self.wait_for_value(HAS_PROGRAM, true).await;
    }

    /// Waits three frames: until the work after an event is done and painted, also where it was put off
    /// to the next frame.
    pub async fn wait_for_frames(&self) {
        let frames = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() =>
            requestAnimationFrame(done)))).then(() => 0)";
        self.evaluate_async(frames).await;
    }

    /// Unfolds the text of an article, if it is folded. The program decides that once it has taken
    /// over and the text has been laid out.
    pub async fn unfold(&self) {
        self.wait_for_program().await;
        self.wait_for_frames().await;
        if self.count(".fold-button").await > 0 {
            self.tap(".fold-button").await;
            self.wait_for_none(".fold-button").await;
        }
    }

    /// Waits for a visible element of `selector`.
    pub async fn wait_for(&self, selector: &str) {
        self.wait_until(&format!("a visible {selector}"), async || {
            match self.try_evaluate(&count(selector)).await? {
                0 => Err(self.text_excerpt().await?),
                _ => Ok(()),
            }
        })
        .await;
    }

    /// Waits for a visible element of `selector` with exactly this text.
    pub async fn wait_for_text(&self, selector: &str, text: &str) {
        self.wait_until(&format!("{text:?} in {selector}"), async || {
            let seen: Vec<String> = self.try_evaluate(&texts(selector)).await?;
            if seen.iter().any(|seen| seen == text) { Ok(()) } else { Err(format!("{seen:?}")) }
        })
        .await;
    }

    /// Waits until no element of `selector` is visible.
    pub async fn wait_for_none(&self, selector: &str) {
        self.wait_until(&format!("no visible {selector}"), async || {
            let seen: Vec<String> = self.try_evaluate(&texts(selector)).await?;
            if seen.is_empty() { Ok(()) } else { Err(format!("{seen:?}")) }
        })
        .await;
    }

    /// How many elements of `selector` are visible now.
    pub async fn count(&self, selector: &str) -> usize {
        self.evaluate(&count(selector)).await
    }

    /// The text of each visible element of `selector` now, with white space collapsed.
    pub async fn texts(&self, selector: &str) -> Vec<String> {
        self.evaluate(&texts(selector)).await
    }

    /// The value of `attribute` on each visible element of `selector` now; `None` where the
    /// attribute is missing.
    pub async fn attributes(&self, selector: &str, attribute: &str) -> Vec<Option<String>> {
        let (selector, attribute) = (js_string(selector), js_string(attribute));
        self.evaluate(&format!("visible({selector}).map(node => node.getAttribute({attribute}))"))
            .await
    }

    /// The first 400 characters of the page's text, for failure messages.
    async fn text_excerpt(&self) -> Result<String, String> {
        self.try_evaluate("document.body ? words(document.body).slice(0, 400) : ''").await
    }
}

/// JavaScript: how many elements of `selector` are visible.
fn count(selector: &str) -> String {
    format!("visible({}).length", js_string(selector))
}

/// JavaScript: the text of each visible element of `selector`.
fn texts(selector: &str) -> String {
    format!("visible({}).map(words)", js_string(selector))
}
