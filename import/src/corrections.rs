//! Corrections of an article, from wherever they are told.

use zaidu_model::Correction;

use crate::limits::{MAX_ENTRIES, MAX_LINE};
use crate::{clean, date, wire};

/// The corrections that are told, newest first and each once, and the number of those without a
/// date or a text.
pub(crate) fn read(
    told: impl Iterator<Item = wire::Correction>,
    keeps_marks: bool,
) -> (Vec<Correction>, usize) {
    let (mut corrections, mut left_out) = (Vec::new(), 0);
    for wire::Correction { date, text } in told {
        match (date.as_deref().and_then(date::parse), text.line(MAX_LINE)) {
            (Some(date), Some(text)) => {
                let text = if keeps_marks { text } else { clean::widen_line(&text) };
                let correction = Correction { date, text };
                if !corrections.contains(&correction) && corrections.len() < MAX_ENTRIES {
                    corrections.push(correction);
                }
            }
            _ => left_out += 1,
        }
    }
    corrections.sort_by_key(|correction| std::cmp::Reverse(correction.date));
    (corrections, left_out)
}
