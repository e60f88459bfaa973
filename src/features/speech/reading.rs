//! Where the reading is in the text: block, sentence and piece; marked in the page, which follows it.

use leptos::tachys::renderer::types::Element;

use super::pronunciation::{raised, spoken};
use super::sentences::{self, Piece};
use crate::browser::spoken_text;

/// By how much the reading moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Piece,
    Sentence,
    PreviousSentence,
    Block,
    PreviousBlock,
}

/// The reading.
pub(super) struct Reading {
    /// The player's bar, below which nothing is seen.
    bar: Element,
    /// What is read.
    blocks: Vec<Element>,
    /// The current block, its text and the pieces of it.
    block: usize,
    text: Vec<char>,
    pieces: Vec<Piece>,
    /// The current piece.
    piece: usize,
    /// Whether the page is being scrolled to what is spoken.
    is_scrolling: bool,
    /// Whether the reader has scrolled away from it.
    is_away: bool,
}

impl Reading {
    /// At the start of `blocks`.
    pub(super) fn new(bar: Element, blocks: Vec<Element>) -> Self {
        let (text, pieces) = (Vec::new(), Vec::new());
        let (is_scrolling, is_away) = (false, false);
        Self { bar, blocks, block: 0, text, pieces, piece: 0, is_scrolling, is_away }
    }

    pub(super) fn is_away(&self) -> bool {
        self.is_away
    }

    /// Ends it.
    pub(super) fn clear(&mut self) {
        self.blocks.clear();
        spoken_text::unmark();
    }

    /// Goes to the block at or after `block` that has something to be said; with a `step` of -1 at or
    /// before it. Returns whether there is one.
    pub(super) fn load(&mut self, mut block: usize, step: isize) -> bool {
        while let Some(element) = self.blocks.get(block) {
            let text = spoken_text::characters(element, raised);
            let pieces = sentences::pieces(&text);
            if !pieces.is_empty() {
                (self.block, self.text, self.pieces, self.piece) = (block, text, pieces, 0);
                return true;
            }
            block = block.wrapping_add_signed(step);
        }
        false
    }

    /// Moves. Returns whether there is anything.
    pub(super) fn step(&mut self, step: Step) -> bool {
        let piece = match step {
            Step::Piece => Some(self.piece + 1).filter(|at| *at < self.pieces.len()),
            Step::Sentence => sentences::next_sentence(&self.pieces, self.piece),
            Step::PreviousSentence => sentences::previous_sentence(&self.pieces, self.piece),
            Step::Block | Step::PreviousBlock => None,
        };
        if let Some(piece) = piece {
            self.piece = piece;
            return true;
        }
        let is_back = matches!(step, Step::PreviousSentence | Step::PreviousBlock);
        let by = if is_back { -1 } else { 1 };
        let is_there = self.load(self.block.wrapping_add_signed(by), by);
        if is_there && step == Step::PreviousSentence {
            let last = sentences::previous_sentence(&self.pieces, usize::MAX);
            self.piece = last.unwrap_or_default();
        }
        is_there
    }

    /// What is to be said now, and how long that is, in thirds of a syllable.
    pub(super) fn words(&self) -> Option<(String, usize)> {
        let piece = self.pieces.get(self.piece)?;
        let text = self.text.get(piece.from..piece.to)?;
        Some((spoken(text), sentences::load(text)))
    }

    /// Marks the current sentence, and scrolls to it unless the reader is elsewhere.
    pub(super) fn mark(&mut self) {
        let Some(block) = self.blocks.get(self.block) else { return };
        let (from, to) = sentences::sentence(&self.pieces, self.piece);
        spoken_text::reveal(block);
        spoken_text::mark(block, from, to);
        if !self.is_away {
            self.follow();
        }
    }

    /// How far away the current sentence is, if it is out of sight.
    fn distance(&self) -> Option<f64> {
        let block = self.blocks.get(self.block)?;
        let (from, to) = sentences::sentence(&self.pieces, self.piece);
        spoken_text::distance(block, from, to, &self.bar)
    }

    /// Scrolls to the current sentence, and follows it from now on.
    pub(super) fn follow(&mut self) {
        self.is_away = false;
        if let Some(distance) = self.distance() {
            self.is_scrolling = true;
            spoken_text::scroll_by(distance);
        }
    }

    /// The reader begins to scroll, or the page has scrolled. Away is who has scrolled the sentence
    /// out of sight.
    pub(super) fn scrolled(&mut self, by_reader: bool) {
        let is_in_sight = self.distance().is_none();
        if by_reader || is_in_sight {
            self.is_scrolling = false;
        }
        if !by_reader && !self.is_scrolling {
            self.is_away = !is_in_sight;
        }
    }
}
