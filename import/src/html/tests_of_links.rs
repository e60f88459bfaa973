//! Tests of the HTML conversion: links within a text, and around its pictures.

use super::tests::{body, image, link, text};
use crate::address::Base;
use zaidu_model::{Block, Inline};

#[test]
fn links_within_the_text_lead_to_their_places() {
    let base = Base::new(Some("https://example.org/"))
        .of_item(Some("https://example.org/p/1"), "/articles/p");
    let read = |html: &str| {
        let mut places = String::new();
        for block in super::to_blocks(html, &base) {
            push_places(&block, &mut places);
            places.push('|');
        }
        places
    };
    for (html, want) in [
        (
            "<p>新高<sup id=fnref:1><a href='#fn:1'>1</a></sup>，见<a href='https://example.org/p/1#fn%3A1'>注</a>。\
             <ol><li id=fn:1>据水文站。<a href='#fnref:1'>↩</a></ol>",
            "新高{to-fnref-1}[#to-fn-1 ^1]，见[#to-fn-1 注]。|{to-fn-1}据水文站。[#to-fnref-1 ↩]|",
        ),
        ("<p>甲。<a href='#fnref:1'>↩︎</a></p>", "甲。|"),
        ("<p>见<a href='#none'>下文</a>。</p>", "见下文。|"),
        (
            "<a href='#一'>一</a><a href='#二'>二</a><h2 id=一>一</h2><a name=二></a><p>二",
            "[#to-2 一][#to-3 二]|{to-2}一|{to-3}二|",
        ),
        (
            "<a href='#content'>甲</a><div id=content><img src=/a.jpg></div><p>乙",
            "[#to-content 甲]|·|{to-content}乙|",
        ),
        ("<p>乙<a href='#end'>甲</a><p>丙<div id=end></div>", "乙[#to-end 甲]|丙{to-end}|"),
        ("<a href='#t'>甲</a><table id=t><tr><td>乙<td id=t>丙</table>", "[#to-t 甲]|{to-t}乙丙|"),
        ("<a href='#t'>甲</a><table><tr><td>乙<td id=t>丙</table>", "[#to-t 甲]|乙{to-t}丙|"),
        ("<a href='#gone'>甲</a><script id=gone></script>", "甲|"),
        ("<p id=a>甲<p id=b>乙", "甲|乙|"),
    ] {
        assert_eq!(read(html), want, "{html}");
    }
}

fn push_places(block: &Block, out: &mut String) {
    fn push(inlines: &[Inline], out: &mut String) {
        for inline in inlines {
            match inline {
                Inline::Anchor(key) => *out += &format!("{{{key}}}"),
                Inline::Link { url, text } => {
                    *out += &format!("[{} ", url.as_str());
                    push(text, out);
                    out.push(']');
                }
                Inline::Marked { text, .. } => {
                    out.push('^');
                    push(text, out);
                }
                other => *out += &zaidu_model::block::plain_text(std::slice::from_ref(other)),
            }
        }
    }
    if let Block::Image { .. } = block {
        out.push('·');
    }
    block.clone().texts_mut().into_iter().for_each(|text| push(text, out));
    block.children().into_iter().flatten().for_each(|child| push_places(child, out));
}

#[test]
fn pictures_that_link_elsewhere_are_followed_by_their_link() {
    let see = |url: &str, label: &str| Block::Paragraph(vec![link(url, label)]);
    let outside = "https://example.org/a?b";
    for (html, blocks) in [
        (
            format!("<a href='{outside}'><img src=/a.jpg></a>"),
            vec![image("/a.jpg"), see(outside, "查看链接（example.org）")],
        ),
        (
            "<a href=/articles/b> <img src=/a.jpg> </a>".into(),
            vec![image("/a.jpg"), see("/articles/b", "查看链接")],
        ),
        ("<a href=/a-1600.JPG?x><img src=/a.jpg></a>".into(), vec![image("/a.jpg")]),
        (
            "<a href=/?attachment_id=3 rel='attachment wp-att-3'><img src=/a.jpg></a>".into(),
            vec![image("/a.jpg")],
        ),
        ("<a href=/b><img src=/a.jpg>乙</a>".into(), vec![image("/a.jpg"), see("/b", "乙")]),
        ("<a href=javascript:x><img src=/a.jpg></a>".into(), vec![image("/a.jpg")]),
    ] {
        assert_eq!(body(&html), blocks, "{html}");
    }
    let html = "<figure><a href=/b><img src=/a.jpg></a><figcaption>丙</figcaption></figure>";
    assert!(
        matches!(&body(html)[..], [Block::Image { caption: Some(text), .. }, _] if text == "丙")
    );
    assert_eq!(
        body("<a href=/a.mp3>附件</a><a href=/a.mp3 download>下载</a>"),
        [Block::Paragraph(vec![link("/a.mp3", "附件")])]
    );
    let both = [link("/a.mp3", "附件"), text(" "), link("/b.mp3", "下载")];
    assert_eq!(
        body("<a href=/a.mp3>附件</a><a href=/b.mp3 download>下载</a>"),
        [Block::Paragraph(both.to_vec())]
    );
}
