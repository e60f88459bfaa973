//! Tests of the HTML conversion: markup whose loss would change what a text says.

use super::tests::{body, image, link, p, text};
use zaidu_model::{Block, Inline};

#[test]
fn marks_that_change_the_meaning() {
    use zaidu_model::block::Mark;
    let marked = |mark, words: &str| Inline::Marked { mark, text: vec![text(words)] };
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
    let videos = "<video><source data-src=/a.webm><source data-src=/a.mp4></video>";
    assert!(matches!(&body(videos)[..], [Block::Video { url, .. }] if url.as_str() == "/a.mp4"));
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
    assert_eq!(body(math), [p("面积πr2。")]);
    let tex = "面积<math><semantics><mi>r</mi><annotation encoding='application/x-tex'>\\pi r^2\
        </annotation></semantics></math>。";
    assert_eq!(body(tex), [p("面积\\pi r^2。")]);
    let strong = |words: &str| Block::Paragraph(vec![Inline::Strong(vec![text(words)])]);
    assert_eq!(body("<dl><dt>潮<dd>早潮</dl>"), [strong("潮"), p("早潮")]);
    assert_eq!(
        body("<details><summary>点开</summary><p>里面</p></details>"),
        [strong("点开"), p("里面")]
    );
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
