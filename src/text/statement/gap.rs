//! A gap between two words, and a sign in it.

use super::signs::{is_opening, is_quote};
use crate::text::alphabet::{self, Class};

/// A word beside a gap.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side {
    /// Its character next to the gap.
    pub(super) edge: char,
    /// Whether it is a number or a single letter, as `*` and `/` may stand between.
    pub(super) is_operand: bool,
    pub(super) is_single: bool,
    pub(super) is_unspaced: bool,
}

impl Side {
    pub(super) fn is_digit(self) -> bool {
        self.edge.is_ascii_digit()
    }

    pub(super) fn is_letter(self) -> bool {
        matches!(alphabet::class(self.edge), Class::Letter | Class::Mark)
    }

    pub(super) fn is_word(self) -> bool {
        self.is_letter() || self.is_digit()
    }
}

/// What stands between two words, or before the first, or behind the last.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gap<'g> {
    /// As [`read_signs`](super::signs::read_signs) leaves them.
    pub(super) signs: &'g [char],
    pub(super) before: Option<Side>,
    pub(super) after: Option<Side>,
    /// Whether a hyphen in it may be a space as well.
    pub(super) is_loose: bool,
    /// Whether the word before it is short and begins with a capital, as what bears a sign (`A-`, `Rh-`).
    pub(super) may_bear_sign: bool,
    /// Whether its sentence computes, so that brackets group.
    pub(super) has_operators: bool,
}

impl Gap<'_> {
    /// Whether the words on both sides are one run without white space.
    pub(super) fn is_joined(&self) -> bool {
        self.before.is_some()
            && self.after.is_some()
            && self.is_spaced()
            && !self.signs.iter().any(|c| c.is_whitespace() || *c == '—')
    }

    /// Whether no side is of a script without spaces, where signs touch all words.
    pub(super) fn is_spaced(&self) -> bool {
        ![self.before, self.after].into_iter().flatten().any(|side| side.is_unspaced)
    }

    /// Whether brackets in it count wherever they stand.
    pub(super) fn groups(&self) -> bool {
        self.has_operators || self.is_joined()
    }

    /// Whether a hyphen in it may be a space as well: between letters, and between a number and a word of two letters or more.
    fn may_be_hyphenated(&self) -> bool {
        let (Some(before), Some(after)) = (self.before, self.after) else { return false };
        match (before.is_letter(), after.is_letter()) {
            (true, true) => true,
            (true, false) => after.is_digit() && !before.is_single,
            (false, true) => before.is_digit() && !after.is_single,
            (false, false) => false,
        }
    }

    /// Where the sign at `at` and its like behind it end.
    pub(super) fn run_end(&self, at: usize) -> usize {
        let c = self.signs[at];
        // Runs of other signs say what each of them says: `//` joins as `/` does.
        let makes_runs = matches!(c, '-' | '*' | '_');
        let behind = self.signs[at + 1..].iter();
        at + 1 + behind.take_while(|next| makes_runs && **next == c).count()
    }
}

/// A sign, or a run of one, in its gap.
pub(super) struct Sign<'g> {
    pub(super) gap: &'g Gap<'g>,
    pub(super) at: usize,
    pub(super) end: usize,
}

impl Sign<'_> {
    pub(super) fn char(&self) -> char {
        self.gap.signs[self.at]
    }

    pub(super) fn previous(&self) -> Option<char> {
        self.gap.signs[..self.at].last().copied()
    }

    pub(super) fn next(&self) -> Option<char> {
        self.gap.signs.get(self.end).copied()
    }

    pub(super) fn is_before_space(&self) -> bool {
        self.next().map_or(self.gap.after.is_none(), char::is_whitespace)
    }

    /// Whether nothing but quotes is between it and a digit, and no letter follows at once (`1990's`).
    pub(super) fn is_behind_digit(&self) -> bool {
        let is_letter_next = self.next().is_none() && self.gap.after.is_some_and(Side::is_letter);
        self.gap.before.is_some_and(Side::is_digit)
            && !is_letter_next
            && self.gap.signs[..self.at].iter().all(|c| is_quote(*c))
    }

    /// Whether it is directly behind a word that another sign joins with the next: `N'/16`.
    pub(super) fn is_inner_prime(&self) -> bool {
        self.gap.is_joined()
            && self.previous().is_none()
            && self.next().is_some_and(|c| !is_quote(c) && !matches!(c, ',' | ';' | '*' | '_'))
    }

    /// Whether nothing is before it on its line.
    fn is_first_on_line(&self) -> bool {
        let before = &self.gap.signs[..self.at];
        let blank = before.iter().rev().take_while(|c| **c == ' ').count();
        match before[..before.len() - blank].last() {
            Some(c) => *c == '\n',
            None => self.gap.before.is_none(),
        }
    }

    /// Whether it is among the signs directly before a word, behind white space or the start.
    pub(super) fn is_prefix(&self) -> bool {
        let (before, behind) = self.gap.signs.split_at(self.at);
        self.gap.after.is_some_and(|side| !side.is_unspaced)
            && !behind.iter().any(|c| c.is_whitespace())
            && (self.gap.before.is_none() || before.iter().any(|c| c.is_whitespace()))
    }

    /// Whether it stands alone between operands.
    pub(super) fn operates(&self) -> bool {
        let spaced = self.previous() == Some(' ') && self.next().is_some_and(char::is_whitespace);
        let is_alone = self.gap.signs.iter().filter(|c| !c.is_whitespace()).count() == 1;
        let sides = [self.gap.before, self.gap.after];
        spaced
            && is_alone
            && !self.is_first_on_line()
            && sides.iter().all(Option::is_some)
            && sides.into_iter().flatten().any(|side| side.is_operand)
    }

    /// Whether a run of dashes says something; three or more rule a line.
    pub(super) fn tells_dash(&self) -> bool {
        let length = self.end - self.at;
        if length > 2 {
            // A rule between parts of a text.
            return false;
        }
        if self.gap.is_joined() {
            return !(self.gap.is_loose && self.gap.may_be_hyphenated());
        }
        self.hangs() || self.begins_word()
    }

    /// `A-`: directly behind a word that may bear a sign, or the last of the text or of a bracket. Words are torn or shortened by others:
    /// `upper- and lower-case`.
    fn hangs(&self) -> bool {
        let mut space = self.gap.signs[self.end..].iter().take_while(|c| c.is_whitespace());
        let is_before_space = self.next().is_some_and(char::is_whitespace);
        self.previous().is_none()
            && self.gap.before.is_some()
            && self.gap.is_spaced()
            && (self.gap.may_bear_sign || !is_before_space)
            && !space.any(|c| *c == '\n')
    }

    /// `-x`: directly before a word, and inside a line.
    fn begins_word(&self) -> bool {
        let is_behind = match self.previous() {
            None => false,
            Some(' ' | '\n') => !self.is_first_on_line(),
            Some(c) => is_opening(c) || is_quote(c),
        };
        let may_be_minus = self.char() == '-'
            || self.gap.before.is_some_and(|side| alphabet::class(side.edge) == Class::Symbol);
        let is_last = self.next().is_none() && self.gap.after.is_some_and(|side| !side.is_unspaced);
        is_last && is_behind && may_be_minus
    }
}
