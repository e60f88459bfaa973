//! Installation: the manifest of the newsroom, and the hint from the third visit on.

use serde_json::Value;
use zaidu::strings;

use crate::harness::{Page, Visit, phone, sample};

const HINT: &str = ".offline-bar p";

/// JavaScript: the browser's offer; whether its own hint was prevented is its value.
const OFFER: &str = "!dispatchEvent(Object.assign(
    new Event('beforeinstallprompt', { cancelable: true }),
    { prompt() { window.asked = true; } }))";

fn visit() -> Visit {
    phone().with_worker()
}

/// A visit in a session of its own.
async fn come_back(page: &Page) {
    page.open("/").await;
    page.wait_for_program().await;
    page.wait_for_value("sessionStorage.getItem('zaidu:visit')", "1").await;
}

async fn leave(page: &Page) {
    page.execute("sessionStorage.clear()").await;
}

#[test]
fn the_hint_comes_with_the_third_visit_and_installs() {
    visit().run(async |page| {
        for _ in 0..2 {
            come_back(page).await;
            // Nor does the browser show a hint of its own.
            page.wait_for_value(OFFER, true).await;
            // Pages of the same visit count once.
            come_back(page).await;
            page.wait_for_value(OFFER, true).await;
            assert_eq!(page.count(HINT).await, 0);
            leave(page).await;
        }
        come_back(page).await;
        assert_eq!(page.count(HINT).await, 0, "the browser has not offered it");
        page.wait_for_value(OFFER, true).await;
        page.wait_for_text(HINT, strings::INSTALL_HINT).await;
        page.assert_accessible().await;
        page.tap_text(".offline-bar button", strings::INSTALL).await;
        page.wait_for_value("window.asked === true", true).await;
        page.wait_for_none(HINT).await;
    });
}

#[test]
fn a_hint_that_was_closed_does_not_come_back() {
    visit().run(async |page| {
        come_back(page).await;
        page.execute("localStorage.setItem('zaidu:visits', '3')").await;
        leave(page).await;
        come_back(page).await;
        page.wait_for_value(OFFER, true).await;
        page.tap(".offline-bar button:last-child").await;
        page.wait_for_none(HINT).await;
        leave(page).await;
        page.open("/").await;
        page.wait_for_value(OFFER, true).await;
        assert_eq!(page.count(HINT).await, 0);
        assert_eq!(page.evaluate::<String>("localStorage.getItem('zaidu:visits')").await, "no");
    });
}

#[test]
fn on_ios_the_hint_says_how() {
    visit().on_iphone().run(async |page| {
        page.prepare(
            "localStorage.setItem('zaidu:visits', localStorage.getItem('zaidu:visits') || '2')",
        )
        .await;
        page.open("/").await;
        page.wait_for_text(HINT, strings::INSTALL_HINT_IOS).await;
    });
}

#[test]
fn the_site_can_be_installed() {
    visit().run(async |page| {
        page.open("/").await;
        page.wait_for_program().await;
        page.wait_for_value("!!navigator.serviceWorker.controller", true).await;
        let manifest = page.cdp("Page.getAppManifest", serde_json::json!({})).await;
        assert_eq!(manifest["errors"], serde_json::json!([]), "{manifest}");
        let content: Value = serde_json::from_str(manifest["data"].as_str().unwrap()).unwrap();
        assert_eq!(content["name"], sample::newsroom().site().name);
        let errors = page.cdp("Page.getInstallabilityErrors", serde_json::json!({})).await;
        let errors: Vec<&str> = errors["installabilityErrors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|error| error["errorId"].as_str().unwrap())
            .collect();
        // A test has a profile that nothing can be installed to.
        assert!(errors.iter().all(|error| *error == "in-incognito"), "{errors:?}");
        for icon in content["icons"].as_array().unwrap() {
            let size = format!(
                "fetch('{}').then(it => it.blob()).then(createImageBitmap).then(it => `${{it.width}}x${{it.height}}`)",
                icon["src"].as_str().unwrap()
            );
            if icon["type"] == "image/png" {
                assert_eq!(page.evaluate_async(&size).await, icon["sizes"], "{icon}");
            }
        }
    });
}
