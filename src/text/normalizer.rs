//! The front: what is kept, and what is equal.

use core::ops::Range;
use std::borrow::Cow;

use super::alphabet;
use super::ascii::{self, PlainWords, Shape, hash_plain_words, read_plain_words, shape};
use super::folding::{CharacterReader, Marks};
use super::layout;
use super::words::{Token, Word};
use crate::hash::WordHasher;
use crate::kernel::Kernel;

/// Turns text into canonical words: what is left when formatting is gone.
///
/// * Layout of lines is no word: quote marks where every line that is not blank begins with the same, as many
///   `>` as all of them have or, where there are two lines or more, one `|`; a bullet at the start of a
///   line, `+` only where no digit follows and the text, or another line, begins with one too; a soft hyphen
///   at the end of a line, which joins the word, as a dash between digits does (`802-` and `11` are
///   `802-11`). `>5` is an operator, and no digit is ever layout.
/// * Characters are compared in NFKC and full case folding; soft hyphens, joiners, directional
///   marks, the Arabic tatweel and other invisible characters are dropped.
/// * What keyboards and encodings write in several ways is one letter (Arabic and Persian kaf and yeh, Urdu
///   heh), and so are spellings that readers take for one: alef with hamza, madda or wasla, alef
///   maksura and yeh, `ı` and `i`.
/// * Digits of every script are compared by value. A vulgar fraction is a word of its own: `1½` is
///   `1 1/2`, not `11/2`.
/// * A word is a run of letters, marks and digits. An apostrophe of any kind stays between letters
///   (`don’t`); `.` `,` `:` `/` and dashes stay between digits (`3.5`, `2024-05-01`); a dash before
///   a number is its sign; `+` and `#` stay at the end of a word (`c++`).
/// * Symbols (currency, mathematics, arrows, `%`, emoji) are words. All else only separates.
/// * Scripts that write no spaces (Han, Kana, Thai, Lao, Khmer, Myanmar) yield overlapping pairs
///   of characters, across punctuation and line ends.
///
/// Any text has a result; one without words has none. NFKC also means that `x²` is `x2`. Lines are not
/// wrapped anew: `well-` and `known` on the next line are two words, as `well-known` is.
///
/// ```
/// use paradup::text::{Marks, Normalizer};
///
/// let normalizer = Normalizer::new();
/// assert_eq!(normalizer.canonical("“It’s  £3.50”, HE said."), "it's £ 3.50 he said");
/// assert_eq!(normalizer.canonical("東京、\n大阪"), "東京大阪");
/// assert_eq!(normalizer.canonical("> 1½ cups\n> of wa\u{ad}\n> ter"), "1 1/2 cups of water");
/// assert_eq!(normalizer.canonical("٣٤٠ کتاب"), "340 كتاب");
/// assert_eq!(Normalizer::with_marks(Marks::Strip).canonical("Café"), "cafe");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Normalizer {
    marks: Marks,
}

impl Normalizer {
    /// Diacritics count.
    pub fn new() -> Normalizer {
        Normalizer::default()
    }

    /// Diacritics count or not.
    pub fn with_marks(marks: Marks) -> Normalizer {
        Normalizer { marks }
    }

    /// Whether diacritics count.
    pub fn marks(self) -> Marks {
        self.marks
    }

    /// The words of `text` joined by one space, runs of unspaced scripts written without; borrowed
    /// where `text` is that already. O(n).
    ///
    /// The canonical text of a canonical text is itself, and has the same words, but where it begins with
    /// `>` or `+`: that may be read as the layout of a line the second time. (`>5 mg` has the
    /// canonical text `> 5 mg`, which reads as a quotation of `5 mg`.)
    pub fn canonical(self, text: &str) -> Cow<'_, str> {
        let mut joined = Joined { text, same: 0, other: None };
        self.for_each_token(text, |token| joined.push(&token));
        joined.finish()
    }

    /// The canonical words of `text`, each with its span, in order. O(n); see
    /// [`canonical`](Normalizer::canonical) for their text as a whole.
    pub fn words(self, text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        self.for_each_word(text, |word, span| {
            words.push(Word { text: word.to_owned(), span: span.into() });
        });
        words
    }

    /// Calls `visit` with each canonical word and its span in `text`, in order. O(n), and without an
    /// allocation per word. The layout is that of a whole paragraph: a part of one may keep its quote marks.
    /// Spans never start before the one before them; words that one character expands to share its span.
    pub(crate) fn for_each_word(self, text: &str, mut visit: impl FnMut(&str, Range<usize>)) {
        self.for_each_token(text, |token| visit(token.text(), token.span));
    }

    /// Appends one seeded hash for each canonical word, in order. O(n).
    pub(crate) fn hash_words(self, text: &str, seed: u64, kernel: Kernel, hashes: &mut Vec<u64>) {
        let shape = shape(text, kernel);
        if shape == Shape::Line && !layout::begins_with_mark(text) {
            hash_plain_words(text, seed, kernel, hashes);
            return;
        }
        let cleaned = layout::without_layout(text);
        // A plain text may have got soft hyphens where lines were joined.
        if shape != Shape::Other && cleaned.is_ascii() {
            hash_plain_words(&cleaned, seed, kernel, hashes);
        } else {
            let hasher = WordHasher::new(seed);
            self.for_each_token_of_cleaned(&cleaned, |token| {
                hashes.push(hasher.hash(token.buffer, token.place));
            });
        }
    }

    /// Calls `visit` with the unseeded hash, the letters and the span of each canonical word, in order. The letters are
    /// canonical but for the case of ASCII letters. O(n).
    pub(crate) fn for_each_hashed_word(
        self,
        (text, kernel): (&str, Kernel),
        words: &mut PlainWords,
        mut visit: impl FnMut(u64, &str, Range<usize>),
    ) {
        let text = layout::without_layout(text);
        if read_plain_words(&text, kernel, words) {
            for word in 0..words.len() {
                let span = words.span(word);
                visit(words.hashes[word], &text[span.clone()], span);
            }
        } else {
            let hasher = WordHasher::new(0);
            self.for_each_token_of_cleaned(&text, |token| {
                let hash = hasher.hash(token.buffer, token.place.clone());
                visit(hash, token.text(), token.span);
            });
        }
    }

    /// Calls `visit` with each word of a text [without layout](layout::without_layout), whether it is
    /// of an unspaced script, and its span.
    pub(crate) fn for_each_cleaned_word(
        self,
        text: &str,
        mut visit: impl FnMut(&str, bool, Range<usize>),
    ) {
        self.for_each_token_of_cleaned(text, |token| {
            let word = token.text();
            let is_unspaced = !word.is_ascii() && word.starts_with(alphabet::is_unspaced);
            visit(word, is_unspaced, token.span);
        });
    }

    fn for_each_token(self, text: &str, visit: impl FnMut(Token<'_>)) {
        self.for_each_token_of_cleaned(&layout::without_layout(text), visit);
    }

    fn for_each_token_of_cleaned(self, text: &str, visit: impl FnMut(Token<'_>)) {
        if text.is_ascii() {
            ascii::for_each_token(text, visit);
        } else {
            CharacterReader::new(text, self.marks, visit).run();
        }
    }
}

/// Canonical text in the making: a prefix of the original while it can be.
struct Joined<'t> {
    text: &'t str,
    /// How many bytes of `text` are canonical so far.
    same: usize,
    other: Option<String>,
}

impl<'t> Joined<'t> {
    fn push(&mut self, token: &Token<'_>) {
        let fresh = &token.text()[token.repeated..];
        let space =
            if token.repeated == 0 && (self.same > 0 || self.other.is_some()) { " " } else { "" };
        if self.other.is_none() {
            // As long as the text is canonical so far, nothing is copied.
            let rest = &self.text[self.same..];
            if rest.strip_prefix(space).is_some_and(|rest| rest.starts_with(fresh)) {
                self.same += space.len() + fresh.len();
                return;
            }
        }
        let other = self.other.get_or_insert_with(|| self.text[..self.same].to_owned());
        other.push_str(space);
        other.push_str(fresh);
    }

    fn finish(self) -> Cow<'t, str> {
        match self.other {
            Some(other) => Cow::Owned(other),
            // What is left can only have been separators.
            None => Cow::Borrowed(&self.text[..self.same]),
        }
    }
}
