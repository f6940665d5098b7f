//! What a gap between two words says: most signs in it only format, some tell two sentences apart.
//!
//! A sign is told where it joins two words without white space (`a/b`, `a.b`), where it begins a word or
//! hangs on one (`#x`, `--force`, `A-`, `6"`), and where it computes (`a * b`). Quotes, commas, emphasis,
//! dashes between clauses and brackets round prose are not.

use super::gap::{Gap, Side, Sign};
use super::signs::{closing, is_closing, is_dash, is_opening, is_quote};

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
