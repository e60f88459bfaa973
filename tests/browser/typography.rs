//! Chinese typography: headings break at clauses, captions keep their credits, tables say that they
//! go on, text is justified, and the standfirst and the reading time are shown.

use zaidu::strings;

use crate::harness::{Page, desktop, phone, sample};

/// Articles whose titles have a name that ordinary line breaking splits.
const NAMES: [(&str, &str); 2] = [("bridge-sensors", "望澜大桥"), ("tea-weather", "桑溪镇")];

/// JavaScript: the number of lines on which `name` stands in `heading`.
fn lines_of(heading: &str, name: &str) -> String {
    format!(
        "(() => {{
            const walker = document.createTreeWalker(document.querySelector({heading:?}), 4);
            while (walker.nextNode()) {{
                const start = walker.currentNode.data.indexOf({name:?});
                if (start < 0) continue;
                const range = document.createRange();
                range.setStart(walker.currentNode, start);
                range.setEnd(walker.currentNode, start + {name:?}.length);
                return new Set([...range.getClientRects()].map(it => Math.round(it.top))).size;
            }}
            return 0;
        }})()"
    )
}

async fn no_name_is_split(page: &Page) {
    for (id, name) in NAMES {
        page.open(&sample::article_path(id)).await;
        page.wait_for("h1 > span").await;
        let title = sample::article(id).title.clone().unwrap();
        page.wait_for_value("document.querySelector('h1').textContent", title.clone()).await;
        page.wait_for_value(&lines_of("h1", name), 1).await;
        // What is copied has no line breaks of ours.
        let selected = "(getSelection().selectAllChildren(document.querySelector('h1')), \
            getSelection().toString())";
        page.wait_for_value(selected, title).await;
        page.wait_for_value("document.documentElement.scrollWidth - innerWidth", 0).await;
    }
}

#[test]
fn titles_split_no_name_on_a_small_phone() {
    phone().sized(320, 640).run(no_name_is_split);
}

#[test]
fn titles_split_no_name_on_a_phone() {
    phone().sized(390, 844).run(no_name_is_split);
}

#[test]
fn titles_split_no_name_on_a_desktop() {
    desktop().run(no_name_is_split);
}

/// The title of the page that the app renders is that of the server.
#[test]
fn a_title_has_its_clauses_after_a_navigation_too() {
    phone().run(async |page| {
        let clauses =
            "[...document.querySelectorAll('h1 > span')].map(it => it.textContent).join('|')";
        let want = "320 个传感器、|5G 与 AI：|2026 年的望澜大桥怎样“说话”";
        page.open(&sample::article_path("bridge-sensors")).await;
        page.wait_for_value(clauses, want).await;
        page.open("/").await;
        page.wait_for(".feed .card").await;
        let link = format!("a[href='{}']", sample::article_path("bridge-sensors"));
        page.wait_for(&link).await;
        page.execute(&format!("document.querySelector({link:?}).click()")).await;
        page.wait_for_value(clauses, want).await;
    });
}

#[test]
fn a_wide_table_shows_that_it_goes_on() {
    phone().sized(390, 844).run(async |page| {
        page.open(&sample::article_path("bus-route-redesign")).await;
        page.tap(".fold-button").await;
        page.wait_for(".article-body figure > .table").await;
        let table = "document.querySelector('.article-body .table')";
        // The caption does not scroll with the table.
        let caption = format!("{table}.parentElement.querySelector('figcaption').textContent");
        page.wait_for_value(&caption, "新线网首批线路一览（工作日）").await;
        page.wait_for_value(
            &format!("{table}.querySelector('figcaption')"),
            serde_json::Value::Null,
        )
        .await;
        page.wait_for_value(&format!("{table}.scrollWidth > {table}.clientWidth"), true).await;
        // The cover of the shade scrolls with the content, the shade does not.
        let attachment = format!("getComputedStyle({table}).backgroundAttachment");
        page.wait_for_value(&attachment, "local, scroll, scroll").await;
        // The column that names the rows stays in sight.
        let offset = format!(
            "({table}.scrollLeft = 1000, {table}.querySelector('td').getBoundingClientRect().left \
             - {table}.getBoundingClientRect().left)"
        );
        page.wait_for_value(&offset, 0).await;
        // Columns of figures, and their headings, are aligned at the end.
        let aligned = format!(
            "[...{table}.querySelectorAll('tr')].slice(0, 2).map(row => [...row.cells].map(cell => \
             getComputedStyle(cell).textAlign === 'end' ? 1 : 0).join('')).join()"
        );
        page.wait_for_value(&aligned, "00011111,00011111").await;
    });
}

#[test]
fn the_standfirst_and_the_reading_time_are_shown() {
    phone().run(async |page| {
        let article = sample::article(sample::LONG);
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for_text(".article-body > .standfirst:first-child", &article.excerpt).await;
        let time = strings::reading_time(article.minutes(), article.length);
        page.wait_for_text(".meta-length", &time).await;
        // The headline of untitled news is its excerpt, and there is little to read.
        page.open(&sample::article_path(sample::UNTITLED)).await;
        page.wait_for(".article-body > p").await;
        assert_eq!(page.count(".standfirst, .meta-length").await, 0);
    });
}

#[test]
fn a_caption_is_balanced_and_its_credit_does_not_break() {
    phone().sized(320, 640).run(async |page| {
        page.open(&sample::article_path("fish-return")).await;
        page.wait_for_text("figcaption > .picture-credit", "本报绘图").await;
        page.execute("document.querySelectorAll('[hidden]').forEach(it => it.hidden = false)")
            .await;
        page.wait_for_value(&lines_of(".picture-credit", "本报绘图"), 1).await;
        // The last line of a balanced caption is at least half as long as the first.
        let lines = "(() => {
            const range = document.createRange();
            range.selectNodeContents(document.querySelector('figcaption').firstChild);
            const [first, ...rest] = [...range.getClientRects()].map(it => it.width);
            return rest.length > 0 && rest.at(-1) > first / 2;
        })()";
        page.wait_for_value(lines, true).await;
    });
}

/// JavaScript: the greatest distance of a line of the first paragraphs, but for their last lines,
/// from the end of the paragraph, in CSS pixels.
const RAGGED: &str = "Math.max(...[...document.querySelectorAll('.article-body > p')].slice(0, 4)
    .filter(it => it.childNodes.length === 1)
    .flatMap(it => {
        const range = document.createRange();
        range.selectNodeContents(it);
        const end = it.getBoundingClientRect().right;
        return [...range.getClientRects()].slice(0, -1).map(line => Math.abs(end - line.right));
    }))";

#[test]
fn a_line_that_is_justified_is_nearly_full_without_that() {
    phone().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(".article-body > p").await;
        page.execute(
            "document.querySelectorAll('.article-body > p').forEach(it => it.style.textAlign = 'start')",
        )
        .await;
        let ragged: f64 = page.evaluate(RAGGED).await;
        let size = "parseFloat(getComputedStyle(document.querySelector('.article-body > p')).fontSize)";
        let size: f64 = page.evaluate(size).await;
        // Two characters may have to stay with the one before or after.
        assert!(ragged <= 2.5 * size, "a line ends {ragged} px before its paragraph");
    });
}

#[test]
fn text_is_justified_unless_the_reader_wants_even_gaps() {
    phone().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(".article-body > p").await;
        let ragged: f64 = page.evaluate(RAGGED).await;
        assert!((0.0..=1.0).contains(&ragged), "a line ends {ragged} px before its paragraph");
        page.execute("document.documentElement.dataset.comfort = 'c2'").await;
        let align = "getComputedStyle(document.querySelector('.article-body > p')).textAlign";
        page.wait_for_value(align, "start").await;
    });
}
