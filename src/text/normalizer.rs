//! The front: what is kept, what is equal, and the engine that walks a text.

use core::ops::Range;
use core::str::Chars;
use std::borrow::Cow;

use super::alphabet::{self, Class};
use super::ascii::{self, PlainWords, Shape};
#[cfg(target_arch = "x86_64")]
use super::avx512;
use super::folding::{self, Folded, Marks, Role};
use super::layout;
use super::words::{Segmenter, Token, Word};
use crate::hash::hash_word;
use crate::kernel::{Kernel, Leaf};

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
/// Any text has a result; one without words has none. NFKC also means that `x²` is `x2`. Lines are not wrapped anew: `well-` and `known` on the next line are
/// two words, as `well-known` is.
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

    /// Calls `visit` with each canonical word and its span in `text`, in order. O(n), and without
    /// an allocation per word. Only a whole paragraph has its layout known: a part of one may keep its quote marks. Spans never start before the one before them; words that one
    /// character expands to share its span.
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
        if shape != Shape::Other && cleaned.is_ascii() {
            hash_plain_words(&cleaned, seed, kernel, hashes);
        } else {
            self.for_each_token_of_cleaned(&cleaned, |token| {
                hashes.push(hash_word(token.buffer.as_bytes(), token.place, seed));
            });
        }
    }

    /// Calls `visit` with each word of a text [without layout](without_layout), whether it is
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
            let words = Segmenter::new(visit);
            Engine { text, marks: self.marks, words, ascii_end: 0 }.run();
        }
    }
}

fn shape(text: &str, kernel: Kernel) -> Shape {
    match kernel.leaf() {
        #[cfg(target_arch = "x86_64")]
        Leaf::Avx512(kernel) => avx512::shape(kernel, text),
        _ => ascii::shape(text),
    }
}

/// Reads the words of a text [without layout](super::without_layout) if it is plain, and says whether it is.
pub(super) fn read_plain_words(text: &str, kernel: Kernel, words: &mut PlainWords) -> bool {
    let is_plain = shape(text, kernel) != Shape::Other && u32::try_from(text.len()).is_ok();
    words.clear();
    if is_plain {
        match kernel.leaf() {
            #[cfg(target_arch = "x86_64")]
            Leaf::Avx512(kernel) => avx512::read_words(kernel, text.as_bytes(), words),
            _ => ascii::read_words(text.as_bytes(), words),
        }
    }
    is_plain
}

/// Appends the hashes of the words of a plain text.
fn hash_plain_words(text: &str, seed: u64, kernel: Kernel, hashes: &mut Vec<u64>) {
    let bytes = text.as_bytes();
    match kernel.leaf() {
        #[cfg(target_arch = "x86_64")]
        Leaf::Avx512(kernel) if u32::try_from(bytes.len()).is_ok() => {
            avx512::hash_words(kernel, bytes, seed, hashes);
        }
        _ => ascii::hash_words(bytes, seed, hashes),
    }
}

/// Walks a text cluster by cluster, so that folding each equals folding the whole.
struct Engine<'t, V> {
    text: &'t str,
    marks: Marks,
    words: Segmenter<V>,
    /// Bytes before this one are ASCII, from the last space looked at.
    ascii_end: usize,
}

impl<V: FnMut(Token<'_>)> Engine<'_, V> {
    fn run(mut self) {
        let mut chars = self.text.chars();
        let mut next = self.advance(&mut chars);
        while let Some((start, first)) = next {
            if let Some(end) = self.ascii_stretch(start) {
                chars = self.text[end..].chars();
                next = self.advance(&mut chars);
                continue;
            }
            next = self.advance(&mut chars);
            let alone = next.is_none_or(|(_, second)| second.starts_cluster());
            while next.is_some_and(|(_, joining)| !joining.starts_cluster()) {
                next = self.advance(&mut chars);
            }
            let span = start..next.map_or(self.text.len(), |(end, _)| end);
            if alone && first.role == Role::Starter {
                self.words.push(first.char, first.class, span);
            } else {
                self.cluster(span);
            }
        }
        self.words.finish();
    }

    /// The next character and where it starts.
    #[inline]
    fn advance(&self, chars: &mut Chars<'_>) -> Option<(usize, Folded)> {
        let at = self.text.len() - chars.as_str().len();
        chars.next().map(|c| (at, folding::folded(c, self.marks)))
    }

    /// Takes the ASCII words between the space at `start` and the last space before a character
    /// beyond ASCII together, and says where that is. `None` where they are too few to be faster.
    #[inline]
    fn ascii_stretch(&mut self, start: usize) -> Option<usize> {
        const WORTHWHILE: usize = 16;
        let bytes = self.text.as_bytes();
        if bytes[start] != b' ' {
            return None;
        }
        if self.ascii_end <= start {
            let ascii = bytes[start..].iter().position(|byte| !byte.is_ascii());
            self.ascii_end = ascii.map_or(bytes.len(), |length| start + length);
        }
        if self.ascii_end - start < WORTHWHILE {
            return None;
        }
        let (stretch, _) = self.text[start..self.ascii_end].rsplit_once(' ')?;
        if stretch.len() < WORTHWHILE {
            return None;
        }
        self.words.push(' ', Class::Separator, start..start + 1);
        ascii::for_each_token(stretch, |token| self.words.push_word(&token, start));
        Some(start + stretch.len())
    }

    /// A cluster of more than one character, or one that folds to other than one.
    #[inline(never)]
    fn cluster(&mut self, span: Range<usize>) {
        let cluster = self.text[span.clone()].trim_end_matches(alphabet::is_ignorable);
        if self.folds_one_by_one(cluster) {
            self.one_by_one(span.start, cluster);
            return;
        }
        let span = span.start..span.start + cluster.len();
        for c in folding::fold(cluster.chars(), self.marks).chars() {
            self.words.push(c, alphabet::class(c), span.clone());
        }
    }

    fn one_by_one(&mut self, start: usize, cluster: &str) {
        for (at, c) in cluster.char_indices() {
            let folded = folding::folded(c, self.marks);
            if folded.role != Role::Invisible {
                let at = start + at;
                self.words.push(folded.char, folded.class, at..at + c.len_utf8());
            }
        }
    }

    /// Whether nothing in the cluster composes, expands or moves: a starter, then followers in order.
    fn folds_one_by_one(&self, cluster: &str) -> bool {
        let mut order = 0;
        cluster.chars().map(|c| folding::folded(c, self.marks)).all(|folded| match folded.role {
            Role::Starter | Role::Invisible => true,
            Role::Follower => core::mem::replace(&mut order, folded.order) <= folded.order,
            Role::Expanding | Role::Composing => false,
        })
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
