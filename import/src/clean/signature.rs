//! Removes the authors in parentheses at the end of the text; they are a field of the article.

use zaidu_model::Block;
use zaidu_model::block::plain_text;

use super::credit_line::{MAX_LENGTH, repeats_names, to_half_width};
use super::draft::Draft;
use super::trim;

/// Removes parentheses at the end of the last paragraph that only repeat the authors.
pub(super) fn remove_signature(mut draft: Draft) -> Draft {
    let last = draft.body.iter_mut().rev().find_map(|block| match block {
        Block::Paragraph(inlines) => Some(inlines),
        _ => None,
    });
    if let Some(last) = last
        && let Some(length) = signature_length(&to_half_width(&plain_text(last)), &draft.authors)
    {
        trim::truncate_end(last, length);
    }
    draft
}

/// Number of characters at the end of a half-width `text` that are a signature: parentheses that
/// are no part of a sentence.
fn signature_length(text: &str, authors: &[String]) -> Option<usize> {
    let inside = text.trim_end().strip_suffix(')')?;
    let (before, names) = inside.rsplit_once('(')?;
    let sentence = before.trim_end().trim_end_matches(['”', '’', '」', '』', '》', ')', ']', '"']);
    let is_apart = sentence.is_empty() || sentence.ends_with(['。', '!', '?', '…', '.']);
    let length = text.chars().count() - before.chars().count();
    (is_apart && length <= MAX_LENGTH && repeats_names(names, authors)).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::super::draft::fixtures::{draft, p, text};
    use super::*;

    fn by(authors: &[&str], body: impl Into<Vec<Block>>) -> Draft {
        let authors = authors.iter().map(ToString::to_string).collect();
        Draft { authors, ..draft(body) }
    }

    #[test]
    fn a_repetition_of_the_authors_is_removed() {
        for end in [
            "(林一舟)",
            "”\u{ff08}林一舟\u{ff09}",
            "\u{ff08}林一舟\u{ff09} ",
            "\u{ff08}作者\u{ff1a}林一舟\u{ff09}",
            "(作者:林一舟)",
            "(本报记者 林一舟)",
            "( 林一舟 )",
        ] {
            let quotation = if end.starts_with('”') { "”" } else { "" };
            let given = by(&["林一舟"], [p("来了。"), p(&format!("退了。{end}"))]);
            let want = by(&["林一舟"], [p("来了。"), p(&format!("退了。{quotation}"))]);
            assert_eq!(remove_signature(given), want, "{end}");
        }
        let two = by(&["林一舟", "周渡"], [p("退了。(林一舟 周渡)")]);
        assert_eq!(remove_signature(two), by(&["林一舟", "周渡"], [p("退了。")]));
    }

    #[test]
    fn formatted_signatures_are_removed() {
        let strong = zaidu_model::Inline::Strong(vec![text("(林一舟)")]);
        let given = by(&["林一舟"], [Block::Paragraph(vec![text("退了。"), strong])]);
        assert_eq!(remove_signature(given), by(&["林一舟"], [p("退了。")]));
    }

    #[test]
    fn other_parentheses_are_kept() {
        for unchanged in [
            by(&["林一舟"], [p("退了。(周渡)")]),
            by(&["林一舟"], [p("退了(林一舟)。")]),
            by(&["林一舟"], [p("退了。(完)")]),
            by(&["林一舟"], [p("他最喜欢的演员是\u{ff08}林一舟\u{ff09}")]),
            by(&[], [p("退了。(林一舟)")]),
            by(&["林一舟"], [p("来了。(林一舟)"), p("退了。")]),
        ] {
            assert_eq!(remove_signature(unchanged.clone()), unchanged);
        }
    }
}
