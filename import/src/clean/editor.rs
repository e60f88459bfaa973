//! The last paragraph that is only the editor: it is a field.

use zaidu_model::Block;
use zaidu_model::block::plain_text;

use super::Draft;
use super::credit_line::{EDITOR, LONGEST, labelled, narrow};

/// Drops a last paragraph such as `[ 责编:沈砚 ]`; the name becomes the editor
/// where none is given.
pub(super) fn drop(mut draft: Draft) -> Draft {
    // A line may stand below it.
    let is_text = |block: &Block| *block != Block::Divider;
    let Some(place) = draft.body.iter().rposition(is_text) else { return draft };
    let Some(Block::Paragraph(inlines)) = draft.body.get(place) else { return draft };
    if let Some(editor) = editor(&plain_text(inlines)) {
        draft.editor = draft.editor.or(Some(editor));
        draft.body.remove(place);
    }
    draft
}

fn editor(text: &str) -> Option<String> {
    let text = narrow(text);
    let text = text.trim();
    if text.chars().count() > LONGEST {
        return None;
    }
    let pairs = [('[', ']'), ('【', '】'), ('(', ')')];
    let inside = pairs.iter().find_map(|(open, close)| {
        text.strip_prefix(*open).and_then(|text| text.strip_suffix(*close))
    });
    labelled(inside.unwrap_or(text), &EDITOR).map(|names| names.join("、"))
}

#[cfg(test)]
mod tests {
    use super::super::test::{draft, p};
    use super::*;

    #[test]
    fn the_editor_is_a_field() {
        for line in
            ["[ 责编:沈砚 ]", "(责任编辑:沈砚)", "(责任编辑:沈砚)", "【编辑:沈砚】", "责编:沈砚"]
        {
            let want = Draft { editor: Some("沈砚".into()), ..draft([p("退了。")]) };
            assert_eq!(drop(draft([p("退了。"), p(line)])), want, "{line}");
        }
    }

    #[test]
    fn a_given_editor_stays() {
        let edited = |body: Vec<Block>| Draft { editor: Some("沈砚".into()), ..draft(body) };
        let given = edited(vec![p("退了。"), p("[责编:顾青、周渡]"), Block::Divider]);
        assert_eq!(drop(given), edited(vec![p("退了。"), Block::Divider]));
    }

    #[test]
    fn everything_else_stays() {
        for line in ["编辑部昨天搬家。", "[ 责编 ]", "责编:他说,潮水退了。"] {
            let stays = draft([p("退了。"), p(line)]);
            assert_eq!(drop(stays.clone()), stays, "{line}");
        }
    }
}
