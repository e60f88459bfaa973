//! Restores the opening quotation mark that was lost at the very beginning of a text.

use zaidu_model::{Block, Inline};

use super::draft::Draft;

/// Inserts `“` before a title, a summary or a first paragraph whose first quotation mark is a `”`.
/// Systems that cut or strip quotation marks at the ends of a field leave such texts.
pub(super) fn restore_opening_quote(mut draft: Draft) -> Draft {
    for line in draft.title.iter_mut().chain(&mut draft.summary) {
        restore(line);
    }
    if let Some(Block::Paragraph(inlines)) = draft.body.first_mut()
        && let Some(Inline::Text(text)) = inlines.first_mut()
    {
        restore(text);
    }
    draft
}

/// Only where the quotation can begin nowhere else: a colon introduces one, and a sentence has one
/// within this many characters.
const MAX_QUOTATION: usize = 60;

fn restore(text: &mut String) {
    let is_sign = |c: char| matches!(c, '“' | '”' | ':' | '\u{ff1a}');
    let first = text.chars().take(MAX_QUOTATION).position(is_sign);
    if first.is_some_and(|index| index > 0 && text.chars().nth(index) == Some('”')) {
        text.insert(0, '“');
    }
}

#[cfg(test)]
mod tests {
    use super::super::draft::fixtures::{draft, p};
    use super::*;

    #[test]
    fn the_lost_mark_is_restored_at_the_beginning() {
        let of = |words: &str| Draft {
            title: Some(words.into()),
            summary: Some(words.into()),
            ..draft([p(words), p("最后一段”没有开头")])
        };
        let given = of("网络梗”越来越多。加强“梗能力”建设");
        let want = of("“网络梗”越来越多。加强“梗能力”建设");
        assert_eq!(restore_opening_quote(given), want);
        assert_eq!(restore_opening_quote(want.clone()), want);
    }

    #[test]
    fn other_texts_are_unchanged() {
        let long = ["长".repeat(MAX_QUOTATION), "”".into()].concat();
        for unchanged in ["", "”", "潮水", "“潮”水", "他说：潮来了”", "他说:潮”", &long]
        {
            let given = draft([p(unchanged)]);
            assert_eq!(restore_opening_quote(given.clone()), given, "{unchanged}");
        }
    }
}
