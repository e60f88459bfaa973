//! What newsrooms paste beside the text, taken out of it.
//!
//! An ordered list of pure steps. Each does one thing, knows no other, and shows
//! by literal input and output at the foot of its file what it does.

use zaidu_model::{Block, Inline};

mod byline;
mod credit_line;
mod dividers;
mod editor;
mod empty;
mod indents;
mod merge;
mod signature;
mod title;
mod trim;

/// What the steps work on: the body, and the fields that a body may repeat.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    /// The article's title.
    pub(crate) title: Option<String>,
    /// Who wrote it, as far as is known.
    pub(crate) authors: Vec<String>,
    /// The editor in charge, if known.
    pub(crate) editor: Option<String>,
    /// The text.
    pub(crate) body: Vec<Block>,
}

/// A step, and the name by which a failed test calls it.
type Step = (&'static str, fn(Draft) -> Draft);

/// The steps in their order. Those that look for words come after those that
/// trim; the editor's line stands below the author's signature, so it goes first.
const STEPS: [Step; 9] = [
    ("trim indents", indents::trim),
    ("drop what is empty", empty::drop),
    ("drop the repeated title", title::drop),
    ("drop the editor's line", editor::drop),
    ("drop the byline", byline::drop),
    ("drop the signature", signature::drop),
    ("drop what is empty now", empty::drop),
    ("merge text", merge::texts),
    ("drop idle dividers", dividers::drop),
];

/// `draft` after every step.
pub(crate) fn clean(draft: Draft) -> Draft {
    STEPS.iter().fold(draft, |draft, (_, step)| step(draft))
}

/// `blocks` with `change` made to the blocks inside quotes and lists, innermost
/// first, and then to themselves.
fn everywhere(blocks: Vec<Block>, change: &impl Fn(Vec<Block>) -> Vec<Block>) -> Vec<Block> {
    let inside =
        blocks.into_iter().map(|block| block.map_children(|body| everywhere(body, change)));
    change(inside.collect())
}

/// `draft` with `change` made to the words of each paragraph, heading and cell.
fn each_text(draft: Draft, change: impl Fn(&mut Vec<Inline>)) -> Draft {
    let body = everywhere(draft.body, &|mut blocks| {
        for block in &mut blocks {
            block.texts_mut().into_iter().for_each(&change);
        }
        blocks
    });
    Draft { body, ..draft }
}

#[cfg(test)]
mod test {
    //! Short ways to write drafts.

    use super::{Block, Draft, Inline};

    pub(super) fn text(text: &str) -> Inline {
        Inline::Text(text.into())
    }

    pub(super) fn p(words: &str) -> Block {
        Block::Paragraph(vec![text(words)])
    }

    pub(super) fn draft(body: impl Into<Vec<Block>>) -> Draft {
        Draft { body: body.into(), ..Draft::default() }
    }

    #[test]
    fn the_steps_work_together_and_find_nothing_the_second_time() {
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
        let once = super::clean(given);
        assert_eq!(once, want);
        assert_eq!(super::clean(once.clone()), once);
    }

    #[test]
    fn every_step_takes_nothing_for_an_answer() {
        for (name, step) in super::STEPS {
            assert_eq!(step(Draft::default()), Draft::default(), "{name}");
        }
    }
}
