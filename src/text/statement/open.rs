//! What a gap between two words says: most signs in it only format, some tell two sentences apart.
//!
//! A sign is told where it joins two words without white space (`a/b`, `a.b`), where it begins a word or
//! hangs on one (`#x`, `--force`, `A-`, `6"`), and where it computes (`a * b`). Quotes, commas, emphasis,
//! dashes between clauses and brackets round prose are not.

use super::signs::is_quote;
use super::{Gap, Side};
use crate::text::alphabet::{self, Class};

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
        // `f(x)` and `f()` say something, `word (aside)` does not.
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
        // As the bracket that it closes; one of another kind closes nothing: `[0, 1)`.
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

/// A run of `*` or `_`.
fn emphasis(is_open: &mut bool, sign: &Sign<'_>) -> bool {
    let gap = sign.gap;
    let is_alone = gap.is_joined() && sign.at == 0 && sign.end == gap.signs.len();
    if sign.end - sign.at > 1 {
        return is_alone && joins_as_run(sign);
    }
    let was_open = core::mem::replace(is_open, false);
    match sign.previous() {
        _ if is_alone => true,
        // `*264`: a bullet would have a space behind it.
        None if gap.before.is_none() && gap.signs == ['*'] && is(gap.after, Side::is_digit) => true,
        None if gap.before.is_some() => !was_open && gap.is_spaced(),
        Some(c) if gap.is_joined() && !(is_dash(c) || is_quote(c)) => true,
        _ if sign.is_before_space() => sign.operates(),
        _ => {
            *is_open = true;
            false
        }
    }
}

/// Whether a run of two or more is no emphasis, for it stands between digits (`2**3`) or within a name (`a__b`).
fn joins_as_run(sign: &Sign<'_>) -> bool {
    let part = if sign.char() == '_' { Side::is_word } else { Side::is_digit };
    is(sign.gap.before, part) && is(sign.gap.after, part)
}

fn is(side: Option<Side>, kind: fn(Side) -> bool) -> bool {
    side.is_some_and(kind)
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
            // A rule between parts of a text.
            return false;
        }
        if self.gap.is_joined() {
            return !(self.gap.is_loose && self.gap.may_be_hyphenated());
        }
        self.hangs() || self.begins_word()
    }

    /// `A-`: directly behind a word that may bear a sign, or the last of the text or of a bracket. Words are
    /// torn or shortened by others: `upper- and lower-case`.
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
