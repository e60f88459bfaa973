//! Removes the editor credit at the end of the text; the editor is a field of the article.

use zaidu_model::Block;
use zaidu_model::block::plain_text;

use super::credit_line::{EDITOR_LABELS, MAX_LENGTH, labelled_names, to_half_width};
use super::draft::Draft;

/// Removes a last paragraph such as `[ 责编:沈砚 ]`. The name becomes the editor if none is
/// known.
pub(super) fn extract_editor(mut draft: Draft) -> Draft {
    // Dividers may come after it.
    let is_text = |block: &Block| *block != Block::Divider;
    let Some(index) = draft.body.iter().rposition(is_text) else { return draft };
    let Some(Block::Paragraph(inlines)) = draft.body.get(index) else { return draft };
    if let Some(editor) = parse_editor(&plain_text(inlines)) {
        draft.editor = draft.editor.or(Some(editor));
        draft.body.remove(index);
    }
    draft
}

/// The editor in a paragraph that is only an editor credit.
fn parse_editor(text: &str) -> Option<String> {
    let text = to_half_width(text);
    let text = text.trim();
    if text.chars().count() > MAX_LENGTH {
        return None;
    }
    let pairs = [('[', ']'), ('【', '】'), ('(', ')')];
    let inside = pairs.iter().find_map(|(open, close)| {
        text.strip_prefix(*open).and_then(|text| text.strip_suffix(*close))
    });
    labelled_names(inside.unwrap_or(text), &EDITOR_LABELS).map(|names| names.join("、"))
}

#[cfg(test)]
mod tests {
    use super::super::draft::fixtures::{draft, p};
    use super::*;

    #[test]
    fn the_editor_line_becomes_a_field() {
        for line in [
            "[ 责编:沈砚 ]",
            "(责任编辑:沈砚)",
            "(责任编辑:沈砚)",
            "【编辑:沈砚】",
            "责编:沈砚",
            "[责编 沈砚]",
        ] {
            let want = Draft { editor: Some("沈砚".into()), ..draft([p("退了。")]) };
            assert_eq!(extract_editor(draft([p("退了。"), p(line)])), want, "{line}");
        }
    }

    #[test]
    fn a_known_editor_is_kept() {
        let edited = |body: Vec<Block>| Draft { editor: Some("沈砚".into()), ..draft(body) };
        let given = edited(vec![p("退了。"), p("[责编:顾青、周渡]"), Block::Divider]);
        assert_eq!(extract_editor(given), edited(vec![p("退了。"), Block::Divider]));
    }

    #[test]
    fn other_paragraphs_are_kept() {
        for line in
            ["编辑部昨天搬家。", "[ 责编 ]", "责编:他说,潮水退了。", "编辑 后记", "责编 手记"]
        {
            let unchanged = draft([p("退了。"), p(line)]);
            assert_eq!(extract_editor(unchanged.clone()), unchanged, "{line}");
        }
    }
}
