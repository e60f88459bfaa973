//! Files that are made to break a reader, and random ones.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use zaidu_import::import_feed;
use zaidu_model::Timestamp;

use super::{import, outline};

fn rss(inside: &str) -> String {
    format!(
        "<rss><channel><item><guid>a</guid><title>江</title><description>好。</description>\
         {inside}</item><item><guid>b</guid><title>海</title><description>好。</description></item>\
         </channel></rss>"
    )
}

#[test]
fn requirement_14_entities_are_not_expanded() {
    let mut xml =
        "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY l0 \"哈哈哈哈哈哈哈哈\">".to_owned();
    for n in 1..60 {
        xml.push_str(&format!("<!ENTITY l{n} \"&l{};&l{};\">", n - 1, n - 1));
    }
    xml.push_str("<!ENTITY f SYSTEM \"file:///etc/passwd\">]>");
    xml.push_str(&rss("<description>&l59;&f;</description>").replace("好。", "&l59; &f;"));
    let import = import(xml.as_bytes());
    assert_eq!(outline(&import.newsroom.articles()[0]), ["&l59; &f;"]);
}

#[test]
fn requirement_14_depth_and_size_are_bounded() {
    let deep = "<a>".repeat(100_000);
    let wide = "<b/>".repeat(250_000);
    let long = format!("<content:encoded>{}</content:encoded>", "江".repeat(600_000));
    let attributes = format!("<c {}/>", "d='e' ".repeat(100_000));
    let names = format!("<{}/>", "n".repeat(300_000));
    let references = "&amp;&#x3c;&nbsp;".repeat(50_000);
    for inside in [deep, wide, long, attributes, names, references] {
        let import = import(rss(&inside).as_bytes());
        assert_eq!(import.newsroom.articles().len(), 2, "{}", &inside[..20]);
    }
}

#[test]
fn pages_and_other_xml_are_refused_with_a_reason() {
    let error =
        |text: &str| import_feed(text.as_bytes(), Timestamp::EPOCH).unwrap_err().to_string();
    assert_eq!(error("<!DOCTYPE html><html><title>404"), "feed: is an HTML page and not a feed");
    assert_eq!(error("\n<HTML lang=zh>"), "feed: is an HTML page and not a feed");
    for other in ["<svg/>", "<?xml version='1.0'?><urlset/>", "body { color: red }", "江水"] {
        assert!(error(other).starts_with("feed: is in no known format: JSON Feed"), "{other}");
    }
}

#[test]
fn requirement_02_scripts_do_not_come_through_any_format() {
    let import = import(
        rss("<content:encoded><![CDATA[<p onclick=x>江<script>alert(1)</script>\
        <a href='javascript:alert(1)'>水</a></p>]]></content:encoded>")
        .as_bytes(),
    );
    let wire = serde_json::to_string(&import.newsroom.articles()).unwrap();
    assert!(!wire.contains("alert") && wire.contains("江水"), "{wire}");
}

/// Pieces of XML that readers find difficult.
fn markup() -> impl Strategy<Value = String> {
    let pieces = "<rss> </rss> <channel> </channel> <item> </item> <feed> <entry> </entry> <rdf:RDF> \
        <title> </title> <content> <content:encoded> <![CDATA[ ]]> <!-- --> <? ?> <!DOCTYPE [ ]> & &amp; \
        &#x; &lt; < > / <link href='//a'/> <guid> </guid> <media:group> <media:content url='a.mp4'/> \
        xmlns:x='http://www.w3.org/1999/xhtml' <x:div> xml:base='../' <pubDate> 2026-11-19 <enclosure \
        url=\"a\"/> \" ' 江";
    let pieces: Vec<&str> = pieces.split_ascii_whitespace().collect();
    let piece = (proptest::sample::select(pieces), 0..5u8, ".{0,3}")
        .prop_map(|(piece, kind, any)| if kind == 0 { any } else { format!("{piece} ") });
    (0..4u8, proptest::collection::vec(piece, 0..60)).prop_map(|(root, pieces)| {
        let root = ["<rss>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<rdf:RDF>", ""]
            [usize::from(root)];
        format!("{root}{}", pieces.concat())
    })
}

proptest! {

    #[test]
    fn any_markup_is_read_or_refused(xml in markup()) {
        if let Ok(import) = import_feed(xml.as_bytes(), Timestamp::EPOCH) {
            prop_assert_eq!(import_feed(xml.as_bytes(), Timestamp::EPOCH), Ok(import));
        }
    }

    #[test]
    fn any_bytes_in_a_valid_file_are_read_or_refused(
        bytes in any::<Vec<u8>>(),
        file in 0..6usize,
        at in any::<prop::sample::Index>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let files: [&[u8]; 6] = [
            include_bytes!("data/rss.xml"),
            include_bytes!("data/atom.xml"),
            include_bytes!("data/rdf.xml"),
            include_bytes!("data/gbk.xml"),
            include_bytes!("data/wordpress.xml"),
            include_bytes!("data/ghost.json"),
        ];
        let mut text = files[file].to_vec();
        text.truncate(cut.index(text.len()) + 1);
        let at = at.index(text.len());
        text.splice(at..at, bytes);
        let errors = match import_feed(&text, Timestamp::EPOCH) {
            Ok(import) => import.refused,
            Err(error) => vec![error],
        };
        for error in errors {
            prop_assert!(!error.to_string().contains('\n'));
        }
    }
}

/// Pieces of documents that readers find difficult.
fn document() -> impl Strategy<Value = String> {
    let pieces = "--- +++ { } title: date: - [ ] [x] # > ``` ~~ ** * _ | |--| [^1] [^1]: {{< >}} {% %} {{ \
        }} <b> <!-- [caption] [/caption] [gallery] [[a]] & &amp; * &a !!x ? : = \"a\" 江";
    let pieces: Vec<&str> = pieces.split_ascii_whitespace().collect();
    let piece =
        (proptest::sample::select(pieces), 0..5u8, ".{0,3}").prop_map(|(piece, kind, any)| {
            match kind {
                0 => any,
                1 => format!("{piece}\n"),
                2 => piece.to_owned(),
                _ => format!("{piece} "),
            }
        });
    (0..4u8, proptest::collection::vec(piece, 0..60)).prop_map(|(start, pieces)| {
        format!(
            "{}{}",
            ["---\n", "+++\n", "{\"title\": 1}\n", ""][usize::from(start)],
            pieces.concat()
        )
    })
}

proptest! {

    #[test]
    fn any_file_in_a_folder_is_read_skipped_or_refused(
        bytes in any::<Vec<u8>>(),
        text in document(),
        name in "[a-z江./_-]{0,12}(\\.md|\\.html|\\.toml|\\.yml|\\.xml|\\.json|)",
    ) {
        let mut importer = zaidu_import::Importer::new(Timestamp::EPOCH, true);
        importer.add(&name, &bytes);
        importer.add(&name, text.as_bytes());
        importer.add("a.md", text.as_bytes());
        importer.add("_config.yml", text.as_bytes());
        let post = format!(
            "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><item><content:encoded>\
             <![CDATA[{text}]]></content:encoded><wp:post_id>1</wp:post_id></item></channel></rss>"
        );
        importer.add("export.xml", post.as_bytes());
        let _ = importer.finish();
    }
}

#[test]
#[ignore = "measures time"]
fn sixty_megabytes_of_one_element() {
    for inside in [
        "<a>".repeat(20_000_000),
        "<a/>".repeat(15_000_000),
        "&amp;".repeat(12_000_000),
        "</a>".repeat(15_000_000),
    ] {
        let start = Instant::now();
        let import = import(rss(&inside).as_bytes());
        assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
        println!("{} {:?} {}", &inside[..5], start.elapsed(), import.newsroom.articles().len());
    }
}
