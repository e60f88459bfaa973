//! Report of the clean-up: what each pass removed and changed, found by comparing the lines of the
//! text before and after it, so that a pass need not know of it.

use std::collections::HashMap;

use zaidu_model::block::body_text;
use zaidu_model::{Block, Key};

/// How many examples of what a pass changed are kept.
const MAX_EXAMPLES: usize = 3;

/// What a clean-up pass did to the text of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned {
    /// Id of the article.
    pub article: Key,
    /// The name of the pass, which says what it does.
    pub pass: &'static str,
    /// The lines that it removed: paragraphs, headings and others.
    pub removed: Vec<String>,
    /// How many lines it changed.
    pub changed: usize,
    /// The first of these, before and after.
    pub examples: Vec<(String, String)>,
}

impl Cleaned {
    /// Tags of other programs that were taken out of an article before all passes.
    pub(crate) fn tags(article: &Key, tags: &[String]) -> Self {
        Self {
            article: article.clone(),
            pass: "take out tags of other programs",
            removed: tags.to_vec(),
            changed: 0,
            examples: Vec::new(),
        }
    }
}

/// The lines of `blocks`, those inside others included. What has no text is named by its kind.
pub(super) fn lines(blocks: &[Block]) -> Vec<String> {
    let mut lines = Vec::new();
    for block in blocks {
        let children = block.children();
        if children.is_empty() {
            let text = body_text(std::slice::from_ref(block));
            let text = text.strip_suffix('\n').unwrap_or(&text);
            lines.push(if text.trim().is_empty() { kind(block) } else { text.to_owned() });
        }
        for body in children {
            lines.extend(self::lines(body));
        }
    }
    lines
}

/// A block without text: `[paragraph]`, `[image] /media/a.jpg`.
fn kind(block: &Block) -> String {
    let value = serde_json::to_value(block).unwrap_or_default();
    let name = value.as_str().or_else(|| value.as_object()?.keys().next().map(|key| &**key));
    let name = name.unwrap_or_default();
    let content = &value[name];
    let url = content["picture"]["url"].as_str().or_else(|| content["url"].as_str());
    format!("[{name}] {}", url.unwrap_or_default()).trim_end().to_owned()
}

/// What `pass` did, if it did anything: the `before` and `after` are the lines.
pub(super) fn compare(
    article: &Key,
    pass: &'static str,
    before: &[String],
    after: &[String],
) -> Option<Cleaned> {
    let gone = without(before, after);
    let mut new = without(after, before);
    let mut cleaned = Cleaned {
        article: article.clone(),
        pass,
        removed: Vec::new(),
        changed: 0,
        examples: Vec::new(),
    };
    for line in gone {
        match new.iter().position(|new| is_version_of(new, line)) {
            Some(at) => {
                let new = new.remove(at);
                cleaned.changed += 1;
                if cleaned.examples.len() < MAX_EXAMPLES {
                    cleaned.examples.push((line.to_owned(), new.to_owned()));
                }
            }
            None => cleaned.removed.push(line.to_owned()),
        }
    }
    (cleaned.changed > 0 || !cleaned.removed.is_empty()).then_some(cleaned)
}

/// The lines of `all` that are not in `others`, each as often as it is missing there.
fn without<'a>(all: &'a [String], others: &'a [String]) -> Vec<&'a str> {
    let mut known: HashMap<&str, usize> = HashMap::new();
    for line in others {
        *known.entry(line).or_default() += 1;
    }
    let mut missing = Vec::new();
    for line in all {
        match known.get_mut(line.as_str()) {
            Some(count) if *count > 0 => *count -= 1,
            _ => missing.push(line.as_str()),
        }
    }
    missing
}

/// Whether `after` is what a pass left of `before`: the same letters, or fewer at one end.
fn is_version_of(after: &str, before: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let (after, before) = (letters(after), letters(before));
    !after.is_empty() && (before.starts_with(&after) || before.ends_with(&after))
}

#[cfg(test)]
mod tests {
    use super::super::draft::fixtures::{draft, p};
    use super::super::{Draft, clean_with_report};
    use super::*;

    #[test]
    fn each_pass_tells_what_it_removed_and_changed() {
        let picture = serde_json::json!({"image": {"picture": {"url": "/a.jpg"}}});
        let given = Draft {
            title: Some("潮".into()),
            ..draft([
                p("作者:林一舟"),
                serde_json::from_value(picture).unwrap(),
                p("\u{3000}\u{3000}潮水来了,"),
                p("\u{a0}"),
                Block::Quote { body: vec![p("  潮水退了。")], cite: None },
                p("完。(林一舟)"),
                p("[责编:沈砚]"),
                Block::Divider,
            ])
        };
        let mut report = Vec::new();
        clean_with_report(given.clone(), &Key::new("a").unwrap(), &mut report);
        let told: Vec<_> = report
            .iter()
            .map(|it| (it.pass, it.removed.iter().map(String::as_str).collect(), it.changed))
            .collect();
        let expected: [(&str, Vec<&str>, usize); 7] = [
            ("trim indents", vec![], 2),
            ("remove empty blocks", vec!["[paragraph]"], 0),
            ("extract the editor's line", vec!["[责编:沈砚]"], 0),
            ("extract the byline", vec!["作者:林一舟"], 0),
            ("remove the signature", vec![], 1),
            ("make marks full-width", vec![], 1),
            ("remove redundant dividers", vec!["[divider]"], 0),
        ];
        assert_eq!(told, expected);
        assert_eq!(report[4].examples, [("完。(林一舟)".to_owned(), "完。".to_owned())]);
        assert_eq!(lines(&given.body)[1], "[image] /a.jpg");
    }
}
