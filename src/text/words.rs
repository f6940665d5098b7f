//! Where folded characters become words: a small machine, one character at a time.

use core::ops::Range;

use super::Span;
use super::alphabet::Class;

/// One canonical word and where it came from.
///
/// ```
/// use paradup::text::Normalizer;
///
/// let words = Normalizer::new().words("“Don’t!”");
/// assert_eq!(words[0].text, "don't");
/// assert_eq!(words[0].span.range(), 3..10);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Word {
    /// The word in canonical form; in unspaced scripts, two neighbouring characters.
    pub text: String,
    /// Its bytes in the original text, at character boundaries.
    pub span: Span,
}

/// What the machine emits.
#[derive(Clone, Debug)]
pub(super) struct Token<'w> {
    /// Where the word stands, and whatever else stands there.
    pub(super) buffer: &'w [u8],
    /// Its bytes in the buffer.
    pub(super) place: Range<usize>,
    pub(super) span: Range<usize>,
    /// Bytes at the start of the word that the token before it already held.
    pub(super) repeated: usize,
}

impl<'w> Token<'w> {
    #[inline]
    pub(super) fn new(text: &'w str, span: Range<usize>, repeated: usize) -> Token<'w> {
        Token { buffer: text.as_bytes(), place: 0..text.len(), span, repeated }
    }

    #[inline]
    pub(super) fn text(&self) -> &'w str {
        // Words are cut at characters.
        core::str::from_utf8(&self.buffer[self.place.clone()]).unwrap_or_default()
    }
}

/// Letters, digits and marks that stand together, the first no mark.
pub(super) struct Letters<'w> {
    pub(super) token: Token<'w>,
    pub(super) first: Class,
    pub(super) last: Class,
    /// Whether what follows ends the word.
    pub(super) is_word: bool,
}

/// What the last character was, as far as the next one needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    /// White space, punctuation, nothing.
    Gap,
    /// A dash that joins nothing and is no sign.
    Dash,
    /// A dash that is a sign if a digit follows.
    Sign,
    /// A letter or a mark of the open word.
    Letter,
    /// A digit of the open word.
    Digit,
    /// A `+` or `#` of the open word.
    Suffix,
    /// A `+` or `#` that is one if no word character follows.
    HeldSuffix,
    /// A character that stays in the open word if the next one fits.
    Held(Class),
    /// A unit of the open run.
    Unspaced,
    /// A symbol.
    Symbol,
}

/// Room for most words without growing.
const WORD_CAPACITY: usize = 32;

/// Takes folded characters in order, emits words to its sink.
#[derive(Debug)]
pub(super) struct Segmenter<V> {
    visit: V,
    after: After,
    word: String,
    /// The span of the open word, empty where none is open.
    span: Range<usize>,
    /// The character that [`After`] speaks of where it is not in `word` yet, and its bytes.
    held: (char, Range<usize>),
    run: UnspacedRun,
}

impl<V: FnMut(Token<'_>)> Segmenter<V> {
    pub(super) fn new(visit: V) -> Segmenter<V> {
        let after = After::Gap;
        Segmenter {
            visit,
            after,
            word: String::with_capacity(WORD_CAPACITY),
            span: 0..0,
            held: ('\0', 0..0),
            run: UnspacedRun::default(),
        }
    }

    /// The next character, its class, and the bytes of the original it stands for.
    #[inline]
    pub(super) fn push(&mut self, c: char, class: Class, span: Range<usize>) {
        if self.after == After::HeldSuffix {
            self.settle_suffix(class);
        }
        match class {
            Class::Letter => self.letter(c, span),
            Class::Digit => self.digit(c, span),
            Class::Separator => self.close(After::Gap),
            Class::Unspaced => self.unspaced(c, span),
            _ => self.rarer(c, class, span),
        }
    }

    /// Whether no word is open, and no letter joins what is before it.
    #[inline]
    pub(super) fn is_apart(&self) -> bool {
        matches!(self.after, After::Gap | After::Dash | After::Unspaced | After::Symbol)
    }

    /// Several characters of one word.
    #[inline]
    pub(super) fn push_letters(&mut self, letters: &Letters<'_>) {
        let Letters { token, first, last, is_word } = letters;
        if *is_word && self.is_apart() {
            self.after = After::Gap;
            self.push_word(token, 0);
        } else if let Some(c) = token.text().chars().next() {
            self.push(c, *first, token.span.clone());
            self.word.push_str(&token.text()[c.len_utf8()..]);
            self.after = if *last == Class::Digit { After::Digit } else { After::Letter };
        }
    }

    /// Units of unspaced scripts that start and end at these bounds of the text. All but the first two pairs and the
    /// last one are emitted where they stand.
    pub(super) fn push_units(&mut self, text: &str, bounds: &[usize]) {
        if self.after == After::HeldSuffix {
            self.settle_suffix(Class::Unspaced);
        }
        self.close(After::Unspaced);
        for unit in bounds.windows(2).take(2) {
            self.run.unit(&text[unit[0]..unit[1]], unit[0]..unit[1], &mut self.visit);
        }
        if let [.., first, last, end] = *bounds
            && bounds.len() > 3
        {
            self.run.emit(&mut self.visit);
            for pair in bounds[1..bounds.len() - 1].windows(3) {
                let place = pair[0]..pair[2];
                let repeated = pair[1] - pair[0];
                (self.visit)(Token {
                    buffer: text.as_bytes(),
                    place: place.clone(),
                    span: place,
                    repeated,
                });
            }
            self.run.restart(&text[first..end], [first..last, last..end]);
        }
    }

    /// A whole spaced word, where [no other is open](Segmenter::is_apart), before a separator.
    #[inline]
    pub(super) fn push_whole(&mut self, word: &Token<'_>) {
        self.after = After::Gap;
        self.push_word(word, 0);
    }

    /// A whole spaced word, after a separator; its span counts from `start`.
    #[inline]
    pub(super) fn push_word(&mut self, word: &Token<'_>, start: usize) {
        debug_assert!(self.after == After::Gap, "no word is open");
        // Runs go on across separators; a word ends them.
        self.run.end(&mut self.visit);
        let span = start + word.span.start..start + word.span.end;
        (self.visit)(Token { span, ..word.clone() });
    }

    /// Emits what is still open.
    pub(super) fn finish(mut self) {
        self.push(' ', Class::Separator, 0..0);
        self.run.end(&mut self.visit);
    }

    #[cold]
    fn settle_suffix(&mut self, next: Class) {
        // Where a word goes on, `+` is a symbol between two words, and `#` only parts them.
        let (c, span) = self.held.clone();
        match next {
            Class::Letter | Class::Mark | Class::Digit | Class::Unspaced | Class::Fraction
                if c == '+' =>
            {
                self.symbol(c, span);
            }
            Class::Letter | Class::Mark | Class::Digit | Class::Unspaced | Class::Fraction => {
                self.close(After::Gap);
            }
            _ => self.append(c, span, After::Suffix),
        }
    }

    fn rarer(&mut self, c: char, class: Class, span: Range<usize>) {
        match class {
            Class::Mark if self.after == After::Unspaced => self.run.extend(c, span),
            Class::Apostrophe if self.after == After::Letter => {
                self.hold(c, After::Held(class), span);
            }
            Class::Point | Class::Dash if self.after == After::Digit => {
                self.hold(c, After::Held(class), span);
            }
            Class::Dash => self.dash(c, span),
            Class::Plus | Class::Hash if self.in_word() => self.hold(c, After::HeldSuffix, span),
            Class::Plus | Class::Symbol => self.symbol(c, span),
            Class::Mark => self.letter(c, span),
            // `1½` is two words.
            Class::Fraction if self.in_word() => self.close(After::Gap),
            Class::Fraction => {}
            _ => self.close(After::Gap),
        }
    }

    fn in_word(&self) -> bool {
        matches!(self.after, After::Letter | After::Digit | After::Suffix)
    }

    #[inline]
    fn letter(&mut self, c: char, span: Range<usize>) {
        match self.after {
            After::Letter | After::Digit => {}
            After::Held(Class::Apostrophe) => self.word.push(self.held.0),
            _ => self.open(span.start),
        }
        self.append(c, span, After::Letter);
    }

    fn digit(&mut self, c: char, span: Range<usize>) {
        match self.after {
            After::Letter | After::Digit => {}
            After::Held(Class::Point | Class::Dash) => self.word.push(self.held.0),
            After::Sign => {
                self.open(self.held.1.start);
                self.word.push(self.held.0);
            }
            _ => self.open(span.start),
        }
        self.append(c, span, After::Digit);
    }

    fn dash(&mut self, c: char, span: Range<usize>) {
        // Behind a word, a symbol or another dash it is no sign.
        let sign = matches!(self.after, After::Gap | After::Held(Class::Apostrophe | Class::Point));
        self.close(if sign { After::Sign } else { After::Dash });
        self.held = (c, span);
    }

    fn hold(&mut self, c: char, after: After, span: Range<usize>) {
        self.after = after;
        self.held = (c, span);
    }

    fn symbol(&mut self, c: char, span: Range<usize>) {
        self.open(span.start);
        self.append(c, span, After::Symbol);
        self.close(After::Symbol);
    }

    fn unspaced(&mut self, c: char, span: Range<usize>) {
        self.close(After::Unspaced);
        self.run.unit(c.encode_utf8(&mut [0; 4]), span, &mut self.visit);
    }

    fn open(&mut self, start: usize) {
        self.close(After::Gap);
        self.run.end(&mut self.visit);
        self.span = start..start;
    }

    #[inline]
    fn append(&mut self, c: char, span: Range<usize>, after: After) {
        self.word.push(c);
        self.span.end = span.end;
        self.after = after;
    }

    #[inline]
    fn close(&mut self, after: After) {
        if !self.word.is_empty() {
            (self.visit)(Token::new(&self.word, self.span.clone(), 0));
            self.word.clear();
        }
        self.after = after;
    }
}

/// An open run of unspaced units: the last two of them at most.
#[derive(Debug, Default)]
struct UnspacedRun {
    text: String,
    /// Room for the next one.
    first: String,
    /// Where the last unit starts in `text`; 0 while it is the only one.
    last: usize,
    /// The bytes that the last two units came from.
    spans: [Range<usize>; 2],
    /// How many bytes of `text` have been emitted.
    repeated: usize,
}

impl UnspacedRun {
    /// A new unit: the pair before it is complete.
    fn unit(&mut self, unit: &str, span: Range<usize>, visit: &mut impl FnMut(Token<'_>)) {
        // Pairs overlap: the second unit of the last pair is the first of the next.
        if self.last > 0 {
            self.emit(visit);
            self.first.clear();
            self.first.push_str(&self.text[self.last..]);
            core::mem::swap(&mut self.first, &mut self.text);
            self.repeated = self.text.len();
        }
        self.last = self.text.len();
        self.text.push_str(unit);
        self.spans.swap(0, 1);
        self.spans[1] = span;
    }

    /// Two units that follow one that was emitted.
    fn restart(&mut self, text: &str, spans: [Range<usize>; 2]) {
        self.text.clear();
        self.text.push_str(text);
        self.last = spans[0].len();
        self.repeated = self.last;
        self.spans = spans;
    }

    /// A mark on the last unit.
    fn extend(&mut self, c: char, span: Range<usize>) {
        self.text.push(c);
        self.spans[1].end = span.end;
    }

    fn end(&mut self, visit: &mut impl FnMut(Token<'_>)) {
        if !self.text.is_empty() {
            self.emit(visit);
            self.text.clear();
            self.last = 0;
            self.repeated = 0;
        }
    }

    fn emit(&self, visit: &mut impl FnMut(Token<'_>)) {
        let [first, second] = &self.spans;
        let start = if self.last > 0 { first.start } else { second.start };
        visit(Token::new(&self.text, start..second.end, self.repeated));
    }
}
