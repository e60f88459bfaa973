//! Sweeps over small files of each format: cut at every byte, and with every control character at
//! every place. Each is refused, or gives items that are whole and clean.

use std::collections::HashMap;

use zaidu_import::{Import, ImportError, import_file};
use zaidu_model::block::body_text;
use zaidu_model::{Article, Key, Timestamp};

use super::NOW;

/// A file of each format with two items, and whether an item that is not whole can be told.
const FILES: [(&str, &str, bool); 8] = [
    (
        "a.json",
        r#"{"version":"https://jsonfeed.org/version/1.1","title":"报","items":[{"id":"1","title":"一","content_html":"<p>江</p>"},{"id":"2","title":"二","content_text":"海"}]}"#,
        true,
    ),
    (
        "a.rss",
        "<?xml version='1.0'?><rss><channel><title>报</title><item><guid>1</guid><title>一</title><description>江&amp;水</description></item><item><guid>2</guid><title>二</title><description><![CDATA[<p>海</p>]]></description></item></channel></rss>",
        true,
    ),
    (
        "a.atom",
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>报</title><entry><id>1</id><title>一</title><content>江</content></entry><entry><id>2</id><title>二</title><content type='html'>&lt;p>海</content></entry></feed>",
        true,
    ),
    (
        "a.rdf",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><channel/><item rdf:about='1'><title>一</title><description>江</description></item><item rdf:about='2'><title>二</title><description>海</description></item></rdf:RDF>",
        true,
    ),
    (
        "wxr.xml",
        "<rss xmlns:wp='http://wordpress.org/export/1.2/'><channel><item><guid>1</guid><title>一</title><content:encoded>江[b]水[/b]</content:encoded><wp:post_id>1</wp:post_id></item><item><guid>2</guid><title>二</title><content:encoded>海</content:encoded></item></channel></rss>",
        true,
    ),
    (
        "ghost.json",
        r#"{"db":[{"data":{"posts":[{"id":"1","title":"一","html":"<p>江</p>"},{"id":"2","title":"二","html":"<p>海</p>"}],"posts_tags":[]}}]}"#,
        true,
    ),
    (
        "a.md",
        "---\ntitle: 一\ntags: [江, \"海\"]\n---\n# 江\n\n{{< figure src=\"a.jpg\" >}}[^1] `x`\n\n[^1]: 注\n",
        false,
    ),
    (
        "b.md",
        "+++\ntitle = \"一\"\n[params]\na = 1\n+++\n{% raw %}{{ x }}{% endraw %}\n{: .a}\n",
        false,
    ),
];

fn import(name: &str, bytes: &[u8]) -> Result<Import, ImportError> {
    import_file(Some(name), bytes, Timestamp::parse(NOW).unwrap(), false)
}

fn by_id(import: &Import) -> HashMap<Key, Article> {
    import.newsroom.articles().iter().map(|it| (it.id.clone(), it.clone())).collect()
}

/// Without the time of an item that tells none.
fn said(article: &Article) -> (Option<&str>, String) {
    (article.title.as_deref(), body_text(&article.body))
}

#[test]
fn a_file_cut_anywhere_is_refused_or_gives_whole_items() {
    for (name, text, tells) in FILES {
        let whole = import(name, text.as_bytes()).unwrap();
        assert_eq!(whole.refused, [], "{name}");
        let known = by_id(&whole);
        assert_eq!(known.len(), 1 + usize::from(tells), "{name}");
        for cut in 0..text.len() {
            let Ok(part) = import(name, &text.as_bytes()[..cut]) else { continue };
            for (id, article) in by_id(&part).iter().filter(|_| tells) {
                let of_whole = known.get(id).unwrap_or_else(|| panic!("{name} {cut}: {id}"));
                assert_eq!(said(article), said(of_whole), "{name} cut at {cut}");
            }
            // What is lost is named, but for white space at the end.
            let is_whole = part.newsroom.articles().len() == known.len();
            let says = !part.refused.is_empty() || !part.left_out.is_empty();
            assert!(!tells || is_whole || says, "{name} cut at {cut}");
        }
    }
}

#[test]
fn no_control_character_comes_through_anywhere() {
    let controls = (0..0x20).chain([0x7f]);
    for (name, text, _) in FILES {
        for control in controls.clone() {
            for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
                let bytes = [&text.as_bytes()[..at], &[control], &text.as_bytes()[at..]].concat();
                let Ok(import) = import(name, &bytes) else { continue };
                for article in import.newsroom.articles() {
                    let (title, body) = said(article);
                    let is_odd = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
                    assert!(
                        !title.unwrap_or_default().contains(char::is_control)
                            && !body.contains(is_odd),
                        "{name}: {control} at {at}: {title:?} {body:?}"
                    );
                }
            }
        }
    }
}
