//! Tests of the HTML conversion, element by element, with literal input and output.

use super::*;
use zaidu_model::block::{Level, Mark};
use zaidu_model::{Inline, Link, MediaUrl, Picture, Size, Variant};

pub(super) fn body(html: &str) -> Vec<Block> {
    super::to_blocks(html, &Base::new(Some("https://example.org/news/")))
}

pub(super) fn text(text: &str) -> Inline {
    Inline::Text(text.into())
}

pub(super) fn marked(mark: Mark, words: &str) -> Inline {
    Inline::Marked { mark, text: vec![text(words)] }
}

pub(super) fn p(content: &str) -> Block {
    Block::Paragraph(vec![text(content)])
}

pub(super) fn link(url: &str, label: &str) -> Inline {
    Inline::Link { url: Link::new(url).unwrap(), text: vec![text(label)] }
}

fn picture(url: &str) -> Picture {
    Picture {
        url: MediaUrl::new(url).unwrap(),
        size: None,
        alt: String::new(),
        variants: vec![],
        color: None,
    }
}

pub(super) fn image(url: &str) -> Block {
    Block::Image { picture: picture(url), caption: None }
}

#[test]
fn paragraphs_and_transparent_elements() {
    assert_eq!(body("<p>a<p>b"), [p("a"), p("b")]);
    let divs =
        "<div>a <span><font>b</font></span><tt>c</tt><section>d</section>e</div><x-y>f</x-y>";
    assert_eq!(body(divs), [p("a bc"), p("d"), p("e"), p("f")]);
    assert_eq!(body("<p>\u{3000}\u{3000}a&nbsp;</p><p> \n </p>"), [p("\u{3000}\u{3000}a\u{a0}")]);
    assert_eq!(body("&lt;b&gt; &amp;amp;"), [p("<b> &amp;")]);
}

#[test]
fn single_and_double_line_breaks() {
    let lines = Block::Paragraph(vec![text("a"), Inline::LineBreak, text("b")]);
    assert_eq!(body("a<br>b<br> <br/>c<br>"), [lines, p("c")]);
    assert_eq!(body("<b>a<br><br>b</b>"), body("<p><b>a</b></p><p><strong>b</strong></p>"));
}

#[test]
fn headings() {
    let heading = |level, words| Block::Heading { level, text: vec![text(words)] };
    let html = "<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4><h5>e</h5><h6>f<p>g</p></h6><h2> </h2>";
    let [two, three, four] = [Level::Two, Level::Three, Level::Four];
    let last = Block::Heading { level: four, text: vec![text("f"), Inline::LineBreak, text("g")] };
    let want = [heading(two, "a"), heading(two, "b"), heading(three, "c"), heading(four, "d")];
    assert_eq!(body(html)[..4], want);
    assert_eq!(body(html)[4..], [heading(four, "e"), last]);
    assert_eq!(body("<h2>a<img src=/b.jpg></h2>"), [heading(two, "a"), image("/b.jpg")]);
}

#[test]
fn inline_formatting() {
    let html = "<b>a<i>b</i></b><em><strong>c </strong></em><code>d</code><kbd>e</kbd>";
    let want = Block::Paragraph(vec![
        Inline::Strong(vec![text("a"), Inline::Emphasis(vec![text("bc ")])]),
        Inline::Code("de".into()),
    ]);
    assert_eq!(body(html), [want]);
}

#[test]
fn links_that_are_not_allowed_become_text() {
    let html = "<a href='tide.html' onclick=x>a</a><a href=' javascript:x'>b</a><a>c</a>";
    let want = Block::Paragraph(vec![link("https://example.org/news/tide.html", "a"), text("bc")]);
    assert_eq!(body(html), [want]);
    let blocks = body("<a href=/x><p>a</p><p>b</p></a>");
    assert_eq!(blocks, ["a", "b"].map(|words| Block::Paragraph(vec![link("/x", words)])));
}

#[test]
fn pictures_and_figures() {
    let sized = Picture { size: Size::new(640, 480), alt: "潮".into(), ..picture("/a.jpg") };
    let html = "<p>x<img src=/a.jpg width=640 height=480px alt=' 潮 '>y</p>";
    let block = Block::Image { picture: sized, caption: None };
    assert_eq!(body(html), [p("x"), block, p("y")]);
    let html = "<figure><div><img src='data:image/gif;base64,x' data-src=b.jpg></div>\
        <figcaption>a <b>b</b></figcaption></figure>";
    let captioned = |url: &str| Block::Image { picture: picture(url), caption: Some("a b".into()) };
    assert_eq!(body(html), [captioned("https://example.org/news/b.jpg")]);
    assert_eq!(body("<img src='data:,'><img><img src=/1.gif width=1 height=1>"), []);
    assert_eq!(body("<img src=/a.jpg width=100% height=0>"), [image("/a.jpg")]);
    assert_eq!(body("<figure><pre>x</pre><figcaption>a</figcaption></figure>")[1], p("a"));
    assert_eq!(body("<figcaption>a</figcaption>"), [p("a")]);
}

#[test]
fn srcset_variants() {
    let widths = |attributes: &str| {
        let blocks = body(&format!("<img src=/a.jpg {attributes}>"));
        let [Block::Image { picture, .. }] = &blocks[..] else { panic!("{blocks:?}") };
        let describe =
            |variant: &Variant| format!("{} {}", variant.url().as_str(), variant.width());
        picture.variants.iter().map(describe).collect::<Vec<_>>().join(" | ")
    };
    let two = "https://example.org/news/c.jpg 640 | /b,1.jpg 1280";
    assert_eq!(widths("srcset='/b,1.jpg 1280w, c.jpg\t640w ,'"), two);
    assert_eq!(widths("srcset='data:,x 1w' data-srcset=',,c.jpg 640w,/b,1.jpg 1280w'"), two);
    // Density descriptors, URLs without a descriptor, URLs that are not allowed, invalid widths.
    for none in [
        "/b.jpg 2x, /c.jpg",
        "/b.jpg, /c.jpg, 9w",
        "javascript:x 9w, data:image/gif;base64,AA 9w, //a\u{202e} 9w",
        "/b.jpg 0w, /b.jpg 20001w, /b.jpg -1w, /b.jpg 1.5w, /b.jpg w, /b.jpg 99999999999w",
        "/b.jpg 9w 9h",
        " , ,, ",
    ] {
        assert_eq!(widths(&format!("srcset=\"{none}\"")), "", "{none}");
    }
    assert_eq!(widths("srcset='/b.jpg 9w, /c.jpg 9w'"), "/b.jpg 9");
    let many: String = (1..=5_000).rev().map(|width| format!("/a{width} {width}w,")).collect();
    assert!(widths(&format!("srcset='{many}'")).ends_with("/a4808 4808"));
}

#[test]
fn video_and_audio() {
    let html = "<figure><video poster=/p.jpg width=16 height=9><source src='data:,'>\
        <source src=/a.mp4>no</video><figcaption>c</figcaption></figure><audio src=/a.mp3></audio>";
    let media = |url: &str| MediaUrl::new(url).unwrap();
    let video = Block::Video {
        url: media("/a.mp4"),
        poster: Some(media("/p.jpg")),
        size: Size::new(16, 9),
        caption: Some("c".into()),
    };
    assert_eq!(body(html), [video, Block::Audio { url: media("/a.mp3"), caption: None }]);
    assert_eq!(body("<video>no</video><audio src=javascript:x></audio>"), []);
}

#[test]
fn quotes() {
    let quote = |body: Vec<Block>, cite: &str| Block::Quote { body, cite: Some(cite.into()) };
    let html = "<blockquote><p>a</p>b<footer>— <cite>c</cite></footer></blockquote>";
    assert_eq!(body(html), [quote(vec![p("a"), p("b")], "— c")]);
    assert_eq!(body("<blockquote>a<cite>c</cite></blockquote>"), [quote(vec![p("a")], "c")]);
    assert_eq!(body("<blockquote></blockquote><footer>c</footer>"), [p("c")]);
}

#[test]
fn lists() {
    let list = |ordered, items| Block::List { ordered, numbering: Default::default(), items };
    let inner = list(true, vec![vec![p("b")]]);
    let want = [list(false, vec![vec![p("a"), inner.clone()], vec![p("c"), p("d")]])];
    assert_eq!(body("<ul> <li>a<ol><li>b</ol> <li><p>c</p>d <li> </ul>"), want);
    assert_eq!(body("<ul><li>a</li><ol><li>b</li></ol><li>c<p>d</ul>"), want);
    assert_eq!(body("<li>a<li>b"), [p("a"), p("b")]);
}

#[test]
fn tables() {
    let row = |cells: &[&str]| cells.iter().map(|cell| vec![text(cell)]).collect::<Vec<_>>();
    let table = |head, rows| Block::Table { caption: Some("t".into()), head, rows };
    let html = "<table><caption>t</caption><tr><th>a<th>b<tr><td>1<td><div>2</div></table>";
    assert_eq!(body(html), [table(row(&["a", "b"]), vec![row(&["1", "2"])])]);
    let html =
        "<table><caption>t</caption><thead><tr><td>a</thead><tbody><tr><td>1<tr><td></table>";
    assert_eq!(body(html), [table(row(&["a"]), vec![row(&["1"])])]);
    let html = "<table><tr><td>1<img src=/a.jpg><td>2</table>";
    assert_eq!(body(html)[1], image("/a.jpg"));
    assert_eq!(body("<table><tr><td><p>a</p><p>b</p></table>"), [p("a"), p("b")]);
    assert_eq!(body("<table></table>"), []);
}

#[test]
fn code_and_dividers() {
    let code = |language: Option<&str>, text: &str| Block::Code {
        language: language.map(Into::into),
        text: text.into(),
    };
    let html = "<pre><code class='x language-Rust'>fn a()\n  <b>b</b>&lt;\n</code></pre>";
    assert_eq!(body(html), [code(Some("rust"), "fn a()\n  b<")]);
    assert_eq!(
        body("<pre class='lang-\"'>a<br>b\u{202e}</pre><hr>"),
        [code(None, "a\nb"), Block::Divider]
    );
}

#[test]
fn elements_dropped_with_their_content() {
    for html in [
        "<script>a</script>",
        "<style>a</style>",
        "<iframe>a</iframe>",
        "<input value=a>",
        "<button>a</button>",
        "<noscript>a</noscript>",
        "<template><p>a</p></template>",
        "<svg><text>a</text><foreignObject><p>a</p></foreignObject></svg>",
        "<!-- a -->",
        "<!doctype html><html><head><title>a</title><meta name=a></head><body></body></html>",
        "<select><option>a</select>",
        "<textarea>a</textarea>",
    ] {
        assert_eq!(body(html), [], "{html}");
        assert_eq!(body(&format!("{html}<p>b</p>")), [p("b")], "{html}");
    }
}

#[test]
fn depth_is_bounded_and_text_preserved() {
    for (open, close) in [("<div>", "</div>"), ("<b><p>", ""), ("<svg>", ""), ("<ul><li>", "")] {
        let html = format!("{}x{}", open.repeat(100_000), close.repeat(100_000));
        assert!(body(&html).len() <= 1, "{open}");
    }
    assert_eq!(body(&format!("{}x", "<div>".repeat(100_000))), [p("x")]);
    let mut blocks = body(&format!("{}x", "<blockquote>".repeat(100)));
    let mut depth = 1;
    while let [Block::Quote { body, .. }] = &blocks[..] {
        blocks = body.clone();
        depth += 1;
    }
    assert_eq!((depth, &blocks[..]), (crate::limits::MAX_NESTING, &[p("x")][..]));
}

#[test]
fn a_tag_with_too_many_attributes_ends_the_content() {
    let names: String = (0..300_000).map(|n| format!("/a{n:x}")).collect();
    assert_eq!(body(&format!("<p>a</p><a {names}>b</a>")), [p("a")]);
    let data = "Ab/+".repeat(100_000);
    assert_eq!(body(&format!("<p>a<img src='data:image/png;base64,{data}=='>b")), [p("ab")]);
}
