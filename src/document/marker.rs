//! What marks an item of a list at the start of its line.

/// Numbers of more digits are years and the like, which begin sentences.
const MAX_DIGITS: usize = 3;

/// The mark of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    pub(super) style: Style,
    /// Its place in the list, as its number or letter says; 0 for bullets.
    pub(super) number: u32,
    /// The bytes from the mark to the text of the item.
    pub(super) length: usize,
    /// The same in columns.
    pub(super) columns: usize,
}

/// What the marks of one list have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Bullet(char),
    Number(Enclosure),
    Letter { enclosure: Enclosure, is_upper: bool },
}

/// What stands around a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Enclosure {
    Point,
    Parenthesis,
    Parentheses,
}

impl Marker {
    /// The mark at the start of a text, with white space and something visible behind it.
    pub(super) fn read(text: &str) -> Option<Marker> {
        let (style, number, mark) = bullet(text).or_else(|| ordinal(text))?;
        let rest = text[mark..].trim_start();
        let length = text.len() - rest.len();
        let columns = text[..length].chars().count();
        (length > mark && !rest.is_empty()).then_some(Marker { style, number, length, columns })
    }

    /// Whether an item with this mark comes right after one with the other.
    pub(super) fn follows(self, other: Marker) -> bool {
        let step = u32::from(!matches!(self.style, Style::Bullet(_)));
        self.style == other.style && self.number == other.number + step
    }

    pub(super) fn is_bullet(self) -> bool {
        matches!(self.style, Style::Bullet(_))
    }
}

/// A bullet, and its bytes. Dashes are none: they begin speech, and stand around parentheses.
fn bullet(text: &str) -> Option<(Style, u32, usize)> {
    let c = text.chars().next()?;
    let is_bullet = matches!(c, '-' | '*' | '+' | '\u{b7}' | '•' | '‣' | '⁃' | '∙')
        || matches!(c, '■' | '□' | '▪' | '▫' | '▸' | '►' | '○' | '●' | '◦' | '➢' | '✓' | '✔');
    is_bullet.then(|| (Style::Bullet(c), 0, c.len_utf8()))
}

/// A number or a letter with what encloses it, and their bytes.
fn ordinal(text: &str) -> Option<(Style, u32, usize)> {
    let inner = text.strip_prefix('(').unwrap_or(text);
    let digits = inner.bytes().take_while(u8::is_ascii_digit).take(MAX_DIGITS + 1).count();
    let length = if digits == 0 { 1 } else { digits };
    let enclosure = match (inner.len() < text.len(), inner.as_bytes().get(length)?) {
        (false, b'.') => Enclosure::Point,
        (false, b')') => Enclosure::Parenthesis,
        (true, b')') => Enclosure::Parentheses,
        _ => return None,
    };
    let mark = (text.len() - inner.len()) + length + 1;
    match (digits, inner.as_bytes()[0]) {
        // A letter and a point are an initial.
        (0, letter) if letter.is_ascii_alphabetic() && enclosure != Enclosure::Point => {
            let is_upper = letter.is_ascii_uppercase();
            Some((Style::Letter { enclosure, is_upper }, u32::from(letter), mark))
        }
        (1..=MAX_DIGITS, _) => {
            Some((Style::Number(enclosure), inner[..digits].parse().ok()?, mark))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_needs_white_space_and_text() {
        for item in ["- a", "* a", "•\ta", "1. a", "(12) a", "999) a", "b) a", "·\u{a0}a"] {
            assert!(Marker::read(item).is_some(), "{item}");
        }
        let others =
            ["", "-", "- ", "-a", "– a", "— a", "1990. It", "1.5 a", "A. Nobel", "(a b) c"];
        for text in others.into_iter().chain(["1 a", "é) a", "(1. a", "12", "(", "ab) c"]) {
            assert_eq!(Marker::read(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_rise_by_one() {
        let follows = |second: &str, first: &str| {
            Marker::read(second).unwrap().follows(Marker::read(first).unwrap())
        };
        assert!(follows("2. b", "1. a") && follows("10) b", "9) a") && follows("b) b", "a) a"));
        assert!(follows("- b", "- a") && !follows("* b", "- a"));
        assert!(!follows("3. c", "1. a") && !follows("1. a", "1. a") && !follows("2) b", "1. a"));
        assert!(!follows("B) b", "a) a"));
    }
}
