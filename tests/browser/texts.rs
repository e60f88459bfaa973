//! Texts as newsrooms write them: pictures of every size, wordy tables, numbered lists, footnotes and
//! other languages.

use serde_json::{Value, json};

use crate::harness::{desktop, phone, sample};

const UYGHUR: &str = "بۈگۈن سائەت 10 دا بەت ئېچىلدى.";

/// A feed with one article of this content.
fn feed(title: &str, html: &str) -> String {
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": "River",
        "items": [{
            "id": "text",
            "title": title,
            "date_published": "2026-11-20T08:00:00+08:00",
            "content_html": html,
        }],
    })
    .to_string()
}

/// JavaScript: whether every picture of the text has loaded and has the proportions of its file, and
/// none is more than twice as wide.
const WHOLE: &str = "[...document.querySelectorAll('.article-body img')].every(image => {
    const box = image.getBoundingClientRect();
    return image.complete && image.naturalWidth > 0
        && Math.abs(box.width / box.height - image.naturalWidth / image.naturalHeight) < 0.02
        && box.width <= 2 * image.naturalWidth;
})";

#[test]
fn pictures_without_a_size_are_whole_and_small_ones_stay_small() {
    let html = "<p>春江。</p><img src='/media/logo.svg' alt='标'><p>潮水。</p>\
        <img src='/media/bus-400.jpg' alt='车'><p>夜。</p>\
        <img src='/media/logo.svg' width='120' height='120' alt='码'>";
    for visit in [phone(), desktop()] {
        visit.with_feed(feed("图", html)).run(async |page| {
            page.open(&sample::article_path("text")).await;
            page.wait_for_value("document.querySelectorAll('.article-body img').length", 3).await;
            page.execute("[...document.images].forEach(it => it.loading = 'eager')").await;
            page.wait_for_value(WHOLE, true).await;
            let widths = "[...document.querySelectorAll('.article-body img')]\
                .map(image => Math.round(image.getBoundingClientRect().width))";
            let [_, bus, code]: [u32; 3] = page.evaluate(widths).await;
            assert!(bus <= 400 && code == 120, "{bus} {code}");
            page.wait_for_value("document.documentElement.scrollWidth === innerWidth", true).await;
            page.assert_accessible().await;
        });
    }
}

#[test]
fn what_may_be_transparent_has_a_light_ground_in_the_dark() {
    let html = "<img src='/media/logo.svg' width='400' height='400' alt='图表'><p>江。</p>\
        <img src='/media/bus.jpg' width='800' height='534' alt='车'>";
    phone().dark().with_feed(feed("图", html)).run(async |page| {
        page.open(&sample::article_path("text")).await;
        // The sum of the channels of each ground.
        let light = "visible('.article-body img').map(image => \
            getComputedStyle(image).backgroundColor.match(/\\d+/g).slice(0, 3) \
                .reduce((sum, it) => sum + Number(it), 0) > 600)";
        page.wait_for_value(light, vec![true, false]).await;
    });
}

#[test]
fn foreign_pictures_are_asked_for_without_a_referrer() {
    let html = "<img src='https://pictures.example/a.jpg' width='400' height='300' alt='外'>\
        <p>江。</p><img src='/media/bus.jpg' width='800' height='534' alt='车'>";
    phone().with_feed(feed("图", html)).tolerating("ERR_").run(async |page| {
        page.open(&sample::article_path("text")).await;
        let policies = "[...document.querySelectorAll('.article-body img')]\
            .map(image => image.referrerPolicy)";
        page.wait_for_value(policies, vec!["no-referrer", ""]).await;
    });
}

#[test]
fn wordy_cells_wrap_in_columns_below_a_screen() {
    let words = "办理人应当携带本人身份证件、近期一寸照片两张以及所在社区出具的书面证明，于工作日前往窗口提交。";
    let html =
        format!("<table><tr><th>事项<th>要求<th>说明<tr><td>登记<td>{words}<td>{words}</table>");
    phone().with_feed(feed("表", &html)).run(async |page| {
        page.open(&sample::article_path("text")).await;
        let is_narrow =
            "visible('.table td').every(cell => cell.getBoundingClientRect().width < innerWidth)";
        page.wait_for_value(is_narrow, true).await;
        page.wait_for_value(
            "visible('.table table')[0].getBoundingClientRect().width < 3 * innerWidth",
            true,
        )
        .await;
    });
}

#[test]
fn lists_show_their_numbers() {
    let html = "<ol start='4'><li>丁<li value='10'>癸</ol><ol reversed><li>二<li>一</ol><ol type='a'><li>甲</ol>";
    phone().with_feed(feed("单", html)).run(async |page| {
        page.open(&sample::article_path("text")).await;
        let lists =
            "visible('.article-body ol').map(list => [list.start, list.reversed, list.type])";
        let expected: Vec<Value> = vec![
            json!([4, false, ""]),
            json!([10, false, ""]),
            json!([2, true, ""]),
            json!([1, false, "a"]),
        ];
        page.wait_for_value(lists, expected).await;
    });
}

/// A text with a note below the fold.
fn notes() -> String {
    let paragraphs = "<p>水位慢慢落下去，渡口的灯一盏一盏亮起来，最后一班船靠了岸。</p>".repeat(60);
    format!(
        "<p>潮位创新高<sup id='fnref:1'><a href='#fn:1'>1</a></sup>。</p>{paragraphs}\
         <ol><li id='fn:1'>据水文站。<a href='#fnref:1'>↩</a></li></ol>"
    )
}

/// JavaScript: whether `selector` is in the viewport.
fn is_in_view(selector: &str) -> String {
    format!(
        "(box => box.top >= 0 && box.bottom <= innerHeight && box.height > 0)\
         (document.querySelector('{selector}').getBoundingClientRect())"
    )
}

#[test]
fn a_note_below_the_fold_is_reached_and_left_again() {
    phone().with_feed(feed("注", &notes())).run(async |page| {
        page.open(&sample::article_path("text")).await;
        page.wait_for(".fold-button").await;
        page.assert_accessible().await;
        page.tap(".article-body p > a").await;
        page.wait_for_value(&is_in_view(".article-body li a"), true).await;
        page.wait_for_none(".fold-button").await;
        page.tap(".article-body li a").await;
        page.wait_for_value(&is_in_view(".article-body p > a"), true).await;
        assert_eq!(page.current_path().await, sample::article_path("text"));
    });
}

#[test]
fn a_note_is_reached_where_hidden_text_is_not_found() {
    phone().with_feed(feed("注", &notes())).run(async |page| {
        page.prepare(
            "delete Document.prototype.onbeforematch; delete HTMLElement.prototype.onbeforematch;",
        )
        .await;
        page.open(&sample::article_path("text")).await;
        page.wait_for(".fold-button").await;
        page.tap(".article-body p > a").await;
        page.wait_for_value(&is_in_view(".article-body li a"), true).await;
        page.wait_for_none(".fold-button").await;
    });
}

#[test]
fn other_languages_are_set_in_their_direction() {
    let html =
        format!("<p>中文一段。</p><p>{UYGHUR}</p><h2>{UYGHUR}</h2><ul><li>{UYGHUR}</li></ul>");
    phone().with_feed(feed("中文", &html)).run(async |page| {
        page.open(&sample::article_path("text")).await;
        let blocks = "visible('.article-body > *').map(block => \
            [block.localName, block.lang, getComputedStyle(block).direction])";
        let expected = vec![
            json!(["p", "", "ltr"]),
            json!(["p", "ug", "rtl"]),
            json!(["h2", "ug", "rtl"]),
            json!(["ul", "ug", "rtl"]),
        ];
        page.wait_for_value(blocks, expected).await;
        page.assert_accessible().await;
    });
    phone().with_feed(feed(UYGHUR, &format!("<p>{UYGHUR}</p>"))).run(async |page| {
        page.open(&sample::article_path("text")).await;
        page.wait_for_value("document.querySelector('h1 [lang]').lang", "ug").await;
        // The line begins at the right edge.
        let begins_right = "(words => { const range = document.createRange(); \
            range.setStart(words, 0); range.setEnd(words, 1); \
            return range.getBoundingClientRect().right > innerWidth / 2; })\
            (document.querySelector('h1 [lang]').firstChild)";
        page.wait_for_value(begins_right, true).await;
    });
}
