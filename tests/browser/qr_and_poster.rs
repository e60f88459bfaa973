//! What sharing draws: the code and the poster, read by another program.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use zaidu::strings;

use crate::harness::{Page, Visit, desktop, phone, sample};

/// A picture in shades of grey.
struct Picture {
    width: usize,
    height: usize,
    grey: Vec<u8>,
}

impl Picture {
    fn of_png(png: &[u8]) -> Self {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        let samples = info.color_type.samples();
        // Green is most of what is seen.
        let grey = pixels.chunks_exact(samples).map(|pixel| pixel[1.min(samples - 1)]).collect();
        Self { width: info.width as usize, height: info.height as usize, grey }
    }

    /// The words of each code in it.
    fn codes(&self) -> Vec<String> {
        let mut image =
            rqrr::PreparedImage::prepare_from_greyscale(self.width, self.height, |x, y| {
                self.grey[y * self.width + x]
            });
        image.detect_grids().iter().filter_map(|grid| grid.decode().ok()).map(|it| it.1).collect()
    }

    fn at(&self, x: usize, y: usize) -> u8 {
        self.grey[y * self.width + x]
    }
}

fn url(page: &Page) -> String {
    format!("{}{}", page.origin(), sample::article_path(sample::LONG))
}

async fn open(page: &Page, way: &str) {
    page.prepare("delete Navigator.prototype.share;").await;
    page.open(&sample::article_path(sample::LONG)).await;
    page.tap(".meta .share-button").await;
    page.tap_text(".share-targets button", way).await;
    page.wait_for_text("dialog[open] h2", way).await;
}

/// Waits until the screen shows exactly one code, of `url`.
async fn scans(page: &Page, url: &str) {
    page.wait_until(&format!("a code of {url}"), async || {
        let codes = Picture::of_png(&page.screenshot().await).codes();
        if codes == [url] { Ok(()) } else { Err(format!("{codes:?}")) }
    })
    .await;
}

fn a_code_is_scanned(visit: Visit) {
    visit.run(async |page| {
        open(page, strings::CODE_TO_SCAN).await;
        let label = page.attributes(".share-code svg[role=img]", "aria-label").await;
        assert_eq!(label, [Some(strings::CODE_OF_ARTICLE.to_owned())]);
        page.wait_for_text("dialog[open] .share-address", &url(page)).await;
        scans(page, &url(page)).await;
        page.assert_accessible().await;
    });
}

#[test]
fn the_code_is_scanned_from_a_phone() {
    a_code_is_scanned(phone().sized(320, 568));
}

#[test]
fn the_code_is_scanned_from_a_dark_phone_on_its_side() {
    a_code_is_scanned(phone().sized(740, 360).dark());
}

#[test]
fn the_code_is_scanned_from_a_dark_desktop() {
    a_code_is_scanned(desktop().dark());
}

/// The code that came with the page.
async fn paper_is_scanned(page: &Page) {
    page.goto(&sample::article_path(sample::LONG)).await;
    page.scroll_to(".share-foot").await;
    scans(page, &url(page)).await;
}

#[test]
fn a_desktops_page_has_the_code_before_the_program() {
    for visit in [desktop(), desktop().dark()] {
        visit.run(async |page| {
            let _held = page.proxy.hold(sample::get_wasm());
            paper_is_scanned(page).await;
            page.wait_for(".share-paper").await;
        });
    }
}

#[test]
fn a_page_that_is_mounted_draws_the_same_code() {
    desktop().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        let code = "document.querySelector('.share-paper').innerHTML.replace(/<!---->/g, '')";
        let rendered: String = page.evaluate(code).await;
        assert!(rendered.contains("<path d=\"M"), "{rendered}");
        // From another page the app makes it itself.
        page.open("/").await;
        page.tap(".card-link").await;
        page.wait_for("article h1").await;
        page.wait_for(".share-paper svg").await;
        page.scroll_to(".share-foot").await;
        let other: String = page.evaluate("location.href").await;
        scans(page, &other).await;
    });
}

#[test]
fn a_phones_page_does_without_it_but_paper_has_it() {
    phone().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(".share-more").await;
        assert_eq!(page.count(".share-paper").await, 0);
        page.cdp("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
        page.wait_for(".share-paper svg").await;
        page.wait_for_text(".share-address", &url(page)).await;
        assert_eq!(page.count(".share-button").await, 0);
        page.scroll_to(".share-foot").await;
        scans(page, &url(page)).await;
    });
}

/// The poster as a reader would keep it.
async fn poster(page: &Page) -> Picture {
    open(page, strings::POSTER).await;
    let image = ".share-poster";
    page.wait_for_value(&format!("visible({image:?})[0].complete"), true).await;
    let source = page.attributes(image, "src").await[0].clone().unwrap();
    let png = STANDARD.decode(source.strip_prefix("data:image/png;base64,").unwrap()).unwrap();
    Picture::of_png(&png)
}

fn a_poster_is_whole(visit: Visit, scale: usize) {
    visit.run(async |page| {
        let poster = poster(page).await;
        assert_eq!(poster.width, 360 * scale);
        assert_eq!(poster.codes(), [url(page)]);
        // Paper is light on every screen, and there is ink on it.
        assert!(poster.at(2, 2) > 240);
        let ink = poster.grey.iter().filter(|grey| **grey < 90).count();
        assert!(ink * 100 > poster.grey.len(), "{ink} dark pixels");
        let title = sample::article(sample::LONG).headline();
        let told = page.attributes(".share-poster", "alt").await;
        assert_eq!(told, [Some(strings::poster_of(&title))]);
        page.wait_for_text("dialog[open] p", strings::KEEP_POSTER).await;
        page.wait_for_text("dialog[open] a[download]", strings::DOWNLOAD).await;
        page.assert_accessible().await;
    });
}

#[test]
fn a_poster_is_whole_on_a_phone() {
    a_poster_is_whole(phone(), 2);
}

#[test]
fn a_poster_is_light_on_a_dark_desktop() {
    a_poster_is_whole(desktop().dark(), 2);
}

#[test]
fn a_poster_has_the_pixels_of_the_device() {
    phone().run(async |page| {
        let metrics = json!({
            "width": 360, "height": 740, "deviceScaleFactor": 2.625, "mobile": true,
        });
        page.cdp("Emulation.setDeviceMetricsOverride", metrics).await;
        assert_eq!(poster(page).await.width, 360 * 3);
    });
}

#[test]
fn a_browser_that_draws_nothing_says_so() {
    phone().run(async |page| {
        page.prepare("HTMLCanvasElement.prototype.getContext = () => null;").await;
        open(page, strings::POSTER).await;
        page.wait_for_text("dialog[open] [role=status]", strings::POSTER_FAILED).await;
        page.assert_accessible().await;
        page.tap(".dialog-back").await;
        page.wait_for(".share-targets").await;
    });
}

#[test]
fn nothing_is_drawn_before_it_is_asked_for() {
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
