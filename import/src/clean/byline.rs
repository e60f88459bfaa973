//! Removes the byline at the beginning of the text; the authors are a field of the article.

use zaidu_model::Block;
use zaidu_model::block::plain_text;

use super::credit_line::{
    AUTHOR_LABELS, MAX_LENGTH, labelled_names, repeats_labelled_names, to_half_width,
};
use super::draft::Draft;

/// Removes a first paragraph that repeats the authors after a label; a name alone may be a title. When no authors are known, a first
/// paragraph that names them after a label becomes the authors.
pub(super) fn extract_byline(mut draft: Draft) -> Draft {
    // Only pictures and dividers may come before the byline.
    let is_text = |block: &Block| !matches!(block, Block::Image { .. } | Block::Divider);
    let Some(index) = draft.body.iter().position(is_text) else { return draft };
    let Some(Block::Paragraph(inlines)) = draft.body.get(index) else { return draft };
    let text = to_half_width(&plain_text(inlines));
    if text.chars().count() > MAX_LENGTH {
        return draft;
    }
    if draft.authors.is_empty() {
        let Some(names) = labelled_names(&text, &AUTHOR_LABELS) else { return draft };
        draft.authors = names.into_iter().map(str::to_owned).collect();
    } else if !repeats_labelled_names(&text, &draft.authors) {
        return draft;
    }
    draft.body.remove(index);
    draft
}

#[cfg(test)]
mod tests {
    use super::super::draft::fixtures::{draft, p};
    use super::*;

    fn by(authors: &[&str], body: &[&str]) -> Draft {
        let authors = authors.iter().map(ToString::to_string).collect();
        Draft { authors, ..draft(body.iter().map(|words| p(words)).collect::<Vec<_>>()) }
    }

    #[test]
    fn a_repetition_of_the_authors_is_removed() {
        for line in
            ["作者:林一舟", "作者\u{ff1a}林一舟", "文/林一舟", "本报记者 林一舟", "记者 林一舟"]
        {
            let given = by(&["林一舟"], &[line, "潮水来了。"]);
            assert_eq!(extract_byline(given), by(&["林一舟"], &["潮水来了。"]), "{line}");
        }
        let two = by(&["林一舟", "周渡"], &["作者:周渡、林一舟", "潮水来了。"]);
        assert_eq!(extract_byline(two), by(&["林一舟", "周渡"], &["潮水来了。"]));
    }

    #[test]
    fn unknown_authors_are_extracted() {
        let given = by(&[], &["作者:林一舟,周渡", "潮水来了。"]);
        assert_eq!(extract_byline(given), by(&["林一舟", "周渡"], &["潮水来了。"]));
    }

    #[test]
    fn other_paragraphs_are_kept() {
        for unchanged in [
            by(&["林一舟"], &["作者:周渡", "潮水来了。"]),
            by(&[], &["林一舟", "潮水来了。"]),
            by(&["林一舟"], &["潮水来了。", "作者:林一舟"]),
            by(&["林一舟"], &["林一舟来到江边。"]),
            by(&["林一舟"], &["林一舟", "潮水来了。"]),
            by(&[], &["记者 手记", "潮水来了。"]),
            by(&["林一舟"], &["记者 手记", "潮水来了。"]),
        ] {
            assert_eq!(extract_byline(unchanged.clone()), unchanged);
        }
    }
}
