//! QR code and share poster: both are decoded by an independent QR library.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use zaidu::strings;

use crate::harness::{Fault, Page, Visit, desktop, phone, sample};

/// A greyscale image.
struct GreyImage {
    width: usize,
    height: usize,
    grey: Vec<u8>,
}

impl GreyImage {
    fn from_png(png: &[u8]) -> Self {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        let samples = info.color_type.samples();
        // The green channel contributes most to luminance.
        let grey = pixels.chunks_exact(samples).map(|pixel| pixel[1.min(samples - 1)]).collect();
        Self { width: info.width as usize, height: info.height as usize, grey }
    }

    /// The decoded texts of all QR codes in the image.
    fn qr_codes(&self) -> Vec<String> {
        let mut image =
            rqrr::PreparedImage::prepare_from_greyscale(self.width, self.height, |x, y| {
                self.grey[y * self.width + x]
            });
        image.detect_grids().iter().filter_map(|grid| grid.decode().ok()).map(|it| it.1).collect()
    }

    fn pixel(&self, x: usize, y: usize) -> u8 {
        self.grey[y * self.width + x]
    }
}

fn url(page: &Page) -> String {
    format!("{}{}", page.origin(), sample::article_path(sample::LONG))
}

/// Opens the share panel and selects the share method `method`, whose view has this heading.
async fn open(page: &Page, method: &str, heading: &str) {
    page.prepare("delete Navigator.prototype.share;").await;
    page.open(&sample::article_path(sample::LONG)).await;
    page.tap(".meta .share-button").await;
    page.tap_text(".share-targets button", method).await;
    page.wait_for_text("dialog[open] h2", heading).await;
}

/// Waits until the viewport shows exactly one QR code, with the text `url`.
async fn wait_for_qr_code(page: &Page, url: &str) {
    page.wait_until(&format!("a code of {url}"), async || {
        let codes = GreyImage::from_png(&page.screenshot().await).qr_codes();
        if codes == [url] { Ok(()) } else { Err(format!("{codes:?}")) }
    })
    .await;
}

fn check_qr_code(visit: Visit, method: &'static str, heading: &'static str) {
    visit.run(async |page| {
        open(page, method, heading).await;
        let label = page.attributes(".share-code svg[role=img]", "aria-label").await;
        assert_eq!(label, [Some(strings::QR_CODE_OF_ARTICLE.to_owned())]);
        page.wait_for_text("dialog[open] .share-address", &url(page)).await;
        wait_for_qr_code(page, &url(page)).await;
        page.assert_accessible().await;
    });
}

#[test]
fn the_qr_code_is_readable_on_a_phone() {
    check_qr_code(phone().sized(320, 568), strings::QR_CODE, strings::QR_CODE);
}

#[test]
fn the_qr_code_is_readable_on_a_dark_phone_in_landscape() {
    check_qr_code(phone().sized(740, 360).dark(), strings::QR_CODE, strings::QR_CODE);
}

#[test]
fn the_qr_code_is_readable_on_a_dark_desktop() {
    check_qr_code(desktop().dark(), strings::WECHAT, strings::WECHAT_SCAN);
}

/// Checks the server-rendered QR code at the end of the article.
async fn check_rendered_qr_code(page: &Page) {
    page.goto(&sample::article_path(sample::LONG)).await;
    page.scroll_to(".share-foot").await;
    wait_for_qr_code(page, &url(page)).await;
}

#[test]
fn a_desktop_page_shows_the_qr_code_before_the_wasm_module_loads() {
    for visit in [desktop(), desktop().dark()] {
        visit.run(async |page| {
            let _held = page.proxy.hold(sample::get_wasm());
            check_rendered_qr_code(page).await;
            page.wait_for(".share-paper").await;
        });
    }
}

#[test]
fn a_mounted_page_draws_the_qr_code_too() {
    desktop().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        let code = "document.querySelector('.share-paper').innerHTML.replace(/<!---->/g, '')";
        let rendered: String = page.evaluate(code).await;
        assert!(rendered.contains("<path d=\"M"), "{rendered}");
        // After client-side navigation the app draws the code itself.
        page.open("/").await;
        page.tap(".card-link").await;
        page.wait_for("article h1").await;
        page.wait_for(".share-paper svg").await;
        page.scroll_to(".share-foot").await;
        let other: String = page.evaluate("location.href").await;
        wait_for_qr_code(page, &other).await;
    });
}

#[test]
fn a_phone_shows_no_qr_code_but_prints_one() {
    phone().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(".share-more").await;
        assert_eq!(page.count(".share-paper").await, 0);
        page.cdp("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
        page.wait_for(".share-paper svg").await;
        page.wait_for_text(".share-address", &url(page)).await;
        assert_eq!(page.count(".share-button").await, 0);
        page.scroll_to(".share-foot").await;
        wait_for_qr_code(page, &url(page)).await;
    });
}

/// Opens the poster and decodes the PNG that a reader would save.
async fn poster(page: &Page) -> GreyImage {
    open(page, strings::POSTER, strings::POSTER).await;
    shown_poster(page).await
}

async fn shown_poster(page: &Page) -> GreyImage {
    let image = ".share-poster";
    page.wait_for(image).await;
    page.wait_for_value(&format!("visible({image:?})[0].complete"), true).await;
    let source = page.attributes(image, "src").await[0].clone().unwrap();
    let png = STANDARD.decode(source.strip_prefix("data:image/png;base64,").unwrap()).unwrap();
    GreyImage::from_png(&png)
}

fn check_poster(visit: Visit) {
    visit.run(async |page| {
        let poster = poster(page).await;
        assert_eq!((poster.width, poster.height), (1080, 1440));
        assert_eq!(poster.qr_codes(), [url(page)]);
        // The poster has a light background in every colour scheme, and dark text on it.
        assert!(poster.pixel(2, 1_400) > 240);
        let ink = poster.grey.iter().filter(|grey| **grey < 90).count();
        assert!(ink * 100 > poster.grey.len(), "{ink} dark pixels");
        let title = sample::article(sample::LONG).headline();
        let alt = page.attributes(".share-poster", "alt").await;
        assert_eq!(alt, [Some(strings::poster_of(&title))]);
        page.wait_for_text("dialog[open] p", strings::SAVE_POSTER).await;
        page.wait_for_text("dialog[open] a[download]", strings::DOWNLOAD).await;
        page.assert_accessible().await;
    });
}

#[test]
fn the_poster_is_complete_on_a_phone() {
    check_poster(phone());
}

#[test]
fn the_poster_is_light_on_a_dark_desktop() {
    check_poster(desktop().dark());
}

#[test]
fn the_poster_is_as_large_on_every_screen_and_has_a_long_form() {
    phone().run(async |page| {
        let metrics = json!({
            "width": 360, "height": 740, "deviceScaleFactor": 2.625, "mobile": true,
        });
        page.cdp("Emulation.setDeviceMetricsOverride", metrics).await;
        let card = poster(page).await;
        assert_eq!((card.width, card.height), (1080, 1440));
        page.tap_text("dialog[open] button", strings::LONG_POSTER).await;
        page.wait_for_text("dialog[open] button", strings::CARD_POSTER).await;
        let long = shown_poster(page).await;
        assert_eq!(long.width, 1080);
        assert!(long.height > 1440, "{}", long.height);
        assert_eq!(long.qr_codes(), [url(page)]);
    });
}

/// How varied the upper part of a poster is, where its picture is: the number of grey values.
fn picture_shades(poster: &GreyImage) -> usize {
    let upper = &poster.grey[..poster.width * 300];
    (0..=255).filter(|grey| upper.contains(grey)).count()
}

#[test]
fn the_poster_has_the_picture_if_it_can_be_read() {
    phone().run(async |page| {
        assert!(picture_shades(&poster(page).await) > 100);
    });
    phone().tolerating("502").run(async |page| {
        let picture = &sample::article(sample::LONG).picture.as_ref().unwrap().url;
        let _failing = page.proxy.fail(format!("GET {}", picture.as_str()), Fault::BadGateway);
        let poster = poster(page).await;
        assert!(picture_shades(&poster) < 100);
        assert_eq!((poster.height, poster.qr_codes()), (1440, vec![url(page)]));
    });
}

#[test]
fn a_picture_of_another_origin_that_forbids_it_does_not_spoil_the_poster() {
    let mut feed: serde_json::Value = serde_json::from_slice(&sample::feed()).unwrap();
    let items = feed["items"].as_array_mut().unwrap();
    let item = items.iter_mut().find(|item| item["id"] == sample::LONG).unwrap();
    // The same server under another name; it sends no CORS headers for media.
    item["_newsroom"]["picture"]["url"] = "http://localhost:1/media/none.jpg".into();
    phone().with_feed(feed.to_string()).tolerating("localhost:1").run(async |page| {
        let poster = poster(page).await;
        assert_eq!((poster.height, poster.qr_codes()), (1440, vec![url(page)]));
    });
}

#[test]
fn without_a_canvas_context_the_poster_reports_an_error() {
    phone().run(async |page| {
        page.prepare("HTMLCanvasElement.prototype.getContext = () => null;").await;
        open(page, strings::POSTER, strings::POSTER).await;
        page.wait_for_text("dialog[open] [role=status]", strings::POSTER_FAILED).await;
        page.assert_accessible().await;
        page.tap(".dialog-back").await;
        page.wait_for(".share-targets").await;
    });
}

#[test]
fn no_canvas_is_drawn_before_the_poster_is_opened() {
    phone().run(async |page| {
        page.prepare(
            "window.drawn = 0;
            const get = HTMLCanvasElement.prototype.getContext;
            HTMLCanvasElement.prototype.getContext = function (...kind) {
                drawn += 1;
                return get.apply(this, kind);
            };
            delete Navigator.prototype.share;",
        )
        .await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.tap(".meta .share-button").await;
        page.wait_for("dialog[open] .share-targets").await;
        page.wait_for_value("window.drawn", 0).await;
        page.tap_text(".share-targets button", strings::POSTER).await;
        page.wait_for(".share-poster").await;
        page.wait_for_value("window.drawn", 1).await;
    });
}
