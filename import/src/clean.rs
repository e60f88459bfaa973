//! Clean-up passes: removal of what newsrooms paste into the text but is no part of it, such as
//! bylines, editor credits, typed indents and empty paragraphs; and repair of its punctuation.
//!
//! The passes are pure functions, applied in the order of [`PASSES`]. Each does one thing, does
//! not depend on another, and has tests of literal input and output at the end of its file.

mod adjacent_text;
mod byline;
mod credit_line;
mod dividers;
mod draft;
mod editor_line;
mod empty_blocks;
mod full_width_marks;
mod indents;
mod opening_quote;
mod repeated_title;
mod report;
mod signature;
mod trim;

use zaidu_model::Key;

pub(crate) use draft::Draft;
pub(crate) use full_width_marks::widen_line;
pub use report::Cleaned;

/// A clean-up pass, with its name, which says in the report what it does.
type Pass = (&'static str, fn(Draft) -> Draft);

/// The passes in order. Passes that match text come after those that trim it. The editor's line
/// is below the author's signature, so it is removed first.
const PASSES: [Pass; 12] = [
    ("trim indents", indents::trim_indents),
    ("remove empty blocks", empty_blocks::remove_empty_blocks),
    ("remove the repeated title", repeated_title::remove_repeated_title),
    ("extract the editor's line", editor_line::extract_editor),
    ("extract the byline", byline::extract_byline),
    ("remove the signature", signature::remove_signature),
    ("remove blocks that are empty now", empty_blocks::remove_empty_blocks),
    ("merge adjacent text", adjacent_text::merge_adjacent_text),
    ("restore the opening quotation mark", opening_quote::restore_opening_quote),
    ("make marks full-width", full_width_marks::widen_marks),
    ("remove redundant dividers", dividers::remove_redundant_dividers),
    ("remove what held dividers only", empty_blocks::remove_empty_blocks),
];

/// Applies every pass to the `draft` of `article`, and reports what each did.
pub(crate) fn clean_with_report(
    mut draft: Draft,
    article: &Key,
    report: &mut Vec<Cleaned>,
) -> Draft {
    let mut before = report::lines(&draft.body);
    for (name, pass) in PASSES {
        draft = pass(draft);
        let after = report::lines(&draft.body);
        report.extend(report::compare(article, name, &before, &after));
        before = after;
    }
    draft
}

/// Applies every pass to `draft`.
pub(crate) fn clean(draft: Draft) -> Draft {
    PASSES.iter().fold(draft, |draft, (_, pass)| pass(draft))
}

#[cfg(test)]
mod tests {
    use super::draft::fixtures::{draft, p};
    use super::*;
    use zaidu_model::Block;

    #[test]
    fn passes_work_together_and_are_idempotent() {
        let given = draft([
            Block::Divider,
            p("\u{3000}\u{3000}作者:林一舟 周渡"),
            p("\u{a0}"),
            p("\u{3000}\u{3000}潮水来了。"),
            p("潮水退了。(林一舟、周渡) "),
            p("[ 责编:沈砚 ]"),
        ]);
        let want = Draft {
            authors: vec!["林一舟".into(), "周渡".into()],
            editor: Some("沈砚".into()),
            ..draft([p("潮水来了。"), p("潮水退了。")])
        };
        let once = clean(given);
        assert_eq!(once, want);
        assert_eq!(clean(once.clone()), once);
    }

    #[test]
    fn every_pass_accepts_an_empty_draft() {
        for (name, pass) in PASSES {
            assert_eq!(pass(Draft::default()), Draft::default(), "{name}");
        }
    }
}
