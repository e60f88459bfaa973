//! Several pictures in a row in a text: rows of one height, in which each picture opens the viewer
//! at its place.

use serde_json::json;

use crate::harness::{Page, Visit, desktop, phone, sample};

/// A text with pictures of these sizes in a row, and one caption for all.
fn feed(sizes: &[(u32, u32)]) -> String {
    let pictures: String = sizes
        .iter()
        .enumerate()
        .map(|(at, (width, height))| {
            format!("<img src='/media/bus.jpg' width='{width}' height='{height}' alt='{at}'>")
        })
        .collect();
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": "River",
        "items": [{
            "id": "row",
            "title": "Row",
            "date_published": "2026-11-20T08:00:00+08:00",
            "content_html": format!(
                "<p>春江。</p><figure>{pictures}<figcaption>All</figcaption></figure><p>潮水。</p>"
            ),
        }],
    })
    .to_string()
}

/// JavaScript: for each row, the number of its pictures, whether they have one height, and whether
/// they fill the width of the text.
const ROWS: &str = "visible('.picture-row').map(row => {
    const boxes = [...row.querySelectorAll('img')].map(image => image.getBoundingClientRect());
    const { left, right } = document.querySelector('.article-body').getBoundingClientRect();
    return [
        boxes.length,
        boxes.every(box => Math.abs(box.height - boxes[0].height) < 2),
        Math.abs(boxes[0].left - left) < 1 && Math.abs(boxes.at(-1).right - right) < 1,
    ];
})";

fn check_rows(visit: Visit, sizes: &[(u32, u32)], rows: &[usize]) {
    visit.with_feed(feed(sizes)).run(async |page: &Page| {
        page.open(&sample::article_path("row")).await;
        page.wait_for(".picture-group").await;
        let expected: Vec<_> = rows.iter().map(|count| json!([count, true, true])).collect();
        page.wait_for_value(ROWS, expected).await;
        // At most a fifth of a picture is cut off.
        let shown = "visible('.picture-row img').every(image => {
            const box = image.getBoundingClientRect();
            const change = box.width / box.height / (image.getAttribute('width') / image.getAttribute('height'));
            return change > 0.78 && change < 1.28;
        })";
        page.wait_for_value(shown, true).await;
        page.wait_for_value("document.documentElement.scrollWidth === innerWidth", true).await;
        page.assert_accessible().await;
    });
}

const LANDSCAPE: (u32, u32) = (1600, 1067);
const UPRIGHT: (u32, u32) = (900, 1200);

#[test]
fn two_pictures_are_beside_each_other() {
    check_rows(phone(), &[LANDSCAPE, UPRIGHT], &[2]);
}

#[test]
fn the_first_of_three_is_large() {
    check_rows(desktop(), &[LANDSCAPE, LANDSCAPE, (1600, 900)], &[1, 2]);
}

#[test]
fn many_pictures_are_in_rows_of_two_and_three() {
    check_rows(phone(), &[LANDSCAPE; 4], &[2, 2]);
    check_rows(desktop(), &[LANDSCAPE, UPRIGHT, (1000, 1000), UPRIGHT, LANDSCAPE], &[2, 3]);
}

#[test]
fn each_picture_opens_the_viewer_at_its_place() {
    phone().with_feed(feed(&[LANDSCAPE; 5])).run(async |page| {
        page.open(&sample::article_path("row")).await;
        page.wait_for_program().await;
        page.execute("visible('.picture-row .enlarge')[3].click()").await;
        page.wait_for_text(".viewer-count [aria-hidden]", "4/5").await;
        page.wait_for_value("visible('.viewer-picture')[0].alt", "3").await;
        page.wait_for_text(".viewer-words p", "All").await;
    });
}
