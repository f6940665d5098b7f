//! What a gap between two words says: most signs in it only format, some tell two sentences apart.
//!
//! A sign is told where it joins two words without white space (`a/b`, `a.b`), where it begins a word or
//! hangs on one (`#x`, `--force`, `A-`, `6"`), and where it computes (`a * b`). Quotes, commas, emphasis,
//! dashes between clauses and brackets round prose are not.

use super::super::alphabet::{self, Class};

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
pub(super) struct Gap<'g> {
    /// As [`read_signs`] leaves them.
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

/// Reads the signs of a gap: what is written in several ways is one character, and what says nothing is left
/// out. `…` stands for three dots or more, `—` for a dash between clauses, `–` for one that may also be a minus.
pub(super) fn read_signs(gap: &str, signs: &mut Vec<char>) {
    signs.clear();
    for c in gap.chars().filter(|c| !alphabet::is_ignorable(*c)) {
        let c = sign(c);
        if signs.last() == Some(&'\\') && !c.is_whitespace() {
            signs.pop();
        }
        match signs.as_slice() {
            [.., '…'] if c == '.' => {}
            [.., '…', ' '] if c == '.' => drop(signs.pop()),
            [.., '.', '.'] if c == '.' => replace(signs, 2, '…'),
            [.., '.', ' ', '.', ' '] if c == '.' => replace(signs, 4, '…'),
            _ => signs.push(c),
        }
    }
}

fn replace(signs: &mut Vec<char>, last: usize, c: char) {
    signs.truncate(signs.len() - last);
    signs.push(c);
}

fn sign(c: char) -> char {
    match c {
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        ' '..='~' => {
            if c == '`' {
                '’'
            } else {
                c
            }
        }
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{2013}' => '–',
        '\u{2014}' | '\u{2015}' | '\u{2e3a}' | '\u{2e3b}' => '—',
        '\u{5be}' => '-',
        '′' | '″' => c,
        c if c.is_whitespace() => ' ',
        c => match alphabet::unify(c) {
            '\'' => '’',
            c => c,
        },
    }
}

/// What is open at a place of a sentence.
#[derive(Debug, Default)]
pub(super) struct Open {
    /// `'` and `"`.
    quotes: [bool; 2],
    /// `*` and `_`.
    emphases: [bool; 2],
    /// Each bracket, and whether it was told.
    brackets: Vec<(char, bool)>,
}

impl Open {
    /// Calls `tell` with each sign that says something. Linear.
    pub(super) fn read(&mut self, gap: &Gap<'_>, mut tell: impl FnMut(char)) {
        let mut at = 0;
        while at < gap.signs.len() {
            let sign = Sign { gap, at, end: gap.run_end(at) };
            if self.tells(&sign) {
                (at..sign.end).for_each(|_| tell(told_as(sign.char())));
            }
            at = sign.end;
        }
    }

    fn tells(&mut self, sign: &Sign<'_>) -> bool {
        match sign.char() {
            ' ' | '\n' | ',' | '،' | '、' | ';' | '؛' | '…' | '—' | '?' | '!' | '¿' | '¡'
            | '\u{1361}' => false,
            '\'' => quote(&mut self.quotes[0], sign),
            '"' => quote(&mut self.quotes[1], sign),
            '′' | '″' => sign.is_behind_digit(),
            '*' => emphasis(&mut self.emphases[0], sign),
            '_' => emphasis(&mut self.emphases[1], sign),
            '-' | '–' => sign.tells_dash(),
            '(' | '[' | '{' => self.opens(sign),
            ')' | ']' | '}' => self.closes(sign),
            '/' => sign.gap.is_joined() || sign.is_prefix() || sign.operates(),
            '#' | '@' | '&' | '\\' | ':' | '.' => sign.gap.is_joined() || sign.is_prefix(),
            '†' | '‡' => true,
            c => sign.gap.is_joined() && !is_quote(c),
        }
    }

    fn opens(&mut self, sign: &Sign<'_>) -> bool {
        let is_empty = sign.next() == Some(closing(sign.char()));
        let touches = match sign.previous() {
            Some(c) => is_closing(c),
            None => sign.gap.before.is_some() && sign.gap.is_spaced(),
        };
        let tells = is_empty || touches || sign.gap.groups();
        self.brackets.push((sign.char(), tells));
        tells
    }

    fn closes(&mut self, sign: &Sign<'_>) -> bool {
        let opened = self.brackets.pop();
        let is_told = opened.is_some_and(|(c, is_told)| is_told || closing(c) != sign.char());
        is_told || sign.next().is_some_and(is_opening) || sign.gap.groups()
    }
}

/// A quote. Directly behind a digit it is feet, minutes or inches, unless it closes what is quoted.
fn quote(is_open: &mut bool, sign: &Sign<'_>) -> bool {
    let tells = !*is_open && (sign.is_behind_digit() || sign.is_inner_prime());
    *is_open = !*is_open && !tells && !sign.is_before_space();
    tells
}

/// A run of `*` or `_`. One of two or more is emphasis, but between digits or within a name.
fn emphasis(is_open: &mut bool, sign: &Sign<'_>) -> bool {
    let gap = sign.gap;
    let is_alone = gap.is_joined() && sign.at == 0 && sign.end == gap.signs.len();
    if sign.end - sign.at > 1 {
        let both = |is: fn(Side) -> bool| gap.before.is_some_and(is) && gap.after.is_some_and(is);
        return is_alone && both(if sign.char() == '_' { Side::is_word } else { Side::is_digit });
    }
    let was_open = core::mem::replace(is_open, false);
    match sign.previous() {
        _ if is_alone => true,
        None if gap.before.is_none()
            && gap.signs == ['*']
            && gap.after.is_some_and(Side::is_digit) =>
        {
            true
        }
        None if gap.before.is_some() => !was_open && gap.is_spaced(),
        Some(c) if gap.is_joined() && !(is_dash(c) || is_quote(c)) => true,
        _ if sign.is_before_space() => sign.operates(),
        _ => {
            *is_open = true;
            false
        }
    }
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
    fn run_end(&self, at: usize) -> usize {
        let c = self.signs[at];
        let is_like = |next: &&char| matches!(c, '-' | '*' | '_') && **next == c;
        at + 1 + self.signs[at + 1..].iter().take_while(is_like).count()
    }
}

/// A sign, or a run of one, in its gap.
struct Sign<'g> {
    gap: &'g Gap<'g>,
    at: usize,
    end: usize,
}

impl Sign<'_> {
    fn char(&self) -> char {
        self.gap.signs[self.at]
    }

    fn previous(&self) -> Option<char> {
        self.gap.signs[..self.at].last().copied()
    }

    fn next(&self) -> Option<char> {
        self.gap.signs.get(self.end).copied()
    }

    fn is_before_space(&self) -> bool {
        self.next().map_or(self.gap.after.is_none(), char::is_whitespace)
    }

    /// Whether nothing but quotes is between it and a digit, and no letter follows at once (`1990's`).
    fn is_behind_digit(&self) -> bool {
        let is_letter_next = self.next().is_none() && self.gap.after.is_some_and(Side::is_letter);
        self.gap.before.is_some_and(Side::is_digit)
            && !is_letter_next
            && self.gap.signs[..self.at].iter().all(|c| is_quote(*c))
    }

    /// Whether it is directly behind a word that another sign joins with the next: `N'/16`.
    fn is_inner_prime(&self) -> bool {
        let joins = |c: char| !is_quote(c) && !matches!(c, ',' | ';' | '*' | '_');
        self.gap.is_joined() && self.previous().is_none() && self.next().is_some_and(joins)
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
    fn is_prefix(&self) -> bool {
        let (before, behind) = self.gap.signs.split_at(self.at);
        self.gap.after.is_some_and(|side| !side.is_unspaced)
            && !behind.iter().any(|c| c.is_whitespace())
            && (self.gap.before.is_none() || before.iter().any(|c| c.is_whitespace()))
    }

    /// Whether it stands alone between operands.
    fn operates(&self) -> bool {
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
    fn tells_dash(&self) -> bool {
        let length = self.end - self.at;
        if length > 2 {
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

fn told_as(c: char) -> char {
    match c {
        '–' => '-',
        '′' => '\'',
        '″' => '"',
        c => c,
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—')
}

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '{')
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '}')
}

fn closing(c: char) -> char {
    match c {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

fn is_quote(c: char) -> bool {
    matches!(
        c,
        '\'' | '"'
            | '′'
            | '″'
            | '’'
            | '“'..='„'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '「'..='』'
            | '《'
            | '》'
            | '〈'
            | '〉'
            | '\u{5f4}'
    )
}

/// Whether a sentence has a sign that computes, compares or parts cells.
pub(super) fn has_operators(sentence: &str) -> bool {
    // Without a stop at the first, many bytes are looked at in one instruction.
    let may_operate = sentence.bytes().fold(false, |any, byte| {
        any | !byte.is_ascii() | matches!(byte, b'+' | b'<'..=b'>' | b'^' | b'|' | b'~')
    });
    may_operate
        && sentence.contains(|c| {
            matches!(
                c,
                '+' | '<' | '=' | '>' | '^' | '|' | '~' | '±' | '×' | '÷' | '¬' | '\u{2200}'
                    ..='\u{22ff}'
            )
        })
}

/// The run of a sentence, from white space to white space, that was last asked about.
#[derive(Debug, Default)]
pub(super) struct Run {
    end: usize,
    is_loose: bool,
}

impl Run {
    /// Whether hyphens alone join the words of the run in which `at` is. Asked for rising places, linear in all of them.
    pub(super) fn is_loose(&mut self, sentence: &str, at: usize) -> bool {
        if at >= self.end {
            let start = sentence[..at].trim_end_matches(|c: char| !c.is_whitespace()).len();
            let written = sentence[at..].trim_start_matches(|c: char| !c.is_whitespace());
            self.end = sentence.len() - written.len();
            self.is_loose = is_joined_by_hyphens(&sentence[start..self.end]);
        }
        self.is_loose
    }
}

/// Whether hyphens between letters alone join the words of a run.
fn is_joined_by_hyphens(run: &str) -> bool {
    let start = run.trim_start_matches(|c| !is_word(c) && !begins(c));
    let inner = start.trim_end_matches(|c| !is_word(c));
    let mut previous = None;
    let mut chars = inner.chars().filter(|c| !alphabet::is_ignorable(*c)).peekable();
    while let Some(c) = chars.next() {
        if !is_word(c) && joins(previous, sign(c), chars.peek().copied()) {
            return false;
        }
        previous = Some(c);
    }
    true
}

fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let class = alphabet::class(alphabet::unify(c));
    matches!(class, Class::Letter | Class::Mark | Class::Digit | Class::Unspaced)
}

/// Whether it says something at the start of a run.
fn begins(c: char) -> bool {
    "#@&/\\:.-~<=>+|^".contains(c)
}

/// Whether a sign in a run joins words as no hyphen between letters does.
fn joins(previous: Option<char>, c: char, next: Option<char>) -> bool {
    let both = |is: fn(char) -> bool| previous.is_some_and(is) && next.is_some_and(is);
    let is_digit = |c: char| alphabet::unify(c).is_ascii_digit();
    match c {
        ',' | '،' | ';' | '؛' | '…' | '—' | '?' | '!' | '$' | '%' => false,
        '*' | '_' => both(is_word),
        '.' | ':' | '/' => !both(is_digit),
        '-' | '–' => previous.is_none() || next.is_none(),
        c => !is_quote(c),
    }
}
