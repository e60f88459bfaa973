//! The author in parentheses at the end of the text: it is a field.

use zaidu_model::Block;
use zaidu_model::block::plain_text;

use super::credit_line::{LONGEST, narrow, repeats};
use super::{Draft, trim};

/// Drops parentheses that only repeat the authors at the end of the last
/// paragraph.
pub(super) fn drop(mut draft: Draft) -> Draft {
    let last = draft.body.iter_mut().rev().find_map(|block| match block {
        Block::Paragraph(inlines) => Some(inlines),
        _ => None,
    });
    if let Some(last) = last
        && let Some(length) = signature(&narrow(&plain_text(last)), &draft.authors)
    {
        trim::cut_tail(last, length);
    }
    draft
}

/// How many characters at the end of a narrow `text` are a signature.
fn signature(text: &str, authors: &[String]) -> Option<usize> {
    let inside = text.trim_end().strip_suffix(')')?;
    let (before, names) = inside.rsplit_once('(')?;
    let length = text.chars().count() - before.chars().count();
    (length <= LONGEST && repeats(names, authors)).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::super::test::{draft, p, text};
    use super::*;

    fn by(authors: &[&str], body: impl Into<Vec<Block>>) -> Draft {
        let authors = authors.iter().map(ToString::to_string).collect();
        Draft { authors, ..draft(body) }
    }

    #[test]
    fn a_repeat_of_the_authors_goes() {
        for end in [
            "(林一舟)",
            "\u{ff08}林一舟\u{ff09} ",
            "\u{ff08}作者\u{ff1a}林一舟\u{ff09}",
            "(作者:林一舟)",
            "(本报记者 林一舟)",
            "( 林一舟 )",
        ] {
            let given = by(&["林一舟"], [p("来了。"), p(&format!("退了。{end}"))]);
            assert_eq!(drop(given), by(&["林一舟"], [p("来了。"), p("退了。")]), "{end}");
        }
        let two = by(&["林一舟", "周渡"], [p("退了。(林一舟 周渡)")]);
        assert_eq!(drop(two), by(&["林一舟", "周渡"], [p("退了。")]));
    }

    #[test]
    fn marks_are_no_hindrance() {
        let strong = zaidu_model::Inline::Strong(vec![text("(林一舟)")]);
        let given = by(&["林一舟"], [Block::Paragraph(vec![text("退了。"), strong])]);
        assert_eq!(drop(given), by(&["林一舟"], [p("退了。")]));
    }

    #[test]
    fn other_parentheses_stay() {
        for stays in [
            by(&["林一舟"], [p("退了。(周渡)")]),
            by(&["林一舟"], [p("退了(林一舟)。")]),
            by(&["林一舟"], [p("退了。(完)")]),
            by(&[], [p("退了。(林一舟)")]),
            by(&["林一舟"], [p("来了。(林一舟)"), p("退了。")]),
        ] {
            assert_eq!(drop(stays.clone()), stays);
        }
    }
}
