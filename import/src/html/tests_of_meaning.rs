//! Tests of the HTML conversion: markup whose loss would change what a text says.

use super::tests::{body, image, link, marked, p, text};
use zaidu_model::{Block, Inline};

#[test]
fn marks_that_change_the_meaning() {
    use zaidu_model::block::Mark;
    let html = "1.5×10<sup>8</sup>，CO<sub>2</sub>，<del>199</del><ins>99</ins>元，\
        <s>周一</s><u>周二</u><mark>闭馆</mark><small>注</small>";
    let want = Block::Paragraph(vec![
        text("1.5×10"),
        marked(Mark::Superscript, "8"),
        text("，CO"),
        marked(Mark::Subscript, "2"),
        text("，"),
        marked(Mark::Deleted, "199"),
        marked(Mark::Inserted, "99"),
        text("元，"),
        marked(Mark::Deleted, "周一"),
        marked(Mark::Underline, "周二"),
        marked(Mark::Highlight, "闭馆"),
        marked(Mark::Small, "注"),
    ]);
    assert_eq!(body(html), [want]);
    assert_eq!(body("<del>a<del>b</del></del>").len(), 1);
}

#[test]
fn lazy_pictures_of_every_scheme() {
    let real = image("/a.jpg");
    for html in [
        "<img src='data:image/gif;base64,AA' data-lazy-src=/a.jpg><noscript><img src=/a.jpg></noscript>",
        "<img src=/blank.gif data-actualsrc=/a.jpg>",
        "<img src=/blank.gif _src=/a.jpg>",
        "<img src=/blank.gif zoomfile=/a.jpg file=/a.jpg>",
        "<img data-echo=/a.jpg>",
        "<img data-url=/a.jpg>",
        "<picture><source srcset=/a.jpg><img></picture>",
        "<picture><source data-srcset=/a.jpg><img></picture>",
        "<img srcset='/b.jpg 1x, /a.jpg 2x'>",
    ] {
        assert_eq!(body(html), std::slice::from_ref(&real), "{html}");
    }
}

#[test]
fn of_several_films_the_one_is_taken_that_every_browser_plays() {
    for sources in [
        "<source data-src=/b.webm><source data-src=/a.mp4>",
        "<source src=/b type=video/webm><source src=/a.mp4 type='video/MP4'>",
        "<source src=/b.mp4 type='video/mp4; codecs=\"av01.0.05M.08\"'><source src=/a.mp4>",
        "<source src=/b.mp4 type='video/mp4;codecs=hvc1'>\
         <source src=/a.mp4 type='video/mp4;codecs=\"avc1.64001f, mp4a.40.2\"'>",
        "<source src=/a.mp4><source src=/b.m4v>",
        "<source src=/a.mp4?b.webm type=''><source src=/b.webm>",
        "<source src=/a.mp4#t=1><source src=/b.mov>",
    ] {
        let blocks = body(&["<video>", sources, "</video>"].concat());
        let [Block::Video { url, .. }] = &blocks[..] else { panic!("{sources}: {blocks:?}") };
        assert!(url.as_str().starts_with("/a.mp4"), "{sources}: {url:?}");
    }
    let only = body("<video><source src=/a.webm type=video/webm></video>");
    assert!(matches!(&only[..], [Block::Video { url, .. }] if url.as_str() == "/a.webm"));
}

#[test]
fn sizes_are_read_where_lazy_pages_have_them() {
    let size = |attributes: &str| match &body(&format!("<img src=/a.jpg {attributes}>"))[..] {
        [Block::Image { picture, .. }] => picture.size.map(<(u32, u32)>::from),
        other => panic!("{other:?}"),
    };
    for (attributes, expected) in [
        ("data-ratio=0.6675 data-w=800 style='width:100%'", Some((800, 534))),
        ("data-ratio=1.5 data-w=''", None),
        ("data-ratio=-1 data-w=800", None),
        ("data-ratio=1e300 data-w=800", None),
        ("data-ratio=NaN data-w=800", None),
        ("data-rawwidth=1080 data-rawheight=720 width=1080", Some((1080, 720))),
        ("width=100% height=auto data-width=300 data-height=200", Some((300, 200))),
        ("width=30 height=20 data-w=300 data-ratio=1", Some((30, 20))),
    ] {
        assert_eq!(size(attributes), expected, "{attributes}");
    }
}

#[test]
fn pictures_in_a_line_are_their_words() {
    for html in [
        "好<img class='emoji wp-smiley' alt=🙂 src=/e.png>的",
        "好<img alt=🙂 src=/e.png width=20 height=20>的",
        "好<img alt=🙂 src=/e.png style='width:1em; height: 1em !important'>的",
    ] {
        assert_eq!(body(html), [p("好🙂的")], "{html}");
    }
    assert_eq!(body("<img alt=码 src=/q.png width=120 height=120>").len(), 1);
    assert!(matches!(body("<img alt=码 src=/q.png height=120>")[..], [Block::Image { .. }]));
}

#[test]
fn embedded_pages_and_players_are_links_and_players() {
    let linked = |url: &str, label: &str| Block::Paragraph(vec![link(url, label)]);
    for (html, block) in [
        (
            "<iframe src='//player.bilibili.com/player.html?bvid=BV1'></iframe>",
            linked(
                "https://player.bilibili.com/player.html?bvid=BV1",
                "打开嵌入的内容（哔哩哔哩）",
            ),
        ),
        (
            "<iframe src='' data-src='https://v.qq.com/p?vid=a' title='潮水'></iframe>",
            linked("https://v.qq.com/p?vid=a", "潮水（腾讯视频）"),
        ),
        (
            "<iframe src='https://www.wjx.example/x.aspx'></iframe>",
            linked("https://www.wjx.example/x.aspx", "打开嵌入的内容（www.wjx.example）"),
        ),
        (
            "<object data='/b.swf'><p>下载<a href=/a.zip>影片</a></p></object>",
            Block::Paragraph(vec![text("下载"), link("/a.zip", "影片")]),
        ),
    ] {
        assert_eq!(body(html), [block], "{html}");
    }
    assert!(matches!(body("<embed src=/a.mp4>")[..], [Block::Video { .. }]));
    assert_eq!(body("<iframe src='javascript:x'></iframe><iframe></iframe>"), []);
}

#[test]
fn hidden_words_are_not_read() {
    let html = "<div id=js_content style='visibility: hidden; opacity: 0'><p>水面<span style='DISPLAY : none !important'>乱码</span>平静。\
        <p hidden>一<p style='display:none'><b>二</b></p><div style='visibility:hidden'>三</div>\
        <p style='font-size:0'>四</p><span style='position:absolute;left:-9999px'>五</span></div>";
    assert_eq!(body(html), [p("水面平静。")]);
    assert_eq!(body("<p hidden=until-found>六"), [p("六")]);
}

#[test]
fn elements_closed_as_in_xml_do_not_swallow_the_rest() {
    for element in ["iframe", "script", "style", "textarea", "title", "video", "noscript", "xmp"] {
        let html = format!("<p>前。</p><{element} id='x'/><p>后。</p>");
        assert_eq!(body(&html), [p("前。"), p("后。")], "{element}");
    }
    assert_eq!(body("<![CDATA[<p>前。</p>]]>"), [p("前。")]);
    let word = "<xml><w:Zoom>0</w:Zoom><w:Kern/></xml><p>正文<o:p></o:p></p>";
    assert_eq!(body(word), [p("正文")]);
}

#[test]
fn readings_quotes_formulas_and_terms() {
    assert_eq!(body("<ruby>髹<rt>xiū</rt></ruby>漆"), [p("髹（xiū）漆")]);
    assert_eq!(body("<ruby>龢<rp>(</rp><rt>hé</rt><rp>)</rp></ruby>字"), [p("龢(hé)字")]);
    assert_eq!(body("他说<q>来了</q>。"), [p("他说“来了”。")]);
    let math = "面积<math><mi>π</mi><msup><mi>r</mi><mn>2</mn></msup></math>。";
    assert_eq!(body(math), [p("面积πr^2。")]);
    let tex = "面积<math><semantics><mi>r</mi><annotation encoding='application/x-tex'>\\pi r^2\
        </annotation></semantics></math>。";
    assert_eq!(body(tex), [p("面积\\pi r^2。")]);
    let strong = |words: &str| Block::Paragraph(vec![Inline::Strong(vec![text(words)])]);
    assert_eq!(body("<dl><dt>潮<dd>早潮</dl>"), [strong("潮"), p("早潮")]);
}

#[test]
fn what_the_reader_opens_stays_closed() {
    let details = |summary: &str, open, body| Block::Details {
        summary: Some(summary.to_owned()),
        open,
        body,
    };
    for (html, blocks) in [
        (
            "<details><summary>点<b>开</b></summary>里面</details>",
            vec![details("点开", false, vec![p("里面")])],
        ),
        (
            "甲<details open><p>里面<details><summary>更里</summary><ul></ul>面</details></details>乙",
            vec![
                p("甲"),
                details("详情", true, vec![p("里面"), details("更里", false, vec![p("面")])]),
                p("乙"),
            ],
        ),
        ("<details><summary>没有</summary> </details><details></details>", vec![p("没有")]),
        (
            "<details><summary> <img src=x></summary>里面",
            vec![details("详情", false, vec![p("里面")])],
        ),
    ] {
        assert_eq!(body(html), blocks, "{html}");
    }
    // Deeper than blocks nest, the text is there without them.
    let deep = body(&"<details><summary>层</summary>".repeat(40));
    assert!(zaidu_model::block::body_text(&deep).matches('层').count() >= 8);
}

#[test]
fn lists_keep_their_numbers() {
    let read = |html: &str| zaidu_model::block::body_text(&body(html)).replace('\n', "");
    for (html, plain) in [
        ("<ol><li>甲<li>乙</ol>", "1. 甲2. 乙"),
        ("<ol start=4><li>丁<li value=10>癸<li>子</ol>", "4. 丁10. 癸11. 子"),
        ("<ol reversed><li>三<li>二<li>一</ol>", "3. 三2. 二1. 一"),
        ("<ol reversed start=9><li>九<li value=5>五</ol>", "9. 九5. 五"),
        ("<ol type=a start=3><li>丙</ol>", "c. 丙"),
        ("<ol type=I><li>甲<li>乙</ol>", "I. 甲II. 乙"),
        ("<ol style='list-style-type: Upper-Alpha;'><li>甲</ol>", "A. 甲"),
        ("<ol start=x type=disc><li value=''>甲</ol>", "1. 甲"),
        ("<ol start=99999999999><li>甲</ol>", "1. 甲"),
        ("<ul start=4 type=a><li>甲</ul>", "甲"),
    ] {
        assert_eq!(read(html), plain, "{html}");
    }
    let Block::List { numbering, .. } = &body("<ol><li>甲</ol>")[0] else { panic!() };
    assert_eq!(*numbering, zaidu_model::block::Numbering::default());
}

#[test]
fn abbreviations_are_explained_once() {
    let gdp = "<abbr title=国内生产总值>GDP</abbr>";
    for (html, words) in [
        (format!("{gdp}增长，{gdp}又增长。"), "GDP（国内生产总值）增长，GDP又增长。"),
        (format!("{gdp}（国内生产总值）"), "GDP（国内生产总值）"),
        ("<abbr title=GDP>GDP</abbr><abbr>WTO</abbr>".into(), "GDPWTO"),
    ] {
        assert_eq!(body(&html), [p(words)], "{html}");
    }
}

#[test]
fn cells_stand_under_their_headings() {
    let table = |html: &str| match &body(html)[..] {
        [Block::Table { head, rows, .. }] => {
            let line = |row: &Vec<Vec<Inline>>| {
                row.iter()
                    .map(|cell| zaidu_model::block::plain_text(cell))
                    .collect::<Vec<_>>()
                    .join("|")
            };
            [head].into_iter().chain(rows).map(line).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(
        table(
            "<table><tr><th>线路<th>方向<th>首班<tr><td rowspan=2>1路<td>上行<td>5:30<tr><td>下行<td>6:00\
             <tr><td colspan=2>停运<td>12月1日</table>"
        ),
        ["线路|方向|首班", "1路|上行|5:30", "1路|下行|6:00", "停运||12月1日"]
    );
    assert_eq!(
        table(
            "<table><thead><tr><th rowspan=2>区<th colspan=2>人数<tr><th>男<th>女</thead>\
             <tr><td>东<td>11<td>12</table>"
        ),
        ["区|人数 男|人数 女", "东|11|12"]
    );
    let wild = "<table><tr><td colspan=9999999 rowspan=99999>甲<td>乙<tr><td>丙</table>";
    assert!(table(wild).len() <= 3);
}

#[test]
fn highlighted_code_keeps_its_lines() {
    let code = |html: &str| match &body(html)[..] {
        [Block::Code { text, language }] => (text.clone(), language.clone()),
        other => panic!("{html}: {other:?}"),
    };
    let lines = "import os\nif os.name:\n    print(1)".to_owned();
    for html in [
        "<pre data-lang=Python><code><span>import os</span></code><code>if os.name:</code><code>    print(1)</code></pre>",
        "<pre class=language-python><div>import os</div><div>if os.name:</div><div>    print(1)</div></pre>",
        "<figure class='highlight'><table><tr><td class=gutter><pre>1\n2\n3</pre></td>\
         <td class=code data-lang=python><pre>import os<br>if os.name:<br>    print(1)</pre></td></tr></table></figure>",
    ] {
        assert_eq!(code(html), (lines.clone(), Some("python".to_owned())), "{html}");
    }
}

#[test]
fn an_indent_after_a_line_break_begins_a_paragraph() {
    assert_eq!(body("<p>一。<br>\u{3000}\u{3000}二。</p>"), [p("一。"), p("\u{3000}\u{3000}二。")]);
}

#[test]
fn signs_that_show_nothing_make_no_paragraph() {
    assert_eq!(
        body("<p>&#8203;</p><p>\u{2060}</p><p>\u{200c}</p><p>望&#8203;澜&shy;大桥</p>"),
        [p("望澜大桥")]
    );
    assert_eq!(
        body("<p>江面上起了\n大雾，渡轮\n停航 两小时"),
        [p("江面上起了大雾，渡轮停航 两小时")]
    );
}
