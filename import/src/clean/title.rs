//! The title above the text that begins with it.

use zaidu_model::Block;
use zaidu_model::block::{Level, plain_text};

use super::Draft;
use crate::normalize::squash;

/// Drops a first heading of the highest level that says what the title says.
pub(super) fn drop(mut draft: Draft) -> Draft {
    if let (Some(title), Some(Block::Heading { level: Level::Two, text })) =
        (&draft.title, draft.body.first())
        && squash(&plain_text(text)) == squash(title)
    {
        draft.body.remove(0);
    }
    draft
}

#[cfg(test)]
mod tests {
    use super::super::test::{draft, p, text};
    use super::*;

    fn titled(body: impl Into<Vec<Block>>) -> Draft {
        Draft { title: Some("潮\u{3000}水".into()), ..draft(body) }
    }

    #[test]
    fn the_title_is_not_said_twice() {
        let heading = |words| Block::Heading { level: Level::Two, text: vec![text(words)] };
        assert_eq!(drop(titled([heading("潮 水"), p("来了。")])), titled([p("来了。")]));
        let others = titled([heading("渡口"), heading("潮水")]);
        assert_eq!(drop(others.clone()), others);
        let untitled = draft([heading("潮水")]);
        assert_eq!(drop(untitled.clone()), untitled);
    }
}
