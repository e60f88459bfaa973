//! Removes a heading at the beginning of the text that repeats the title.

use zaidu_model::Block;
use zaidu_model::block::{Level, plain_text};

use super::draft::Draft;
use crate::normalize::without_white_space;

/// Removes a first block that is a heading of the highest level and equal to the title, white
/// space aside.
pub(super) fn remove_repeated_title(mut draft: Draft) -> Draft {
    if let (Some(title), Some(Block::Heading { level: Level::Two, text })) =
        (&draft.title, draft.body.first())
        && without_white_space(&plain_text(text)) == without_white_space(title)
    {
        draft.body.remove(0);
    }
    draft
}

#[cfg(test)]
mod tests {
    use super::super::draft::fixtures::{draft, p, text};
    use super::*;

    fn titled(body: impl Into<Vec<Block>>) -> Draft {
        Draft { title: Some("潮\u{3000}水".into()), ..draft(body) }
    }

    #[test]
    fn a_heading_that_repeats_the_title_is_removed() {
        let heading = |words| Block::Heading { level: Level::Two, text: vec![text(words)] };
        assert_eq!(
            remove_repeated_title(titled([heading("潮 水"), p("来了。")])),
            titled([p("来了。")])
        );
        let others = titled([heading("渡口"), heading("潮水")]);
        assert_eq!(remove_repeated_title(others.clone()), others);
        let untitled = draft([heading("潮水")]);
        assert_eq!(remove_repeated_title(untitled.clone()), untitled);
    }
}
