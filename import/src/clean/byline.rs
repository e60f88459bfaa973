//! The first paragraph that is only the author: it is a field.

use zaidu_model::Block;
use zaidu_model::block::plain_text;

use super::Draft;
use super::credit_line::{AUTHOR, LONGEST, labelled, narrow, repeats};

/// Drops a first paragraph that repeats the authors. Where they are not known,
/// one that names them after a label makes them known.
pub(super) fn drop(mut draft: Draft) -> Draft {
    // Only pictures and lines may stand above it.
    let is_text = |block: &Block| !matches!(block, Block::Image { .. } | Block::Divider);
    let Some(place) = draft.body.iter().position(is_text) else { return draft };
    let Some(Block::Paragraph(inlines)) = draft.body.get(place) else { return draft };
    let text = narrow(&plain_text(inlines));
    if text.chars().count() > LONGEST {
        return draft;
    }
    if draft.authors.is_empty() {
        let Some(names) = labelled(&text, &AUTHOR) else { return draft };
        draft.authors = names.into_iter().map(str::to_owned).collect();
    } else if !repeats(&text, &draft.authors) {
        return draft;
    }
    draft.body.remove(place);
    draft
}

#[cfg(test)]
mod tests {
    use super::super::test::{draft, p};
    use super::*;

    fn by(authors: &[&str], body: &[&str]) -> Draft {
        let authors = authors.iter().map(ToString::to_string).collect();
        Draft { authors, ..draft(body.iter().map(|words| p(words)).collect::<Vec<_>>()) }
    }

    #[test]
    fn a_repeat_of_known_authors_goes() {
        for line in ["作者:林一舟", "作者\u{ff1a}林一舟", "文/林一舟", "本报记者 林一舟", "林一舟"]
        {
            let given = by(&["林一舟"], &[line, "潮水来了。"]);
            assert_eq!(drop(given), by(&["林一舟"], &["潮水来了。"]), "{line}");
        }
        let two = by(&["林一舟", "周渡"], &["作者:周渡、林一舟", "潮水来了。"]);
        assert_eq!(drop(two), by(&["林一舟", "周渡"], &["潮水来了。"]));
    }

    #[test]
    fn unknown_authors_are_learnt() {
        let given = by(&[], &["作者:林一舟,周渡", "潮水来了。"]);
        assert_eq!(drop(given), by(&["林一舟", "周渡"], &["潮水来了。"]));
    }

    #[test]
    fn everything_else_stays() {
        for stays in [
            by(&["林一舟"], &["作者:周渡", "潮水来了。"]),
            by(&[], &["林一舟", "潮水来了。"]),
            by(&["林一舟"], &["潮水来了。", "作者:林一舟"]),
            by(&["林一舟"], &["林一舟来到江边。"]),
        ] {
            assert_eq!(drop(stays.clone()), stays);
        }
    }
}
