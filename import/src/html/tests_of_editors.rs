//! Tests of the HTML conversion: markup as editors and programs of publishers write it.

use super::tests::{body, image, link, marked, p, text};
use zaidu_model::block::{Mark, plain_text};
use zaidu_model::{Block, Inline};

/// The text of each block with its marks in plain form.
fn lines(html: &str) -> Vec<String> {
    let line = |block: &Block| match block {
        Block::Paragraph(text) => plain_text(text),
        other => format!("{other:?}"),
    };
    body(html).iter().map(line).collect()
}

#[test]
fn cards_scripts_and_share_bars_of_sites() {
    let linked = |url: &str, words: &str| Block::Paragraph(vec![link(url, words)]);
    for (html, blocks) in [
        (
            "<figure class='kg-card kg-bookmark-card'><a class=kg-bookmark-container href=https://b.example/x>\
             <div><div class=kg-bookmark-title>水文站</div><div class=kg-bookmark-description>每小时一次</div>\
             <span class=kg-bookmark-author>市水文局</span></div><img src=/t.jpg></a></figure>",
            vec![linked("https://b.example/x", "水文站（市水文局）")],
        ),
        (
            "<p>甲</p><script src=https://gist.github.com/zhou/01ab.js></script><p>乙</p><script src=/x.js></script>",
            vec![p("甲"), linked("https://gist.github.com/zhou/01ab", "gist.github.com"), p("乙")],
        ),
        (
            "<p>甲</p><div class=feedflare><a href=/x><img src=/i.gif></a></div><div class='x sharedaddy'>分享</div>",
            vec![p("甲")],
        ),
    ] {
        assert_eq!(body(html), blocks, "{html}");
    }
}

#[test]
fn styles_mark_text_as_elements_do() {
    let html = "<b style='font-weight:normal'>门票<span style='text-decoration: line-through;'>199</span>\
        10<span style='vertical-align:super'>8</span>CO<span style='vertical-align:sub'>2</span>\
        <span style='font-weight:700'>粗</span><span style='font-style:italic'>斜</span>\
        <span style='text-decoration:underline'>名</span></b>";
    let want = Block::Paragraph(vec![
        text("门票"),
        marked(Mark::Deleted, "199"),
        text("10"),
        marked(Mark::Superscript, "8"),
        text("CO"),
        marked(Mark::Subscript, "2"),
        Inline::Strong(vec![text("粗")]),
        Inline::Emphasis(vec![text("斜")]),
        marked(Mark::Underline, "名"),
    ]);
    assert_eq!(body(html), [want]);
    let link = "<a href=https://example.org style='text-decoration:underline'>甲</a>";
    assert!(
        matches!(&body(link)[..], [Block::Paragraph(it)] if matches!(&it[..], [Inline::Link { text, .. }] if text == &[super::tests::text("甲")]))
    );
}

#[test]
fn formulas_are_read_once_and_keep_their_meaning() {
    let math =
        "<math><semantics><mrow><mi>x</mi></mrow><annotation>x^2</annotation></semantics></math>";
    for html in [
        format!(
            "<span class=katex><span class=katex-mathml>{math}</span><span class=katex-html aria-hidden=true>x2</span></span>"
        ),
        format!(
            "<mjx-container><mjx-math>𝑥</mjx-math><mjx-assistive-mml>{math}</mjx-assistive-mml></mjx-container>"
        ),
        format!(
            "<span class=MathJax_Preview>x2</span><span class=MathJax>x2{math}</span><script type=math/tex>x^2</script>"
        ),
        "<script type='math/tex; mode=display'>x^2</script>".to_owned(),
        "<span class=ql-formula data-value='x^2'></span>".to_owned(),
        "<math><msup><mi>x</mi><mn>2</mn></msup></math>".to_owned(),
    ] {
        assert_eq!(lines(&format!("<p>设{html}。")), ["设x^2。"], "{html}");
    }
    for (html, plain) in [
        ("<mfrac><mn>1</mn><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow></mfrac>", "1/(a+b)"),
        ("<msub><mi>v</mi><mn>10</mn></msub>", "v_10"),
        ("<msqrt><mn>2</mn></msqrt>", "√2"),
    ] {
        assert_eq!(lines(&format!("<math>{html}</math>")), [plain], "{html}");
    }
    assert_eq!(lines("<span class=katex><span class=katex-html>πr</span></span>"), ["πr"]);
}

#[test]
fn text_of_no_size_is_not_what_is_in_it() {
    for html in [
        "<section style='font-size:0'>乱码<span style='font-size:16px'>甲</span></section>",
        "<div><div><p style='visibility:hidden'>乱码<b>码</b><span style='visibility:visible'>甲</span></p></div></div>",
        "<p>甲<span class='sr-only'>新窗口</span><span style='position:absolute;clip:rect(0 0 0 0)'>乱码</span>\
         <font class=jammer>乱码</font><font style='font-size:0'>乱码</font></p>",
    ] {
        assert_eq!(body(html), [p("甲")], "{html}");
    }
    let picture = "<section style='font-size:0px;line-height:0'><img src=/a.jpg></section>";
    assert!(matches!(&body(picture)[..], [Block::Image { .. }]));
    // What a script fades in is there.
    assert_eq!(body("<p style='opacity:0'>甲"), [p("甲")]);
}

#[test]
fn pictures_for_programs_are_none() {
    for html in [
        "<img src=/a.gif height=1>",
        "<img src=/a.gif width=0 height=0>",
        "<img src=/a.gif style='width:1px;height:1px'>",
        "<img src=/a.jpg style='display:none'>",
        "<img src='https://hm.baidu.com/hm.gif?si=1'>",
        "<img src=/ueditor/dialogs/attachment/fileTypeImages/icon_doc.gif>",
        "<img src=/images/loading.gif>",
        "<img class=kg-bookmark-icon src=/i.ico>",
    ] {
        assert_eq!(body(html), [], "{html}");
    }
    let icon = "<a href=/x><img src=/icon.png style='width:1rem;height:1rem'>微博视频</a>";
    assert_eq!(lines(icon), ["微博视频"]);
    assert_eq!(lines("<p>式<img src='https://x.example/equation?tex=x%5E2' alt='x^2'>"), ["式x^2"]);
}

#[test]
fn pictures_of_every_script_are_found() {
    for html in [
        "<img src=/images/blank.gif data-any-name=/a.jpg>",
        "<img data-lazy-name='/a.jpg'>",
        "<img src2=/a.jpg src='data:,'>",
        "<img src=/pagespeed_static/1.gif data-pagespeed-lazy-src=/a.jpg>",
        "<img data-cfsrc=/a.jpg style='display:none;visibility:hidden'><noscript><img src=/a.jpg></noscript>",
        "<img src=/loading.gif><noscript><img src=/a.jpg></noscript>",
        "<img src=/a.jpg data-thumb=/b.jpg>",
        "<amp-img src=/a.jpg><noscript><img src=/a.jpg></noscript></amp-img>",
        "<mip-img src=/a.jpg></mip-img>",
    ] {
        assert_eq!(body(html), [image("/a.jpg")], "{html}");
    }
}

#[test]
fn what_only_programs_show_is_said() {
    for (html, said) in [
        ("<p><mpvoice name='访谈录音'></mpvoice></p>", "［音频：访谈录音］"),
        ("<qqmusic music_name=渔舟唱晚></qqmusic>", "［音乐：渔舟唱晚］"),
        ("<mp-miniprogram data-miniprogram-title=报名></mp-miniprogram>", "［小程序：报名］"),
        ("<mp-common-profile data-nickname=望澜日报></mp-common-profile>", "［公众号：望澜日报］"),
        (
            "<figure><oembed url=https://www.bilibili.com/video/BV1></oembed></figure>",
            "打开嵌入的内容（哔哩哔哩）",
        ),
        ("<div><iframe src=/vote></iframe></div>", "打开嵌入的内容"),
        ("<ul><li><label><input type=checkbox checked>已</label></ul>", "• ☑ 已"),
        ("<form name=_newscontent><p>正文</p><input value=x><button>提交</button></form>", "正文"),
        ("<p><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp; </span></span>甲", "1. 甲"),
        ("<p><span style='mso-list:Ignore'>Ø<span>&nbsp; </span></span>甲", "• 甲"),
        ("<fieldset><legend>图例</legend>内</fieldset>", "图例\n内"),
        ("<ruby>漆<rt></rt></ruby>", "漆"),
        ("_ueditor_page_break_tag_", ""),
    ] {
        let text = zaidu_model::block::body_text(&body(html));
        assert_eq!(text.trim().replace("• ", ""), said.replace("• ", ""), "{html}");
    }
    let address = "https://example.org/watch?v=1";
    assert_eq!(body(address), [Block::Paragraph(vec![link(address, address)])]);
}

#[test]
fn lists_and_code_of_quill() {
    let html = "<ol><li data-list=bullet>甲<li data-list=bullet class=ql-indent-1>乙\
        <li data-list=ordered>丙<li data-list=checked>丁</ol>";
    let list = |ordered, items| Block::List { ordered, numbering: Default::default(), items };
    let want = [
        list(false, vec![vec![p("甲"), list(false, vec![vec![p("乙")]])]]),
        list(true, vec![vec![p("丙")]]),
        list(false, vec![vec![p("☑ 丁")]]),
    ];
    assert_eq!(body(html), want);
    let html = "<div class=ql-code-block-container><div class=ql-code-block data-language=python>if a:</div>\
        <div class=ql-code-block>    b</div></div>";
    let code = Block::Code { language: Some("python".into()), text: "if a:\n    b".into() };
    assert_eq!(body(html), [code]);
    let deep: String = (0..100).map(|n| format!("<li class=ql-indent-{n}>x")).collect();
    assert_eq!(body(&format!("<ul>{deep}</ul>")).len(), 1);
}

#[test]
fn tables_that_place_blocks_are_no_tables() {
    for html in [
        "<table><tr><td><p>甲</p><p>乙</p></td></tr><tr><td>丙</td></tr></table>",
        "<table><tr><td>甲<table><tr><td>乙</td></tr></table></td><td>丙</td></tr></table>",
    ] {
        assert_eq!(body(html), ["甲", "乙", "丙"].map(p), "{html}");
    }
    let rows = |html: &str| match &body(html)[..] {
        [Block::Table { rows, .. }] => {
            let row = |row: &Vec<Vec<Inline>>| {
                row.iter().map(|cell| plain_text(cell)).collect::<Vec<_>>().join("|")
            };
            rows.iter().map(row).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    let foot = "<table><tfoot><tr><td>合计<td>3</tfoot><tbody><tr><td>甲<td>3</table>";
    assert_eq!(rows(foot), ["甲|3", "合计|3"]);
    let rest = "<table><tr><td>甲<td rowspan=0>x<tr><td>乙</table>";
    assert_eq!(rows(rest), ["甲|x", "乙|x"]);
}
