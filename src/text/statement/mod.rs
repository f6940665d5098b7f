//! What a sentence says, whatever form it has: the second of two equalities.
//!
//! *Form* ([`Normalizer`](super::Normalizer)) is generous: it forgets all that formatting may change, and some of what it
//! forgets says something. A statement is the words of a sentence with what form forgets put back:
//!
//! * `?`, wherever it stands, and a full stop before a capital that ends no sentence (`No. Surrender`
//!   may be two sentences or one);
//! * a sign or a point before a number that is not part of its word (`- 5`, `.5`);
//! * `!` beside a digit or a symbol or before a word (`!=`);
//! * signs that join words, begin one, hang on one or compute (`a/b`, `--force`, `A-`, `a * b`), see [`open`];
//! * the capitals of up to four letters behind a number (`5 mW`, `5 MW`), and of a word that begins with a small
//!   letter (`kHz`);
//! * characters that form makes equal to others (`10⁶`, hamza, `ı`).
//!
//! What is written in several ways is read as one: `1)` as `1.` where an item begins with it, `z. B.` as
//! `z.B.`, entities of HTML as their characters.
//!
//! Two sentences say the same where their statements are equal. A hyphen at the end of a line can be
//! read in two ways; see [`sentence::Statement::readings`].

mod mark;
mod capitals;
mod pieces;
mod signs;
mod item;
mod open;
mod mark_places;
mod reader;
mod sentence;

use crate::text::alphabet::{self, Class};
pub(crate) use sentence::{
    Scratch, SpelledSentence, SpelledWord, Statement, for_each_spelled_sentence,
    for_each_statement, for_each_statement_at, statement_letters,
};

/// How much of a sentence its key tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Its words. Sentences that say the same have one form too, in one of the ways to read them: where a form stands once,
    /// nobody else says the same, and its marks need not be looked for.
    Form,
    /// All that it says.
    Statement,
}

/// A word beside a gap.
#[derive(Clone, Copy, Debug)]
struct Side {
    /// Its character next to the gap.
    edge: char,
    /// Whether it is a number or a single letter, as `*` and `/` may stand between.
    is_operand: bool,
    is_single: bool,
    is_unspaced: bool,
}

impl Side {
    /// The side of a canonical word that ends or begins with `edge`.
    #[inline]
    fn new(word: &str, edge: char, is_unspaced: bool) -> Side {
        let is_number = edge.is_ascii_digit() || word.starts_with(|c: char| c.is_ascii_digit());
        let is_single = word.chars().nth(1).is_none();
        Side { edge, is_operand: is_number || is_single, is_single, is_unspaced }
    }

    fn is_digit(self) -> bool {
        self.edge.is_ascii_digit()
    }

    fn is_letter(self) -> bool {
        matches!(alphabet::class(self.edge), Class::Letter | Class::Mark)
    }

    fn is_word(self) -> bool {
        self.is_letter() || self.is_digit()
    }
}

/// What stands between two words, or before the first, or behind the last.
#[derive(Clone, Copy, Debug)]
struct Gap<'g> {
    /// As [`read_signs`](signs::read_signs) leaves them.
    signs: &'g [char],
    before: Option<Side>,
    after: Option<Side>,
    /// Whether a hyphen in it may be a space as well.
    is_loose: bool,
    /// Whether the word before it is short and begins with a capital, as what bears a sign (`A-`, `Rh-`).
    may_bear_sign: bool,
    /// Whether its sentence computes, so that brackets group.
    has_operators: bool,
}

impl Gap<'_> {
    /// Whether the words on both sides are one run without white space.
    fn is_joined(&self) -> bool {
        self.before.is_some()
            && self.after.is_some()
            && self.is_spaced()
            && !self.signs.iter().any(|c| c.is_whitespace() || *c == '—')
    }

    /// Whether no side is of a script without spaces, where signs touch all words.
    fn is_spaced(&self) -> bool {
        ![self.before, self.after].into_iter().flatten().any(|side| side.is_unspaced)
    }

    /// Whether brackets in it count wherever they stand.
    fn groups(&self) -> bool {
        self.has_operators || self.is_joined()
    }

    /// Whether a hyphen in it may be a space as well: between letters, and between a number and a word of
    /// two letters or more.
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
    fn run_end(&self, at: usize) -> usize {
        let c = self.signs[at];
        // Runs of other signs say what each of them says: `//` joins as `/` does.
        let makes_runs = matches!(c, '-' | '*' | '_');
        let behind = self.signs[at + 1..].iter();
        at + 1 + behind.take_while(|next| makes_runs && **next == c).count()
    }
}
