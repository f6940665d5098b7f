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
//! What is written in several ways is read as one: `1)` as `1.` where an item begins with it, `z. B.` as `z.B.`, entities of HTML
//! as their characters.
//!
//! Two sentences say the same where their statements are equal. A hyphen at the end of a line can be
//! read in two ways; see [`sentence::Statement::readings`].

mod mark;
mod capitals;
mod torn;
mod pieces;
mod signs;
mod hyphens;
mod item;
mod gap;
mod open;
mod mark_places;
mod reader;
mod sentence;

pub(crate) use reader::Depth;
pub(crate) use sentence::{
    Scratch, SpelledSentence, SpelledWord, Statement, for_each_spelled_sentence,
    for_each_statement, statement_letters,
};
